// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace limn::nn {

// Rotary position embeddings, Su et al., arXiv 2104.09864, in the "rotate half" layout of transformers.

/// Angles' cosines and sines, [..., tokens, width], ready to be multiplied with what is rotated.
struct RotaryTables {
    at::Tensor cos;
    at::Tensor sin;

    /// From the angles of the first half, [..., width / 2]: the second half has the same.
    static RotaryTables fromHalf(const at::Tensor& angles, at::ScalarType type);
};

/// 1 / theta^(2i / width) for i = 0 ... width/2 - 1, float32.
at::Tensor inverseFrequencies(std::int64_t width, double theta);

/// x [..., tokens, width] with tables that broadcast to it, in x's type.
at::Tensor rotate(const at::Tensor& x, const RotaryTables& tables);

}  // namespace limn::nn
