// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/autoencoder_tiny/AutoencoderTinyConfig.h"
#include "inference/nn/layers.h"

#include <optional>
#include <vector>

namespace limn::models {

/// TAESD: a small, fast stand-in for AutoencoderKL, for previews and few-step pictures.
/// Keys `encoder.layers.N…`, `decoder.layers.N…`. Reference: diffusers `AutoencoderTiny`; github.com/madebyollin/taesd.
class AutoencoderTiny {
public:
    AutoencoderTiny(const nn::WeightScope& scope, const AutoencoderTinyConfig& config);

    /// pixels [B, 3, H, W] in -1 ... 1 -> latents as the denoiser knows them (divided by no factor)
    at::Tensor encode(const at::Tensor& pixels) const;
    /// latents as the denoiser knows them -> [B, 3, 8h, 8w] in about -1 ... 1
    at::Tensor decode(const at::Tensor& latents) const;

    const AutoencoderTinyConfig& config() const { return m_config; }
    at::ScalarType weightType() const { return m_decoder.front().conv.bias.scalar_type(); }
    at::Device device() const { return m_decoder.front().conv.bias.device(); }

private:
    /// Three convolutions and a skip. Keys conv.0, conv.2, conv.4, skip.
    struct Block {
        nn::Conv2d conv0;
        nn::Conv2d conv2;
        nn::Conv2d conv4;
        nn::Conv2d skip;

        Block(const nn::WeightScope& scope, std::int64_t in, std::int64_t out);
        at::Tensor operator()(const at::Tensor& x) const;
    };
    /// One entry of the sequence as the file numbers it.
    struct Step {
        enum class Kind { Convolution = 1, Block, Activation, Upsample } kind = Kind::Activation;
        nn::Conv2d conv;
        std::optional<Block> block;
    };

    void buildEncoder(const nn::WeightScope& scope);
    void buildDecoder(const nn::WeightScope& scope);
    at::Tensor run(const std::vector<Step>& steps, at::Tensor x) const;

    AutoencoderTinyConfig m_config;
    std::vector<Step> m_encoder;
    std::vector<Step> m_decoder;
};

}  // namespace limn::models
