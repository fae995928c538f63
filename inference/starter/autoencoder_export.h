// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/starter/SceneRenderer.h"
#include "inference/training/TrainingWeightStore.h"

#include <filesystem>

namespace limn::starter {

/// Writes the averaged weights as a diffusers `vae` folder: config.json and float16 safetensors. The latents' mean and
/// deviation of each channel are folded into the 1×1 convolutions beside them, so latents are of unit size and
/// scaling_factor is 1.
Status exportAutoencoder(const training::TrainingWeightStore& store,
                         const models::AutoencoderKL& averaged, SceneRenderer& renderer,
                         const std::filesystem::path& folder);

}  // namespace limn::starter
