// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <stop_token>

namespace limn::nn {

enum class AttentionMask { None = 1, Causal };

/// The ways to compute it. Auto takes the one that measured fastest for processor, type and shape; the others are for tests
/// and benchmarks. One that cannot serve the input gives way to Plain.
enum class AttentionKernel {
    Auto = 1,
    Plain,  ///< matrix products and a softmax; the only one that gradients pass through
    Fused,  ///< our own, for processors with AVX512-BF16: attention_avx512.h
    Torchs,
};

/// Scaled dot-product attention, the only one in Limn: softmax(q kᵀ / √d) v per head.
/// query [B, Nq, heads·d], key and value [B, Nk, heads·d] -> [B, Nq, heads·d], type and device of the query.
/// Softmax statistics in float32. Differentiable when gradients are on.
/// The work grows with Nq · Nk: of a picture of 4096 x 4096 it is minutes, so `stop` is looked at within it, and left by
/// OperationCancelled.
/// Reference: "Attention Is All You Need", arXiv 1706.03762.
at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                     std::int64_t heads, AttentionMask mask = AttentionMask::None,
                     AttentionKernel kernel = AttentionKernel::Auto,
                     const std::stop_token& stop = {});

}  // namespace limn::nn
