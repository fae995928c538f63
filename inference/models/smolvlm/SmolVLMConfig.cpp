// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/smolvlm/SmolVLMConfig.h"

#include "inference/models/ConfigReader.h"
#include "inference/models/generation_files.h"

namespace limn::models {
namespace {

using nlohmann::json;

const json& objectOf(const json& parent, const char* key) {
    static const json none = json::object();
    const auto found = parent.is_object() ? parent.find(key) : parent.end();
    return parent.is_object() && found != parent.end() && found->is_object() ? *found : none;
}

Status readVision(const json& source, const std::string& sourceName, SmolVLMVisionConfig& config) {
    constexpr IntegerRange kWidth{1, 1 << 16};
    ConfigReader reader(source, sourceName);
    reader.integer("hidden_size", config.hidden_size, kWidth);
    reader.integer("intermediate_size", config.intermediate_size, kWidth);
    reader.integer("num_hidden_layers", config.num_hidden_layers, {1, 512});
    reader.integer("num_attention_heads", config.num_attention_heads, {1, 1024});
    reader.integer("num_channels", config.num_channels, {3, 3});
    reader.integer("image_size", config.image_size, {1, 4096});
    reader.integer("patch_size", config.patch_size, {1, 1024});
    reader.text("hidden_act", config.hidden_act,
                {"gelu_pytorch_tanh", "gelu", "quick_gelu", "silu"});
    reader.number("layer_norm_eps", config.layer_norm_eps, {0.0, 1.0});
    if (!reader.failed() && config.hidden_size % config.num_attention_heads != 0) {
        reader.reject("num_attention_heads", "is " + std::to_string(config.num_attention_heads) +
                                                 ", which does not divide hidden_size = " +
                                                 std::to_string(config.hidden_size));
    }
    if (!reader.failed() && config.image_size % config.patch_size != 0) {
        reader.reject("patch_size", "is " + std::to_string(config.patch_size) +
                                        ", which does not divide image_size = " +
                                        std::to_string(config.image_size));
    }
    return reader.failed() ? Status(reader.error()) : Status(Unit{});
}

Status readText(const json& source, const std::string& sourceName, DecoderConfig& config) {
    config.vocab_size = 32000;
    config.intermediate_size = 11008;
    config.head_dim = 0;  // hidden_size / heads, unless the file says otherwise
    config.max_position_embeddings = 2048;
    config.rms_norm_eps = 1e-5;
    config.rope_theta = 10000.0;
    config.hasHeadNorms = false;
    ConfigReader reader(source, sourceName);
    reader.onlySupported("model_type", {"llama"});
    config.read(reader);
    reader.boolean("mlp_bias", config.mlp_bias);
    reader.number("rope_theta", config.rope_theta, {1.0, 1e12});
    if (reader.failed()) {
        return reader.error();
    }
    for (const char* key : {"rope_scaling", "rope_parameters"}) {
        ConfigReader rope(objectOf(source, key), sourceName);
        rope.onlySupported("rope_type", {"default"});
        rope.onlySupported("type", {"default"});
        rope.number("rope_theta", config.rope_theta, {1.0, 1e12});
        if (rope.failed()) {
            return rope.error();
        }
    }
    return Unit{};
}

}  // namespace

Result<SmolVLMConfig> SmolVLMConfig::fromJson(const json& json, const std::string& sourceName) {
    SmolVLMConfig config;
    ConfigReader reader(json, sourceName);
    reader.onlySupported("model_type", {"smolvlm", "idefics3"});
    reader.integer("scale_factor", config.scale_factor, {1, 64});
    reader.integer("image_token_id", config.image_token_id, {0, 1 << 24});
    reader.boolean("tie_word_embeddings", config.tie_word_embeddings);
    if (reader.failed()) {
        return reader.error();
    }
    const auto& text = objectOf(json, "text_config");
    if (auto status = readText(text, sourceName + ": text_config", config.text); !status) {
        return status.error();
    }
    if (auto status = readVision(objectOf(json, "vision_config"), sourceName + ": vision_config",
                                 config.vision);
        !status) {
        return status.error();
    }
    if (config.vision.patchesPerSide() % config.scale_factor != 0) {
        reader.refuse("scale_factor",
                      "is " + std::to_string(config.scale_factor) + ", which does not divide the " +
                          std::to_string(config.vision.patchesPerSide()) + " patches of a side");
        return reader.error();
    }
    for (const auto* place : {&json, &text}) {
        auto ends = tokenIdsOf(*place, "eos_token_id", sourceName);
        if (!ends) {
            return ends.error();
        }
        if (!ends->empty()) {
            config.eos_token_id = std::move(*ends);
        }
    }
    return config;
}

}  // namespace limn::models
