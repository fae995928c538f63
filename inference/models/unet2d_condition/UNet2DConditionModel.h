// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"
#include "inference/nn/embeddings.h"
#include "inference/nn/residual.h"
#include "inference/nn/transformer.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace limn::models {

/// What steers the UNet beside the noisy latents. Undefined tensors where a model does not take them.
struct UNetConditioning {
    at::Tensor encoder_hidden_states;  // [B, tokens, cross_attention_dim]
    at::Tensor text_embeds;            // [B, projection]; addition_embed_type "text_time" (SDXL)
    at::Tensor time_ids;               // [B, 6], float32; original h, w, crop top, left, target h, w
    at::Tensor timestep_cond;          // [B, time_cond_proj_dim]; guidance embedding (LCM)
};

/// Inner features that a training may want to teach beside the output.
struct UNetFeatures {
    at::Tensor beforeLastUpsampler;  // [B, C, H/2, W/2]
};

/// The denoiser of Stable Diffusion 1, 2, XL, of LCM and of the inpainting models. Member names are the
/// checkpoint's keys. Reference: diffusers `UNet2DConditionModel`; arXiv 2112.10752, 2307.01952, 2310.04378.
/// Thread: the one that owns the model.
class UNet2DConditionModel {
public:
    UNet2DConditionModel(const nn::WeightScope& scope, const UNet2DConditionConfig& config);

    /// sample [B, in_channels, H, W], timesteps [B] float32 -> [B, out_channels, H, W], the type of the sample.
    /// The conditioning may have k B rows: the answer then has as many, as if sample and timesteps had been repeated k
    /// times, but what comes before the first look at the conditioning is computed once.
    /// Asks `stop` between blocks; throws OperationCancelled.
    at::Tensor operator()(const at::Tensor& sample, const at::Tensor& timesteps,
                          const UNetConditioning& conditioning, const std::stop_token& stop = {},
                          UNetFeatures* features = nullptr) const;

    const UNet2DConditionConfig& config() const { return m_config; }

private:
    /// A level on the way down or up: residual blocks, each followed by attention where the level has it.
    struct Level {
        std::vector<nn::ResnetBlock2D> resnets;
        std::vector<nn::Transformer2DModel> attentions;  // empty, or one a resnet
        std::optional<nn::Downsample2D> downsampler;
        std::optional<nn::Upsample2D> upsampler;
    };

    nn::ResnetBlockOptions resnetOptions(std::int64_t in, std::int64_t out) const;
    nn::Transformer2DOptions transformerOptions(std::size_t level, std::int64_t channels) const;
    void buildDown(const nn::WeightScope& scope);
    void buildMiddle(const nn::WeightScope& scope);
    void buildUp(const nn::WeightScope& scope);

    at::Tensor embedTime(const at::Tensor& timesteps, const UNetConditioning& conditioning,
                         at::ScalarType type) const;
    at::Tensor runMiddle(at::Tensor hidden, const at::Tensor& time, const at::Tensor& context,
                         const std::stop_token& stop) const;

    UNet2DConditionConfig m_config;
    std::int64_t m_timeChannels = 0;
    nn::Conv2d conv_in;
    nn::TimestepEmbedding time_embedding;
    nn::TimestepEmbedding add_embedding;
    std::vector<Level> down_blocks;
    Level mid_block;
    std::vector<Level> up_blocks;
    nn::GroupNorm conv_norm_out;
    nn::Conv2d conv_out;
};

}  // namespace limn::models
