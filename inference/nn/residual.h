// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/layers.h"

// Convolutional blocks that the UNets and autoencoders share. All tensors [B, C, H, W], channels_last.

namespace limn::nn {

struct ResnetBlockOptions {
    std::int64_t inChannels = 0;
    std::int64_t outChannels = 0;
    std::int64_t timeChannels = 0;  ///< 0 = the block takes no time embedding (autoencoders)
    std::int64_t groups = 32;
    double eps = 1e-5;  ///< 1e-5 in UNets, 1e-6 in autoencoders
};

/// Reference: diffusers `ResnetBlock2D`, time_scale_shift "default".
struct ResnetBlock2D {
    GroupNorm norm1;
    Conv2d conv1;
    Linear time_emb_proj;
    GroupNorm norm2;
    Conv2d conv2;
    Conv2d conv_shortcut;  ///< only where in and out channels differ
    ResnetBlockOptions options;

    ResnetBlock2D() = default;
    ResnetBlock2D(const WeightScope& scope, const ResnetBlockOptions& opts);
    /// timeEmbedding [B, timeChannels], [1, timeChannels] for all of them, or undefined
    at::Tensor operator()(const at::Tensor& x, const at::Tensor& timeEmbedding = {}) const;
};

/// Nearest-neighbour doubling, then a 3×3 convolution.
struct Upsample2D {
    Conv2d conv;

    Upsample2D() = default;
    Upsample2D(const WeightScope& scope, std::int64_t channels);
    /// To exactly heightOut × widthOut: odd sizes on the way down make this differ from doubling.
    at::Tensor operator()(const at::Tensor& x, std::int64_t heightOut, std::int64_t widthOut) const;
};

/// A 3×3 convolution of stride 2. Padding 0 means "pad right and bottom by one", as the autoencoders do.
struct Downsample2D {
    Conv2d conv;

    Downsample2D() = default;
    Downsample2D(const WeightScope& scope, std::int64_t channels, std::int64_t padding);
    at::Tensor operator()(const at::Tensor& x) const;
};

}  // namespace limn::nn
