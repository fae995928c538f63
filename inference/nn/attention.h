// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace limn::nn {

enum class AttentionMask { None = 1, Causal };

/// Scaled dot-product attention, the only one in Limn: softmax(q kᵀ / √d) v per head.
/// query [B, Nq, heads·d], key and value [B, Nk, heads·d] -> [B, Nq, heads·d], type and device of the query.
/// Softmax statistics in float32. Differentiable when gradients are on.
/// Reference: "Attention Is All You Need", arXiv 1706.03762.
at::Tensor attention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                     std::int64_t heads, AttentionMask mask = AttentionMask::None);

}  // namespace limn::nn
