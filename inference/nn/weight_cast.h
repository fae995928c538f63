// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace limn::nn {

/// The tensor in another floating-point type, contiguous. As `tensor.to(type)`, but from float16 to bfloat16, which is
/// how most files come and most processors here compute, with the vector instructions that torch leaves unused.
at::Tensor castWeight(const at::Tensor& tensor, at::ScalarType type);

namespace avx512 {

/// float16 to bfloat16 bit patterns, rounded to nearest even. Requires isSupported() of attention_avx512.h.
void halfToBfloat16(const std::uint16_t* from, std::uint16_t* to, std::int64_t count);

}  // namespace avx512
}  // namespace limn::nn
