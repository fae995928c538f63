// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/qwen3/Decoder.h"
#include "inference/models/qwen3_vl/Qwen3VLVision.h"

#include <optional>
#include <span>
#include <stop_token>

namespace limn::models {

/// Time, height and width of each token: words count on in all three together, a picture's words lie on a grid.
struct RopePositions {
    at::Tensor places;      // [3, B, T] int64, on the CPU
    std::int64_t next = 0;  ///< where row 0 goes on
};

/// Places of a prompt. `ids` [B, T] int64 on the CPU; `grids` in the order of the pictures, row by row.
/// Throws nn::Failure where the pictures' words and the grids differ in number.
/// Reference: transformers `modeling_qwen3_vl.py`, get_rope_index.
RopePositions ropePositions(const at::Tensor& ids, std::span<const PatchGrid> grids,
                            std::int64_t imageTokenId, std::int64_t merge);

/// `Qwen3VLForConditionalGeneration` (dense). Builds from any WeightStore, so the same code learns and speaks.
/// Thread: the one that owns the model.
class Qwen3VL {
public:
    Qwen3VL(const nn::WeightScope& root, const Qwen3VLConfig& config);

    /// Computes in `type` whatever type the weights have: for training with float32 masters. Default: the weights' own.
    void computeIn(at::ScalarType type) {
        m_computeType = type;
        visual.computeIn(type);
    }

    VisionFeatures see(const at::Tensor& patches, std::span<const PatchGrid> grids,
                       const std::stop_token& stop = {}) const {
        return visual(patches, grids, stop);
    }

    /// Hidden states after the last norm for ids [B, T] (CPU, int64), the pictures' words replaced by `seen` in order.
    /// `closed`: tokens that must not look at each other, as nn::causalAttention wants it.
    /// [B, T, hidden_size]
    at::Tensor read(const at::Tensor& ids, const RopePositions& positions,
                    const VisionFeatures* seen, KvCache* cache, const std::stop_token& stop = {},
                    const at::Tensor& closed = {}) const;

    /// One more token of a single row, at `position`; the cache holds what came before. [1, 1, hidden_size]
    at::Tensor next(std::int64_t id, std::int64_t position, KvCache& cache,
                    const std::stop_token& stop = {}) const;

    at::Tensor logits(const at::Tensor& hidden) const { return language_model.logits(hidden); }

    const Qwen3VLConfig& config() const { return m_config; }

private:
    nn::RotaryTables turning(const at::Tensor& places, at::ScalarType type) const;
    at::Tensor embed(const at::Tensor& ids) const;

    Qwen3VLConfig m_config;
    std::optional<at::ScalarType> m_computeType;
    Qwen3VLVision visual;
    Decoder language_model;
};

}  // namespace limn::models
