// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>

namespace limn::nn::avx512 {

// One row times a matrix, for processors that multiply bfloat16 (AVX512-BF16): what writing text token by token is made
// of. Each weight is read once, in order, where it lies (in the mapped file), so that memory's speed is the only bound;
// oneDNN reaches a part of it, and wants the weights in a layout of its own. Plain pointers: this file is compiled for
// its processor and must not instantiate code that others share.

/// y[i] = Σ x[k] · weight[i · width + k] + bias[i] for i = begin ... end - 1; bfloat16 bit patterns, sums in float32,
/// rounded to nearest even. `bias` may be null. Requires isSupported() of attention_avx512.h.
void rowProduct(const std::uint16_t* x, const std::uint16_t* weight, const std::uint16_t* bias,
                std::uint16_t* y, std::int64_t begin, std::int64_t end, std::int64_t width);

}  // namespace limn::nn::avx512
