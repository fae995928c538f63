// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/qwen3_vl/Qwen3VLConfig.h"
#include "inference/nn/layers.h"
#include "inference/nn/rotary.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace limn::models {

/// A picture's patches, counted; both are multiples of spatial_merge_size.
struct PatchGrid {
    std::int64_t rows = 0;
    std::int64_t columns = 0;

    std::int64_t patches() const { return rows * columns; }
    bool operator==(const PatchGrid&) const = default;
};

/// What the decoder gets of the pictures; n = patches / spatial_merge_size².
struct VisionFeatures {
    at::Tensor pooled;                  // [n, out_hidden_size]
    std::vector<at::Tensor> deepstack;  // one a layer of the decoder, each [n, out_hidden_size]
};

/// The vision tower of Qwen3-VL: plain transformer blocks with positions turned in two directions and a learned grid
/// that is interpolated to the picture's own; 2 × 2 patches become one word.
/// Reference: transformers `modeling_qwen3_vl.py`, Qwen3VLVisionModel. Keys below `model.visual`.
class Qwen3VLVision {
public:
    Qwen3VLVision(const nn::WeightScope& scope, const Qwen3VLVisionConfig& config);

    /// Computes in `type` whatever type the weights have: for training with float32 masters. Default: the weights' own.
    void computeIn(at::ScalarType type) { m_computeType = type; }

    /// patches [N, patchElements], the pictures one after the other, merge blocks together
    VisionFeatures operator()(const at::Tensor& patches, std::span<const PatchGrid> grids,
                              const std::stop_token& stop = {}) const;

private:
    struct Block {
        nn::LayerNorm norm1;
        nn::Linear qkv;
        nn::Linear proj;
        nn::LayerNorm norm2;
        nn::Linear linear_fc1;
        nn::Linear linear_fc2;
    };
    struct Merger {
        nn::LayerNorm norm;
        bool normsMerged = false;  ///< DeepStack's: the norm comes after 2 × 2 patches were joined
        nn::Linear linear_fc1;
        nn::Linear linear_fc2;
    };

    /// Of the positions' arithmetic: float, as the reference computes it, but where a training asks for less.
    at::ScalarType turningType() const { return m_computeType.value_or(at::kFloat); }
    Merger makeMerger(const nn::WeightScope& scope, bool normsMerged) const;
    at::Tensor merge(const Merger& merger, const at::Tensor& x) const;
    at::Tensor embedPatches(const at::Tensor& patches) const;
    at::Tensor learnedPositions(std::span<const PatchGrid> grids) const;
    nn::RotaryTables turning(std::span<const PatchGrid> grids) const;
    at::Tensor attend(const Block& block, const at::Tensor& x, const nn::RotaryTables& rope,
                      std::span<const PatchGrid> grids) const;

    Qwen3VLVisionConfig m_config;
    std::optional<at::ScalarType> m_computeType;
    nn::Activation m_activation;
    at::Tensor patch_embed_weight;  // [hidden_size, patchElements]
    at::Tensor patch_embed_bias;
    at::Tensor pos_embed;  // [num_position_embeddings, hidden_size]
    std::vector<Block> blocks;
    Merger merger;
    std::vector<Merger> deepstack_merger_list;
};

}  // namespace limn::models
