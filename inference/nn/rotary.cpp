// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/rotary.h"

#include <ATen/ATen.h>

namespace limn::nn {

RotaryTables RotaryTables::fromHalf(const at::Tensor& angles, at::ScalarType type) {
    const auto both = at::cat({angles, angles}, -1);
    return {both.cos().to(type), both.sin().to(type)};
}

at::Tensor inverseFrequencies(std::int64_t width, double theta) {
    const auto exponents = at::arange(0, width, 2, at::kFloat) / static_cast<double>(width);
    return 1.0 / at::pow(theta, exponents);
}

at::Tensor rotate(const at::Tensor& x, const RotaryTables& tables) {
    const auto half = x.size(-1) / 2;
    const auto turned = at::cat({-x.narrow(-1, half, half), x.narrow(-1, 0, half)}, -1);
    return x * tables.cos + turned * tables.sin;
}

}  // namespace limn::nn
