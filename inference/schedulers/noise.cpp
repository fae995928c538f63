// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/noise.h"

#include <ATen/CPUGeneratorImpl.h>

namespace limn::schedulers {

at::Generator makeCpuGenerator(std::uint64_t seed) {
    return at::make_generator<at::CPUGeneratorImpl>(seed);
}

at::Tensor drawNoise(at::IntArrayRef shape, at::ScalarType dtype, const at::Generator& generator,
                     const at::Device& device) {
    const auto options = at::TensorOptions().dtype(dtype).device(generator.device());
    return at::randn(shape, generator, options).to(device);
}

}  // namespace limn::schedulers
