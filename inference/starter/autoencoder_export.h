// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/starter/SceneRenderer.h"
#include "inference/training/TrainingWeightStore.h"

#include <filesystem>

namespace limn::starter {

/// Of each channel of the latents over many scenes.
struct ChannelStatistics {
    at::Tensor mean;       // [channels] float32
    at::Tensor deviation;  // [channels] float32
};

/// Of the validation scenes; `device` is the model's.
ChannelStatistics measureLatents(const models::AutoencoderKL& model, SceneRenderer& renderer,
                                 at::Device device = at::kCPU);

/// Writes the averaged weights as a diffusers `vae` folder: config.json and float16 safetensors. `latents` is folded
/// into the 1×1 convolutions beside them, so latents are of unit size and scaling_factor is 1. A generator needs those
/// statistics that its latent cache was made with.
Status exportAutoencoder(const training::TrainingWeightStore& store,
                         const models::AutoencoderKLConfig& config,
                         const ChannelStatistics& latents, const std::filesystem::path& folder);

}  // namespace limn::starter
