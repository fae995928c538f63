// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/qwen3/Decoder.h"
#include "inference/models/smolvlm/SmolVLMConfig.h"
#include "inference/nn/layers.h"

#include <stop_token>
#include <vector>

namespace limn::models {

/// `SmolVLMForConditionalGeneration`, `Idefics3ForConditionalGeneration`: a SigLIP tower looks at tiles, blocks of
/// patches become words ("pixel shuffle"), a Llama decoder reads and writes.
/// Reference: transformers `modeling_smolvlm.py`. Thread: the one that owns the model.
class SmolVLM {
public:
    SmolVLM(const nn::WeightScope& root, const SmolVLMConfig& config);

    /// tiles [n, 3, image_size, image_size] -> [n · tileWords, hidden_size of the decoder]
    at::Tensor see(const at::Tensor& tiles, const std::stop_token& stop = {}) const;

    /// Hidden states after the last norm for ids [B, T] (CPU, int64), whose first place is `begin`; the pictures' words
    /// are replaced by `seen` in order, where it is defined. [B, T, hidden_size]
    at::Tensor read(const at::Tensor& ids, std::int64_t begin, const at::Tensor& seen,
                    KvCache* cache, const std::stop_token& stop = {}) const;

    at::Tensor logits(const at::Tensor& hidden) const { return text_model.logits(hidden); }
    const SmolVLMConfig& config() const { return m_config; }

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

    at::Tensor lookAt(const at::Tensor& tile) const;
    at::Tensor joinPatches(const at::Tensor& x) const;

    SmolVLMConfig m_config;
    nn::Activation m_activation;
    nn::Conv2d patch_embedding;
    at::Tensor position_embedding;  // [patches, hidden_size]
    std::vector<Layer> layers;
    nn::LayerNorm post_layernorm;
    nn::Linear modality_projection;
    Decoder text_model;
};

}  // namespace limn::models
