// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/unet2d_condition/UNet2DConditionModel.h"

#include "inference/nn/cancellation.h"
#include "inference/nn/group_norm_silu.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace limn::models {
namespace {

bool hasAttention(std::string_view blockType) { return blockType.starts_with("CrossAttn"); }

nn::Conv2dOptions samePadding(std::int64_t kernel) {
    return {.kernel = kernel, .stride = 1, .padding = kernel / 2};
}

}  // namespace

UNet2DConditionModel::UNet2DConditionModel(const nn::WeightScope& scope,
                                           const UNet2DConditionConfig& config)
    : m_config(config), m_timeChannels(config.timeEmbedDim()) {
    const auto first = config.block_out_channels.front();
    conv_in = nn::Conv2d(scope["conv_in"], config.in_channels, first, samePadding(config.conv_in_kernel));
    time_embedding = nn::TimestepEmbedding(scope["time_embedding"], first, m_timeChannels,
                                           config.time_cond_proj_dim.value_or(0));
    if (config.addition_embed_type) {
        add_embedding = nn::TimestepEmbedding(
            scope["add_embedding"], *config.projection_class_embeddings_input_dim, m_timeChannels);
    }
    buildDown(scope["down_blocks"]);
    buildMiddle(scope["mid_block"]);
    buildUp(scope["up_blocks"]);
    conv_norm_out = nn::GroupNorm(scope["conv_norm_out"], config.norm_num_groups, first, config.norm_eps);
    conv_out = nn::Conv2d(scope["conv_out"], first, config.out_channels, samePadding(config.conv_out_kernel));
}

nn::ResnetBlockOptions UNet2DConditionModel::resnetOptions(std::int64_t in, std::int64_t out) const {
    return {.inChannels = in,
            .outChannels = out,
            .timeChannels = m_timeChannels,
            .groups = m_config.norm_num_groups,
            .eps = m_config.norm_eps};
}

nn::Transformer2DOptions UNet2DConditionModel::transformerOptions(std::size_t level,
                                                                  std::int64_t channels) const {
    const auto heads = m_config.attention_head_dim[level];  // in spite of its name the number of heads
    return {.channels = channels,
            .contextChannels = m_config.cross_attention_dim[level],
            .heads = heads,
            .headChannels = channels / heads,
            .depth = m_config.transformer_layers_per_block[level],
            .groups = m_config.norm_num_groups,
            .useLinearProjection = m_config.use_linear_projection};
}

void UNet2DConditionModel::buildDown(const nn::WeightScope& scope) {
    const auto& channels = m_config.block_out_channels;
    auto previous = channels.front();
    for (std::size_t level = 0; level < channels.size(); ++level) {
        const auto at = scope[static_cast<std::int64_t>(level)];
        const auto out = channels[level];
        Level block;
        for (std::int64_t i = 0; i < m_config.layers_per_block[level]; ++i) {
            block.resnets.emplace_back(at["resnets"][i], resnetOptions(i == 0 ? previous : out, out));
            if (hasAttention(m_config.down_block_types[level])) {
                block.attentions.emplace_back(at["attentions"][i], transformerOptions(level, out));
            }
        }
        if (level + 1 < channels.size()) {
            block.downsampler.emplace(at["downsamplers"][0], out, /*padding=*/1);
        }
        down_blocks.push_back(std::move(block));
        previous = out;
    }
}

void UNet2DConditionModel::buildMiddle(const nn::WeightScope& scope) {
    if (!m_config.mid_block_type) {
        return;
    }
    const auto channels = m_config.block_out_channels.back();
    const auto options = resnetOptions(channels, channels);
    mid_block.resnets.emplace_back(scope["resnets"][0], options);
    mid_block.attentions.emplace_back(
        scope["attentions"][0], transformerOptions(m_config.block_out_channels.size() - 1, channels));
    mid_block.resnets.emplace_back(scope["resnets"][1], options);
}

void UNet2DConditionModel::buildUp(const nn::WeightScope& scope) {
    const auto& channels = m_config.block_out_channels;
    const auto levels = channels.size();
    auto previous = channels.back();
    for (std::size_t i = 0; i < levels; ++i) {
        const auto level = levels - 1 - i;  // up_blocks count from the deepest level
        const auto at = scope[static_cast<std::int64_t>(i)];
        const auto out = channels[level];
        const auto lastSkip = channels[level == 0 ? 0 : level - 1];
        const auto layers = m_config.layers_per_block[level] + 1;
        Level block;
        for (std::int64_t j = 0; j < layers; ++j) {
            const auto in = j == 0 ? previous : out;
            const auto skip = j + 1 == layers ? lastSkip : out;
            block.resnets.emplace_back(at["resnets"][j], resnetOptions(in + skip, out));
            if (hasAttention(m_config.up_block_types[i])) {
                block.attentions.emplace_back(at["attentions"][j], transformerOptions(level, out));
            }
        }
        if (level > 0) {
            block.upsampler.emplace(at["upsamplers"][0], out);
        }
        up_blocks.push_back(std::move(block));
        previous = out;
    }
}

