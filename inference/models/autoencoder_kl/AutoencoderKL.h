// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/autoencoder_kl/AutoencoderKLConfig.h"
#include "inference/nn/residual.h"
#include "inference/nn/transformer.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace limn::models {

/// Residual, attention over pixels (one head), residual: the middle of encoder and decoder.
/// Reference: diffusers `UNetMidBlock2D`. Published files spell the projections in two ways
/// (`to_q` … and `query`, `key`, `value`, `proj_attn`); both load.
struct AutoencoderMidBlock {
    std::vector<nn::ResnetBlock2D> resnets;
    bool hasAttention = true;
    nn::GroupNorm group_norm;
    nn::Linear to_q;
    nn::Linear to_k;
    nn::Linear to_v;
    nn::Linear to_out;

    AutoencoderMidBlock() = default;
    AutoencoderMidBlock(const nn::WeightScope& scope, const nn::ResnetBlockOptions& options,
                        bool withAttention);
    at::Tensor operator()(at::Tensor x, const std::stop_token& stop = {}) const;

private:
    at::Tensor attend(const at::Tensor& x, const std::stop_token& stop) const;
};

/// A level of the encoder or the decoder.
struct AutoencoderLevel {
    std::vector<nn::ResnetBlock2D> resnets;
    std::optional<nn::Downsample2D> downsampler;
    std::optional<nn::Upsample2D> upsampler;
};

struct AutoencoderEncoder {
    nn::Conv2d conv_in;
    std::vector<AutoencoderLevel> down_blocks;
    AutoencoderMidBlock mid_block;
    nn::GroupNorm conv_norm_out;
    nn::Conv2d conv_out;

    AutoencoderEncoder() = default;
    AutoencoderEncoder(const nn::WeightScope& scope, const AutoencoderKLConfig& config);
    at::Tensor operator()(at::Tensor x, const std::stop_token& stop) const;
};

struct AutoencoderDecoder {
    nn::Conv2d conv_in;
    AutoencoderMidBlock mid_block;
    std::vector<AutoencoderLevel> up_blocks;
    nn::GroupNorm conv_norm_out;
    nn::Conv2d conv_out;

    AutoencoderDecoder() = default;
    AutoencoderDecoder(const nn::WeightScope& scope, const AutoencoderKLConfig& config);
    at::Tensor operator()(at::Tensor x, const std::stop_token& stop) const;
};

/// A Gaussian over latents.
struct LatentDistribution {
    at::Tensor mean;    // [B, latent_channels, H/8, W/8]
    at::Tensor logvar;  // clamped to -30 ... 20
};

/// Pictures to latents and back. Member names are the checkpoint's keys.
/// Reference: diffusers `AutoencoderKL`; arXiv 2112.10752. Thread: the one that owns the model.
class AutoencoderKL {
public:
    AutoencoderKL(const nn::WeightScope& scope, const AutoencoderKLConfig& config);

    /// pixels [B, 3, H, W] in -1 ... 1
    LatentDistribution encode(const at::Tensor& pixels, const std::stop_token& stop = {}) const;
    /// latents [B, latent_channels, h, w], already divided by scaling_factor -> [B, 3, 8h, 8w] in about -1 ... 1
    at::Tensor decode(const at::Tensor& latents, const std::stop_token& stop = {}) const;

    const AutoencoderKLConfig& config() const { return m_config; }
    at::ScalarType weightType() const { return decoder.conv_norm_out.weight.scalar_type(); }
    at::Device device() const { return decoder.conv_norm_out.weight.device(); }

private:
    AutoencoderKLConfig m_config;
    AutoencoderEncoder encoder;
    AutoencoderDecoder decoder;
    nn::Conv2d quant_conv;
    nn::Conv2d post_quant_conv;
};

}  // namespace limn::models
