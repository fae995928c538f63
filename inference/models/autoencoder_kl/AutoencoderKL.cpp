// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/autoencoder_kl/AutoencoderKL.h"

#include "inference/nn/attention.h"
#include "inference/nn/cancellation.h"
#include "inference/nn/group_norm_silu.h"

#include <ATen/ATen.h>

namespace limn::models {
namespace {

constexpr double kNormEps = 1e-6;  // autoencoders; the UNets have 1e-5

nn::ResnetBlockOptions resnetOptions(const AutoencoderKLConfig& config, std::int64_t in,
                                     std::int64_t out) {
    return {.inChannels = in,
            .outChannels = out,
            .timeChannels = 0,
            .groups = config.norm_num_groups,
            .eps = kNormEps};
}

}  // namespace

AutoencoderMidBlock::AutoencoderMidBlock(const nn::WeightScope& scope,
                                         const nn::ResnetBlockOptions& options, bool withAttention)
    : hasAttention(withAttention) {
    const auto channels = options.outChannels;
    resnets.emplace_back(scope["resnets"][0], options);
    if (withAttention) {
        const auto at = scope["attentions"][0];
        const bool oldNames = at["query"].contains("weight");
        group_norm = nn::GroupNorm(at["group_norm"], options.groups, channels, kNormEps);
        to_q = nn::Linear(at[oldNames ? "query" : "to_q"], channels, channels);
        to_k = nn::Linear(at[oldNames ? "key" : "to_k"], channels, channels);
        to_v = nn::Linear(at[oldNames ? "value" : "to_v"], channels, channels);
        to_out = nn::Linear(oldNames ? at["proj_attn"] : at["to_out"][0], channels, channels);
    }
    resnets.emplace_back(scope["resnets"][1], options);
}

at::Tensor AutoencoderMidBlock::attend(const at::Tensor& x, const std::stop_token& stop) const {
    const auto tokens = group_norm(x).permute({0, 2, 3, 1}).reshape({x.size(0), x.size(2) * x.size(3), x.size(1)});
    const auto mixed =
        to_out(nn::attention(to_q(tokens), to_k(tokens), to_v(tokens), 1, nn::AttentionMask::None,
                             nn::AttentionKernel::Auto, stop));
    return x + mixed.reshape({x.size(0), x.size(2), x.size(3), x.size(1)}).permute({0, 3, 1, 2});
}

at::Tensor AutoencoderMidBlock::operator()(at::Tensor x, const std::stop_token& stop) const {
    nn::throwIfStopped(stop);
    x = resnets[0](x);
    if (hasAttention) {
        x = attend(x, stop);
    }
    nn::throwIfStopped(stop);
    return resnets[1](x);
}

AutoencoderEncoder::AutoencoderEncoder(const nn::WeightScope& scope, const AutoencoderKLConfig& config) {
    const auto& channels = config.block_out_channels;
    conv_in = nn::Conv2d(scope["conv_in"], config.in_channels, channels.front());
    auto previous = channels.front();
    for (std::size_t level = 0; level < channels.size(); ++level) {
        const auto at = scope["down_blocks"][static_cast<std::int64_t>(level)];
        AutoencoderLevel block;
        for (std::int64_t i = 0; i < config.layers_per_block; ++i) {
            block.resnets.emplace_back(at["resnets"][i],
                                       resnetOptions(config, i == 0 ? previous : channels[level], channels[level]));
        }
        if (level + 1 < channels.size()) {
            block.downsampler.emplace(at["downsamplers"][0], channels[level], /*padding=*/0);
        }
        down_blocks.push_back(std::move(block));
        previous = channels[level];
    }
    const auto last = channels.back();
    mid_block = AutoencoderMidBlock(scope["mid_block"], resnetOptions(config, last, last),
                                    config.mid_block_add_attention);
    conv_norm_out = nn::GroupNorm(scope["conv_norm_out"], config.norm_num_groups, last, kNormEps);
    conv_out = nn::Conv2d(scope["conv_out"], last, 2 * config.latent_channels);
}

at::Tensor AutoencoderEncoder::operator()(at::Tensor x, const std::stop_token& stop) const {
    x = conv_in(x.contiguous(at::MemoryFormat::ChannelsLast));
    for (const auto& level : down_blocks) {
        for (const auto& resnet : level.resnets) {
            nn::throwIfStopped(stop);
            x = resnet(x);
        }
        if (level.downsampler) {
            x = (*level.downsampler)(x);
        }
    }
    x = mid_block(x, stop);
    return conv_out(nn::groupNormSilu(conv_norm_out, x));
}

AutoencoderDecoder::AutoencoderDecoder(const nn::WeightScope& scope, const AutoencoderKLConfig& config) {
    const auto& channels = config.block_out_channels;
    const auto levels = channels.size();
    const auto last = channels.back();
    conv_in = nn::Conv2d(scope["conv_in"], config.latent_channels, last);
    mid_block = AutoencoderMidBlock(scope["mid_block"], resnetOptions(config, last, last),
                                    config.mid_block_add_attention);
    auto previous = last;
    for (std::size_t i = 0; i < levels; ++i) {
        const auto out = channels[levels - 1 - i];
        const auto at = scope["up_blocks"][static_cast<std::int64_t>(i)];
        AutoencoderLevel block;
        for (std::int64_t j = 0; j <= config.layers_per_block; ++j) {
            block.resnets.emplace_back(at["resnets"][j], resnetOptions(config, j == 0 ? previous : out, out));
        }
        if (i + 1 < levels) {
            block.upsampler.emplace(at["upsamplers"][0], out);
        }
        up_blocks.push_back(std::move(block));
        previous = out;
    }
    conv_norm_out = nn::GroupNorm(scope["conv_norm_out"], config.norm_num_groups, channels.front(), kNormEps);
    conv_out = nn::Conv2d(scope["conv_out"], channels.front(), config.out_channels);
}

at::Tensor AutoencoderDecoder::operator()(at::Tensor x, const std::stop_token& stop) const {
    x = mid_block(conv_in(x.contiguous(at::MemoryFormat::ChannelsLast)), stop);
    for (const auto& level : up_blocks) {
        for (const auto& resnet : level.resnets) {
            nn::throwIfStopped(stop);
            x = resnet(x);
        }
        if (level.upsampler) {
            nn::throwIfStopped(stop);
            x = (*level.upsampler)(x, 2 * x.size(2), 2 * x.size(3));
        }
    }
    return conv_out(nn::groupNormSilu(conv_norm_out, x));
}

AutoencoderKL::AutoencoderKL(const nn::WeightScope& scope, const AutoencoderKLConfig& config)
    : m_config(config), encoder(scope["encoder"], config), decoder(scope["decoder"], config) {
    const nn::Conv2dOptions pointwise{.kernel = 1, .stride = 1, .padding = 0};
    if (config.use_quant_conv) {
        quant_conv = nn::Conv2d(scope["quant_conv"], 2 * config.latent_channels, 2 * config.latent_channels, pointwise);
    }
    if (config.use_post_quant_conv) {
        post_quant_conv = nn::Conv2d(scope["post_quant_conv"], config.latent_channels, config.latent_channels, pointwise);
    }
}

LatentDistribution AutoencoderKL::encode(const at::Tensor& pixels, const std::stop_token& stop) const {
    auto moments = encoder(pixels, stop);
    if (m_config.use_quant_conv) {
        moments = quant_conv(moments);
    }
    const auto halves = moments.chunk(2, 1);
    return {halves[0], at::clamp(halves[1], -30.0, 20.0)};
}

at::Tensor AutoencoderKL::decode(const at::Tensor& latents, const std::stop_token& stop) const {
    return decoder(m_config.use_post_quant_conv ? post_quant_conv(latents) : latents, stop);
}

}  // namespace limn::models
