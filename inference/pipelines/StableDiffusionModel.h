// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/clip/ClipTextModel.h"
#include "inference/models/unet2d_condition/UNet2DConditionModel.h"
#include "inference/pipelines/LatentCodec.h"
#include "inference/pipelines/Upscaler.h"
#include "inference/schedulers/SchedulerConfig.h"
#include "inference/tokenizers/ClipTokenizer.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace limn::pipelines {

/// A text encoder with the tokenizer that feeds it.
struct TextEncoder {
    std::unique_ptr<tokenizers::ClipTokenizer> tokenizer;
    std::unique_ptr<models::ClipTextModel> model;
};

/// How a family turns hidden states into what its UNet attends to.
enum class PromptStyle {
    LastLayer = 1,   ///< Stable Diffusion 1 and 2: the last layer, final norm applied
    Penultimate,     ///< Stable Diffusion XL: the layer before the last of both encoders, no final norm
};

/// Everything that one loaded Stable Diffusion model consists of. Owned by the engine, lives on its thread.
struct StableDiffusionModel {
    std::vector<TextEncoder> text_encoders;  ///< one; two in Stable Diffusion XL
    std::unique_ptr<models::UNet2DConditionModel> unet;
    std::unique_ptr<LatentCodec> vae;
    std::unique_ptr<LatentCodec> previewVae;  ///< for looks at latents on their way; may be null
    std::unique_ptr<Upscaler> upscaler;       ///< may be null
    schedulers::SchedulerConfig scheduler;
    PromptStyle promptStyle = PromptStyle::LastLayer;
    /// Without a negative prompt the second pass gets zeros instead of the embedding of "" (SDXL's setting).
    bool forceZerosForEmptyPrompt = false;

    /// Builds the autoencoder again in float32, for when the lower type gave NaN.
    std::function<std::unique_ptr<LatentCodec>()> makeFloat32Vae;

    at::Device device = at::kCPU;
    at::ScalarType type = at::kFloat;

    bool isInpainting() const { return unet->config().in_channels == 2 * latentChannels() + 1; }
    /// The guidance scale enters as an embedding and the second pass falls away (LCM).
    bool takesGuidanceEmbedding() const { return unet->config().time_cond_proj_dim.has_value(); }
    std::int64_t latentChannels() const { return vae->latentChannels(); }
};

}  // namespace limn::pipelines
