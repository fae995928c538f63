// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

namespace limn::nn {

/// softmax(q kᵀ / √width) v for decoders: the queries are the last of the keys' positions, each sees itself and what
/// is before it. Groups of query heads share a key head (Ainslie et al., arXiv 2305.13245).
/// q [B, heads, T, width]; k, v [B, keyHeads, S, width], S ≥ T, keyHeads divides heads -> [B, heads, T, width].
/// `closed` [B, T, S], if given, is added to every head's scores: -∞ where a query may not look, 0 elsewhere.
/// Long prompts are worked off some hundred rows at a time, so the scores take O(S) memory a row, not O(T S).
at::Tensor causalAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           const at::Tensor& closed = {});

/// Such scores for rows in which several continuations of one beginning stand one after the other. `groups` [B, T] int64:
/// 0 is read by all that follow, tokens of another group are read only by those of the same. -> [B, T, T] bfloat16
at::Tensor closedBetween(const at::Tensor& groups);

}  // namespace limn::nn
