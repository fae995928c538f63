// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/starter/LatentCache.h"

#include <cstdint>
#include <vector>

namespace limn::starter {

struct Neighbour {
    std::uint64_t scene = 0;  ///< index of the training scene
    double distance = 0;      ///< root mean square over the latents of unit size
};

/// For each picture of 128 px the training scene with the nearest latents: tells drawing from copying. `model` made the
/// cache.
std::vector<Neighbour> nearestTraining(const LatentCache& cache, const models::AutoencoderKL& model,
                                       const std::vector<Image>& pictures);

}  // namespace limn::starter
