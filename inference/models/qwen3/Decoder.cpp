// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/qwen3/Decoder.h"

#include "inference/nn/cancellation.h"
#include "inference/nn/causal_attention.h"

#include <ATen/ATen.h>

namespace limn::models {
namespace {

nn::Bias biasIf(bool isThere) {
    return isThere ? nn::Bias::With : nn::Bias::Without;
}

}  // namespace

DecoderLayer::DecoderLayer(const nn::WeightScope& scope, const DecoderConfig& config)
    : m_heads(config.num_attention_heads), m_keyHeads(config.num_key_value_heads),
      m_headWidth(config.head_dim), m_hasHeadNorms(config.hasHeadNorms),
      m_activation(nn::activationFromName(config.hidden_act)) {
    const auto width = config.hidden_size;
    const auto attention = scope["self_attn"];
    const auto bias = biasIf(config.attention_bias);
    input_layernorm = nn::RmsNorm(scope["input_layernorm"], width, config.rms_norm_eps);
    q_proj = nn::Linear(attention["q_proj"], width, m_heads * m_headWidth, bias);
    k_proj = nn::Linear(attention["k_proj"], width, m_keyHeads * m_headWidth, bias);
    v_proj = nn::Linear(attention["v_proj"], width, m_keyHeads * m_headWidth, bias);
    o_proj = nn::Linear(attention["o_proj"], m_heads * m_headWidth, width, bias);
    if (m_hasHeadNorms) {
        q_norm = nn::RmsNorm(attention["q_norm"], m_headWidth, config.rms_norm_eps);
        k_norm = nn::RmsNorm(attention["k_norm"], m_headWidth, config.rms_norm_eps);
    }
    post_attention_layernorm =
        nn::RmsNorm(scope["post_attention_layernorm"], width, config.rms_norm_eps);
    const auto mlpBias = biasIf(config.mlp_bias);
    gate_proj = nn::Linear(scope["mlp"]["gate_proj"], width, config.intermediate_size, mlpBias);
    up_proj = nn::Linear(scope["mlp"]["up_proj"], width, config.intermediate_size, mlpBias);
    down_proj = nn::Linear(scope["mlp"]["down_proj"], config.intermediate_size, width, mlpBias);
    for (auto* linear : {&q_proj, &k_proj, &v_proj, &o_proj, &gate_proj, &up_proj, &down_proj}) {
        linear->keepPlain();
    }
}

at::Tensor DecoderLayer::attend(const at::Tensor& x, const DecoderReading& reading,
                                std::int64_t index) const {
    const auto heads = [&](const at::Tensor& flat, std::int64_t count) {
        return flat.view({flat.size(0), flat.size(1), count, m_headWidth});
    };
    auto q = heads(q_proj(x), m_heads);
    auto k = heads(k_proj(x), m_keyHeads);
    auto v = heads(v_proj(x), m_keyHeads).transpose(1, 2);
    if (m_hasHeadNorms) {
        q = q_norm(q);
        k = k_norm(k);
    }
    q = nn::rotate(q.transpose(1, 2), reading.rope);
    k = nn::rotate(k.transpose(1, 2), reading.rope);
    if (reading.cache != nullptr) {
        std::tie(k, v) = reading.cache->append(index, k, v);
    }
    const auto out = nn::causalAttention(q, k, v, reading.closed).transpose(1, 2);
    return o_proj(out.reshape({x.size(0), x.size(1), m_heads * m_headWidth}));
}

at::Tensor DecoderLayer::operator()(const at::Tensor& x, const DecoderReading& reading,
                                    std::int64_t index) const {
    const auto attended = x + attend(input_layernorm(x), reading, index);
    const auto normed = post_attention_layernorm(attended);
    return attended + down_proj(nn::activate(gate_proj(normed), m_activation) * up_proj(normed));
}

Decoder::Decoder(const nn::WeightScope& scope, const nn::WeightScope& head,
                 const DecoderConfig& config, bool isTied)
    : m_config(config) {
    embed_tokens = scope["embed_tokens"].take("weight", {config.vocab_size, config.hidden_size},
                                              nn::WeightRole::Embedding);
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
        layers.emplace_back(scope["layers"][i], config);
    }
    norm = nn::RmsNorm(scope["norm"], config.hidden_size, config.rms_norm_eps);
    if (isTied) {
        lm_head = nn::Linear(embed_tokens);
    } else {
        lm_head =
            nn::Linear(head["lm_head"], config.hidden_size, config.vocab_size, nn::Bias::Without);
    }
    lm_head.keepPlain();
}

at::Tensor Decoder::embed(const at::Tensor& ids) const {
    return at::embedding(embed_tokens, ids)
        .to(type());  // only the rows that are looked up are cast
}

at::Tensor Decoder::operator()(at::Tensor x, const DecoderReading& reading,
                               const LayerAdditions* additions, const std::stop_token& stop) const {
    for (std::size_t i = 0; i < layers.size(); ++i) {
        nn::throwIfStopped(stop);
        x = layers[i](x, reading, static_cast<std::int64_t>(i));
        if (additions != nullptr && i < additions->features.size()) {
            const auto flat = x.reshape({-1, x.size(-1)});
            x = flat.index_add(0, additions->places, additions->features[i].to(x.scalar_type()))
                    .view(x.sizes());
        }
    }
    return norm(x);
}

}  // namespace limn::models
