// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/clip/ClipTextModel.h"

#include "inference/nn/attention.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

namespace limn::models {
namespace {

/// Files made before the end-of-text id was fixed in transformers carry 2 here; there the end is the largest id.
constexpr std::int64_t kLegacyEosTokenId = 2;

}  // namespace

ClipTextModel::ClipTextModel(const nn::WeightScope& root, const ClipTextConfig& config)
    : m_config(config), m_activation(nn::activationFromName(config.hidden_act)) {
    const bool withoutLevel = root["embeddings"]["token_embedding"].contains("weight");
    const auto scope = withoutLevel ? root : root["text_model"];
    const auto width = config.hidden_size;
    token_embedding = scope["embeddings"]["token_embedding"].take("weight", {config.vocab_size, width},
                                                                  nn::WeightRole::Embedding);
    position_embedding = scope["embeddings"]["position_embedding"].take(
        "weight", {config.max_position_embeddings, width}, nn::WeightRole::Embedding);
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
        const auto at = scope["encoder"]["layers"][i];
        const auto attention = at["self_attn"];
        layers.push_back({.layer_norm1 = nn::LayerNorm(at["layer_norm1"], width, config.layer_norm_eps),
                          .q_proj = nn::Linear(attention["q_proj"], width, width),
                          .k_proj = nn::Linear(attention["k_proj"], width, width),
                          .v_proj = nn::Linear(attention["v_proj"], width, width),
                          .out_proj = nn::Linear(attention["out_proj"], width, width),
                          .layer_norm2 = nn::LayerNorm(at["layer_norm2"], width, config.layer_norm_eps),
                          .fc1 = nn::Linear(at["mlp"]["fc1"], width, config.intermediate_size),
                          .fc2 = nn::Linear(at["mlp"]["fc2"], config.intermediate_size, width)});
    }
    final_layer_norm = nn::LayerNorm(scope["final_layer_norm"], width, config.layer_norm_eps);
    if (config.hasProjection()) {
        text_projection = nn::Linear(root["text_projection"], width, config.projection_dim, nn::Bias::Without);
    }
}

at::Tensor ClipTextModel::runLayer(const Layer& layer, at::Tensor x) const {
    const auto normed = layer.layer_norm1(x);
    x = x + layer.out_proj(nn::attention(layer.q_proj(normed), layer.k_proj(normed), layer.v_proj(normed),
                                         m_config.num_attention_heads, nn::AttentionMask::Causal));
    return x + layer.fc2(nn::activate(layer.fc1(layer.layer_norm2(x)), m_activation));
}

at::Tensor ClipTextModel::pool(const at::Tensor& hidden, const at::Tensor& ids) const {
    const auto ends = m_config.eos_token_id.value_or(kLegacyEosTokenId) == kLegacyEosTokenId
                          ? ids.argmax(-1)
                          : ids.eq(m_config.eos_token_id.value_or(kLegacyEosTokenId)).to(at::kInt).argmax(-1);
    const auto rows = at::arange(ids.size(0), ids.options());
    const auto pooled = hidden.index({rows, ends});
    return m_config.hasProjection() ? text_projection(pooled) : pooled;
}

ClipTextOutput ClipTextModel::operator()(const at::Tensor& ids, const std::stop_token& stop,
                                         std::optional<at::ScalarType> type) const {
    // The tables may be in their file's type; only the rows that are looked up are cast.
    auto hidden = at::embedding(token_embedding, ids).to(at::kFloat) +
                  position_embedding.narrow(0, 0, ids.size(1)).to(at::kFloat);
    hidden = hidden.to(type.value_or(final_layer_norm.weight.scalar_type()));
    ClipTextOutput out;
    out.hidden_states.push_back(hidden);
    for (const auto& layer : layers) {
        nn::throwIfStopped(stop);
        hidden = runLayer(layer, hidden);
        out.hidden_states.push_back(hidden);
    }
    out.last_hidden_state = final_layer_norm(hidden);
    out.pooled = pool(out.last_hidden_state, ids);
    return out;
}

}  // namespace limn::models