at::Tensor UNet2DConditionModel::embedTime(const at::Tensor& timesteps,
                                           const UNetConditioning& conditioning,
                                           at::ScalarType type) const {
    const nn::SinusoidOptions sinusoids{.channels = m_config.block_out_channels.front(),
                                        .flipSinToCos = m_config.flip_sin_to_cos,
                                        .freqShift = static_cast<double>(m_config.freq_shift)};
    auto time = time_embedding(nn::timestepSinusoids(timesteps, sinusoids).to(type),
                               conditioning.timestep_cond);
    if (m_config.addition_embed_type) {
        auto ids = nn::timestepSinusoids(conditioning.time_ids.flatten(),
                                         {.channels = *m_config.addition_time_embed_dim,
                                          .flipSinToCos = m_config.flip_sin_to_cos,
                                          .freqShift = static_cast<double>(m_config.freq_shift)});
        ids = ids.reshape({conditioning.text_embeds.size(0), -1}).to(type);
        time = nn::repeatRows(time, ids.size(0)) +
               add_embedding(at::cat({conditioning.text_embeds.to(type), ids}, -1));
    }
    return time;
}

at::Tensor UNet2DConditionModel::runMiddle(at::Tensor hidden, const at::Tensor& time,
                                           const at::Tensor& context,
                                           const std::stop_token& stop) const {
    nn::throwIfStopped(stop);
    if (mid_block.resnets.empty()) {
        return hidden;
    }
    hidden = mid_block.resnets[0](hidden, time);
    hidden = mid_block.attentions[0](hidden, context, stop);
    return mid_block.resnets[1](hidden, time);
}

at::Tensor UNet2DConditionModel::operator()(const at::Tensor& sample, const at::Tensor& timesteps,
                                            const UNetConditioning& conditioning,
                                            const std::stop_token& stop, UNetFeatures* features) const {
    const auto& context = conditioning.encoder_hidden_states;
    const auto embedded = embedTime(timesteps, conditioning, sample.scalar_type());
    // One row stands for all.
    const auto timeFor = [&](const at::Tensor& x) {
        return embedded.size(0) == 1 ? embedded : nn::repeatRows(embedded, x.size(0));
    };
    auto hidden = m_config.center_input_sample ? sample * 2 - 1 : sample;
    hidden = conv_in(hidden.contiguous(at::MemoryFormat::ChannelsLast));
    // Where the time embedding carries some of the conditioning (SDXL), the rows differ from here on; else from the first
    // attention on.
    hidden = nn::repeatRows(hidden, std::max(hidden.size(0), embedded.size(0)));

    std::vector<at::Tensor> skips{hidden};
    for (const auto& level : down_blocks) {
        for (std::size_t i = 0; i < level.resnets.size(); ++i) {
            nn::throwIfStopped(stop);
            hidden = level.resnets[i](hidden, timeFor(hidden));
            if (!level.attentions.empty()) {
                hidden = level.attentions[i](hidden, context, stop);
            }
            skips.push_back(hidden);
        }
        if (level.downsampler) {
            hidden = (*level.downsampler)(hidden);
            skips.push_back(hidden);
        }
    }
    hidden = nn::repeatRows(hidden, context.size(0));
    hidden = runMiddle(hidden, timeFor(hidden), context, stop);
    for (const auto& level : up_blocks) {
        for (std::size_t i = 0; i < level.resnets.size(); ++i) {
            nn::throwIfStopped(stop);
            const auto skip = nn::repeatRows(skips.back(), hidden.size(0));
            hidden = level.resnets[i](at::cat({hidden, skip}, 1), timeFor(hidden));
            skips.pop_back();
            if (!level.attentions.empty()) {
                hidden = level.attentions[i](hidden, context, stop);
            }
        }
        if (level.upsampler) {
            if (features != nullptr) {
                features->beforeLastUpsampler = hidden;
            }
            // The skip to come has the size from the way down, which doubling misses where it was odd.
            hidden = (*level.upsampler)(hidden, skips.back().size(2), skips.back().size(3));
        }
    }
    return conv_out(nn::groupNormSilu(conv_norm_out, hidden));
}

}  // namespace limn::models
