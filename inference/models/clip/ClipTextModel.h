// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/clip/ClipTextConfig.h"
#include "inference/nn/layers.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace limn::models {

struct ClipTextOutput {
    /// Element i is the input of layer i; the last is the output of the last layer, before the final norm.
    std::vector<at::Tensor> hidden_states;  // each [B, tokens, hidden_size]
    at::Tensor last_hidden_state;           // final norm of the last; [B, tokens, hidden_size]
    /// At the end-of-text token. With a projection: [B, projection_dim]; else [B, hidden_size].
    at::Tensor pooled;
};

/// `CLIPTextModel`, and `CLIPTextModelWithProjection` where the configuration says so.
/// Keys with or without the `text_model.` level, as files have both.
/// Reference: transformers `modeling_clip.py`; arXiv 2103.00020. Thread: the one that owns the model.
class ClipTextModel {
public:
    ClipTextModel(const nn::WeightScope& scope, const ClipTextConfig& config);

    /// ids [B, tokens], int64, tokens ≤ max_position_embeddings. Computes in `type`, by default the type of the weights:
    /// training holds float32 weights and computes in bfloat16.
    ClipTextOutput operator()(const at::Tensor& ids, const std::stop_token& stop = {},
                              std::optional<at::ScalarType> type = {}) const;

    /// The final norm, for hidden states that were taken from an earlier layer (clip skip).
    at::Tensor finalNorm(const at::Tensor& hidden) const { return final_layer_norm(hidden); }

    const ClipTextConfig& config() const { return m_config; }
    at::Device device() const { return token_embedding.device(); }

private:
    struct Layer {
        nn::LayerNorm layer_norm1;
        nn::Linear q_proj;
        nn::Linear k_proj;
        nn::Linear v_proj;
        nn::Linear out_proj;
        nn::LayerNorm layer_norm2;
        nn::Linear fc1;
        nn::Linear fc2;
    };

    at::Tensor runLayer(const Layer& layer, at::Tensor x) const;
    at::Tensor pool(const at::Tensor& hidden, const at::Tensor& ids) const;

    ClipTextConfig m_config;
    nn::Activation m_activation = nn::Activation::QuickGelu;
    at::Tensor token_embedding;     // [vocab_size, hidden_size]
    at::Tensor position_embedding;  // [max_position_embeddings, hidden_size]
    std::vector<Layer> layers;
    nn::LayerNorm final_layer_norm;
    nn::Linear text_projection;
};

}  // namespace limn::models
