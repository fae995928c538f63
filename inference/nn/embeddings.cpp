// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/embeddings.h"

#include <ATen/ATen.h>

#include <cmath>

namespace limn::nn {

at::Tensor timestepSinusoids(const at::Tensor& timesteps, const SinusoidOptions& options) {
    const auto half = options.channels / 2;
    const auto floats = timesteps.options().dtype(at::kFloat);
    auto exponent = -std::log(10000.0) * at::arange(0, half, floats);
    exponent = exponent / (static_cast<double>(half) - options.freqShift);
    const auto angles = timesteps.to(at::kFloat).unsqueeze(1) * at::exp(exponent).unsqueeze(0);
    const auto sines = at::sin(angles);
    const auto cosines = at::cos(angles);
    auto out = options.flipSinToCos ? at::cat({cosines, sines}, -1) : at::cat({sines, cosines}, -1);
    if (options.channels % 2 == 1) {
        out = at::constant_pad_nd(out, {0, 1});
    }
    return out;
}

TimestepEmbedding::TimestepEmbedding(const WeightScope& scope, std::int64_t in, std::int64_t out,
                                     std::int64_t conditionChannels)
    : linear_1(scope["linear_1"], in, out), linear_2(scope["linear_2"], out, out) {
    if (conditionChannels > 0) {
        cond_proj = Linear(scope["cond_proj"], conditionChannels, in, Bias::Without);
    }
}

at::Tensor TimestepEmbedding::operator()(at::Tensor sample, const at::Tensor& condition) const {
    if (condition.defined()) {
        sample = sample + cond_proj(condition);
    }
    return linear_2(at::silu(linear_1(sample)));
}

}  // namespace limn::nn
