// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/training/TrainingWeightStore.h"

#include <filesystem>
#include <memory>

namespace limn::starter {

/// The starter's autoencoder with the averaged weights of a training. Owns them; stays where it is.
class TrainedAutoencoder {
public:
    /// `from` is the state folder of train-autoencoder, or the vae folder of a shipped model.
    static Result<std::unique_ptr<TrainedAutoencoder>> load(const std::filesystem::path& from,
                                                            at::Device device = at::kCPU);

    TrainedAutoencoder(const TrainedAutoencoder&) = delete;
    TrainedAutoencoder& operator=(const TrainedAutoencoder&) = delete;

    const models::AutoencoderKL& model() const { return *m_averaged; }
    const training::TrainingWeightStore& store() const { return m_store; }

private:
    explicit TrainedAutoencoder(at::Device device);
    Status fill(const std::filesystem::path& from);

    training::TrainingWeightStore m_store;
    models::AutoencoderKL m_model;
    training::AverageWeightStore m_averages;
    std::unique_ptr<models::AutoencoderKL> m_averaged;
};

}  // namespace limn::starter
