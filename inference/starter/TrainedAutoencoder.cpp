// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/TrainedAutoencoder.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/training/TrainingState.h"
#include "inference/training/initial_weights.h"

namespace limn::starter {

TrainedAutoencoder::TrainedAutoencoder(at::Device device)
    : m_store(1, {}, device), m_model(nn::WeightScope(m_store), autoencoderConfig()), m_averages(m_store) {}

Status TrainedAutoencoder::fill(const std::filesystem::path& from) {
    const auto shipped = from / "diffusion_pytorch_model.safetensors";
    if (std::filesystem::exists(shipped)) {
        return training::loadInitialWeights(shipped, m_store.parameters());
    }
    return training::loadRequiredState(from, m_store.parameters());
}

Result<std::unique_ptr<TrainedAutoencoder>> TrainedAutoencoder::load(
    const std::filesystem::path& from, at::Device device) {
    std::unique_ptr<TrainedAutoencoder> trained(new TrainedAutoencoder(device));
    if (const auto filled = trained->fill(from); !filled) {
        return filled.error();
    }
    trained->m_averaged = std::make_unique<models::AutoencoderKL>(
        nn::WeightScope(trained->m_averages), autoencoderConfig());
    return trained;
}

}  // namespace limn::starter
