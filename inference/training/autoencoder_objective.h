// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/training/TrainingWeightStore.h"

#include <cstdint>

namespace limn::training {

struct AutoencoderLossWeights {
    double absolute = 1;
    double gradient = 1;  ///< absolute error of differences between neighbours: keeps edges sharp
    double squared = 1;
    double divergence = 3e-4;
};

/// Which half of an autoencoder learns. The decoder alone may go on learning when a generator already draws latents: what
/// they mean stays.
enum class AutoencoderPart { Both, Decoder };

/// Reconstruction and Kullback-Leibler terms of a variational autoencoder (arXiv 1312.6114).
/// pixels [B, 3, H, W], float32 in -1 ... 1; noise [B, latent channels, h, w]. Activations in bfloat16, loss in float32.
at::Tensor autoencoderLoss(const models::AutoencoderKL& model, const at::Tensor& pixels,
                           const at::Tensor& noise, AutoencoderPart part = AutoencoderPart::Both,
                           const AutoencoderLossWeights& weights = {});

/// The adjustment of the initial weights: the posterior begins narrow (log-variance -5).
TrainingWeightStore::Adjust narrowPosterior(std::int64_t latentChannels);

}  // namespace limn::training
