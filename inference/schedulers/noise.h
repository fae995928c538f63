// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

namespace limn::schedulers {

/// The generator that `torch.Generator("cpu").manual_seed(seed)` is, bit for bit. torch's CPU
/// generator is a 32-bit Mersenne twister and keeps only the low 32 bits of the seed: 5 and 2^32 +
/// 5 give the same picture.
at::Generator makeCpuGenerator(std::uint64_t seed);

/// Standard normal noise, drawn on the generator's device in `dtype`, then moved to `device`. The
/// values depend on the number of elements (fewer than 16, or not a multiple of 16, are special)
/// and on the dtype, so draw in the shape and dtype that the reference draws in.
at::Tensor drawNoise(at::IntArrayRef shape, at::ScalarType dtype, const at::Generator& generator,
                     const at::Device& device);

}  // namespace limn::schedulers
