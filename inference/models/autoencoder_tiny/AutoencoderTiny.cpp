// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/autoencoder_tiny/AutoencoderTiny.h"

#include <ATen/ATen.h>

namespace limn::models {

AutoencoderTiny::Block::Block(const nn::WeightScope& scope, std::int64_t in, std::int64_t out)
    : conv0(scope["conv"][0], in, out), conv2(scope["conv"][2], out, out),
      conv4(scope["conv"][4], out, out) {
    if (in != out) {
        skip = nn::Conv2d(scope["skip"], in, out,
                          {.kernel = 1, .stride = 1, .padding = 0, .bias = nn::Bias::Without});
    }
}

at::Tensor AutoencoderTiny::Block::operator()(const at::Tensor& x) const {
    auto hidden = at::relu(conv0(x));
    hidden = conv4(at::relu(conv2(hidden)));
    return at::relu(hidden + (skip.isEmpty() ? x : skip(x)));
}

AutoencoderTiny::AutoencoderTiny(const nn::WeightScope& scope, const AutoencoderTinyConfig& config)
    : m_config(config) {
    buildEncoder(scope["encoder"]["layers"]);
    buildDecoder(scope["decoder"]["layers"]);
}

void AutoencoderTiny::buildEncoder(const nn::WeightScope& scope) {
    const auto& channels = m_config.encoder_block_out_channels;
    const auto next = [&] { return scope[static_cast<std::int64_t>(m_encoder.size())]; };
    for (std::size_t level = 0; level < channels.size(); ++level) {
        const bool isFirst = level == 0;
        const nn::Conv2dOptions options{.kernel = 3,
                                        .stride = isFirst ? 1 : 2,
                                        .padding = 1,
                                        .bias = isFirst ? nn::Bias::With : nn::Bias::Without};
        const auto in = isFirst ? m_config.in_channels : channels[level];
        m_encoder.push_back({Step::Kind::Convolution, nn::Conv2d(next(), in, channels[level], options), {}});
        for (std::int64_t i = 0; i < m_config.num_encoder_blocks[level]; ++i) {
            m_encoder.push_back({Step::Kind::Block, {}, Block(next(), channels[level], channels[level])});
        }
    }
    m_encoder.push_back(
        {Step::Kind::Convolution, nn::Conv2d(next(), channels.back(), m_config.latent_channels), {}});
}

void AutoencoderTiny::buildDecoder(const nn::WeightScope& scope) {
    const auto& channels = m_config.decoder_block_out_channels;
    const auto next = [&] { return scope[static_cast<std::int64_t>(m_decoder.size())]; };
    m_decoder.push_back(
        {Step::Kind::Convolution, nn::Conv2d(next(), m_config.latent_channels, channels.front()), {}});
    m_decoder.push_back({Step::Kind::Activation, {}, {}});
    for (std::size_t level = 0; level < channels.size(); ++level) {
        const bool isLast = level + 1 == channels.size();
        for (std::int64_t i = 0; i < m_config.num_decoder_blocks[level]; ++i) {
            m_decoder.push_back({Step::Kind::Block, {}, Block(next(), channels[level], channels[level])});
        }
        if (!isLast) {
            m_decoder.push_back({Step::Kind::Upsample, {}, {}});
        }
        const nn::Conv2dOptions options{.bias = isLast ? nn::Bias::With : nn::Bias::Without};
        const auto out = isLast ? m_config.out_channels : channels[level];
        m_decoder.push_back({Step::Kind::Convolution, nn::Conv2d(next(), channels[level], out, options), {}});
    }
}

at::Tensor AutoencoderTiny::run(const std::vector<Step>& steps, at::Tensor x) const {
    x = x.contiguous(at::MemoryFormat::ChannelsLast);
    for (const auto& step : steps) {
        switch (step.kind) {
        case Step::Kind::Convolution:
            x = step.conv(x);
            break;
        case Step::Kind::Block:
            x = (*step.block)(x);
            break;
        case Step::Kind::Activation:
            x = at::relu(x);
            break;
        case Step::Kind::Upsample:
            x = at::upsample_nearest2d(x, {m_config.upsampling_scaling_factor * x.size(2),
                                           m_config.upsampling_scaling_factor * x.size(3)});
            break;
        }
    }
    return x;
}

at::Tensor AutoencoderTiny::encode(const at::Tensor& pixels) const {
    return run(m_encoder, (pixels + 1) / 2);
}

at::Tensor AutoencoderTiny::decode(const at::Tensor& latents) const {
    const auto bounded = at::tanh(latents / 3) * 3;  // as trained: latents beyond ±3 are noise
    return run(m_decoder, bounded) * 2 - 1;
}

}  // namespace limn::models
