// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/description_keys.h"

#include <initializer_list>

namespace limn::checkpoint {
namespace {

class KeyList {
public:
    void weight(const std::string& key) { m_keys.insert(key + ".weight"); }
    void weightAndBias(const std::string& key) {
        weight(key);
        m_keys.insert(key + ".bias");
    }
    void add(const std::string& key, bool hasBias) { hasBias ? weightAndBias(key) : weight(key); }
    void all(const std::string& prefix, std::initializer_list<const char*> names) {
        for (const char* name : names) {
            weightAndBias(prefix + name);
        }
    }
    std::set<std::string> take() { return std::move(m_keys); }

private:
    std::set<std::string> m_keys;
};

void addDecoder(KeyList& keys, const std::string& prefix, const models::DecoderConfig& config) {
    keys.weight(prefix + "embed_tokens");
    keys.weight(prefix + "norm");
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
        const auto layer = prefix + "layers." + std::to_string(i) + ".";
        keys.weight(layer + "input_layernorm");
        keys.weight(layer + "post_attention_layernorm");
        for (const char* name : {"q_proj", "k_proj", "v_proj", "o_proj"}) {
            keys.add(layer + "self_attn." + name, config.attention_bias);
        }
        for (const char* name : {"gate_proj", "up_proj", "down_proj"}) {
            keys.add(layer + "mlp." + name, config.mlp_bias);
        }
        if (config.hasHeadNorms) {
            keys.weight(layer + "self_attn.q_norm");
            keys.weight(layer + "self_attn.k_norm");
        }
    }
}

}  // namespace

std::set<std::string> keysOf(const models::Qwen3VLConfig& config) {
    KeyList keys;
    addDecoder(keys, "model.language_model.", config.text);
    if (!config.tie_word_embeddings) {
        keys.weight("lm_head");
    }
    const std::string visual = "model.visual.";
    keys.weightAndBias(visual + "patch_embed.proj");
    keys.weight(visual + "pos_embed");
    for (std::int64_t i = 0; i < config.vision.depth; ++i) {
        keys.all(visual + "blocks." + std::to_string(i) + ".",
                 {"norm1", "norm2", "attn.qkv", "attn.proj", "mlp.linear_fc1", "mlp.linear_fc2"});
    }
    keys.all(visual + "merger.", {"norm", "linear_fc1", "linear_fc2"});
    for (std::size_t i = 0; i < config.vision.deepstack_visual_indexes.size(); ++i) {
        keys.all(visual + "deepstack_merger_list." + std::to_string(i) + ".",
                 {"norm", "linear_fc1", "linear_fc2"});
    }
    return keys.take();
}

std::set<std::string> keysOf(const models::SmolVLMConfig& config) {
    KeyList keys;
    addDecoder(keys, "model.text_model.", config.text);
    if (!config.tie_word_embeddings) {
        keys.weight("lm_head");
    }
    const std::string vision = "model.vision_model.";
    keys.weightAndBias(vision + "embeddings.patch_embedding");
    keys.weight(vision + "embeddings.position_embedding");
    keys.weightAndBias(vision + "post_layernorm");
    for (std::int64_t i = 0; i < config.vision.num_hidden_layers; ++i) {
        keys.all(vision + "encoder.layers." + std::to_string(i) + ".",
                 {"layer_norm1", "layer_norm2", "self_attn.q_proj", "self_attn.k_proj",
                  "self_attn.v_proj", "self_attn.out_proj", "mlp.fc1", "mlp.fc2"});
    }
    keys.weight("model.connector.modality_projection.proj");
    return keys.take();
}

}  // namespace limn::checkpoint
