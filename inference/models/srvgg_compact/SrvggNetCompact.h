// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/srvgg_compact/SrvggNetCompactConfig.h"
#include "inference/nn/layers.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace limn::models {

/// Compact ESRGAN: convolutions with PReLU at the small size, then a shuffle of channels into pixels, added to the
/// picture enlarged by repetition. Keys `body.N.weight`, `body.N.bias`: even N convolutions, odd N slopes, which a
/// trainer should begin at 0.25. Reference: Real-ESRGAN `SRVGGNetCompact` (realesr-general, realesr-animevideo);
/// arXiv 2107.10833.
class SrvggNetCompact {
public:
    SrvggNetCompact(const nn::WeightScope& scope, const SrvggNetCompactConfig& config);

    /// pixels [B, channels, H, W] in 0 ... 1 -> [B, channels, scale·H, scale·W] in about 0 ... 1, float32: only the
    /// convolutions run in the weights' type, so that bfloat16 does not coarsen the picture itself. A trainer with
    /// float32 weights gives the type to compute in.
    at::Tensor operator()(const at::Tensor& pixels, const std::stop_token& stop = {},
                          std::optional<at::ScalarType> computeType = {}) const;

    const SrvggNetCompactConfig& config() const { return m_config; }
    /// A pixel of the result depends on the picture up to so many pixels away.
    std::int64_t reach() const { return m_config.convolutions + 2; }
    at::Device device() const { return m_convolutions.front().bias.device(); }

private:
    SrvggNetCompactConfig m_config;
    std::vector<nn::Conv2d> m_convolutions;
    std::vector<at::Tensor> m_slopes;  // [features], after each convolution but the last
};

}  // namespace limn::models
