// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/layers.h"

namespace limn::nn {

struct SinusoidOptions {
    std::int64_t channels = 320;
    bool flipSinToCos = true;  ///< cosine half first
    double freqShift = 0;      ///< 0 in every Stable Diffusion; 1 in DDPM's first models
};

/// timesteps [B] -> [B, channels], float32. Reference: diffusers `get_timestep_embedding`; DDPM, arXiv 2006.11239.
at::Tensor timestepSinusoids(const at::Tensor& timesteps, const SinusoidOptions& options);

/// Two linears with SiLU between. Reference: diffusers `TimestepEmbedding`.
struct TimestepEmbedding {
    Linear linear_1;
    Linear linear_2;
    Linear cond_proj;  ///< only where the model takes a guidance embedding (LCM)

    TimestepEmbedding() = default;
    /// `conditionChannels` 0 = none.
    TimestepEmbedding(const WeightScope& scope, std::int64_t in, std::int64_t out,
                      std::int64_t conditionChannels = 0);
    /// sample [B, in]; condition [B, conditionChannels] or undefined -> [B, out]
    at::Tensor operator()(at::Tensor sample, const at::Tensor& condition = {}) const;
};

}  // namespace limn::nn
