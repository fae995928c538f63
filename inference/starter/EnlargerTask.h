// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/models/srvgg_compact/SrvggNetCompact.h"
#include "inference/starter/ScenePool.h"
#include "inference/training/TrainingLoop.h"

#include <cstdint>

namespace limn::starter {

/// Doubles the starter's pictures: 128 px as the autoencoder decodes them to 256 px.
models::SrvggNetCompactConfig enlargerConfig();

/// What a new network begins with: slopes of 0.25, and a last convolution of 0, so that it repeats pixels.
training::TrainingWeightStore::Adjust enlargerBeginning();

/// What the enlarger learns from: scenes as the autoencoder decodes them, and as they are.
struct EnlargerPool {
    ScenePool small;   ///< 128 px, the pictures decoded
    at::Tensor large;  ///< [N, 256, 256, 3] uint8, on the same device
};

/// `device` is the autoencoder's.
EnlargerPool makeEnlargerPool(RenderCrew& crew, const models::AutoencoderKL& autoencoder,
                              std::uint64_t seed, std::int64_t count, at::Device device);

/// Teaches the enlarger to make true renders of 256 px from decoded ones of 128 px. One thread.
class EnlargerTask final : public training::TrainingTask {
public:
    /// All outlive the task, and are on the store's device.
    EnlargerTask(training::TrainingWeightStore& store, const EnlargerPool& pool,
                 SceneRenderer& renderer, const models::AutoencoderKL& autoencoder,
                 std::uint64_t seed);

    at::Tensor loss(std::int64_t first, std::int64_t count) override;
    /// Beside it what plain bicubic enlarging gives.
    std::string evaluate() override;

    const models::SrvggNetCompact& averagedModel() const { return m_averaged; }

private:
    struct Pair {
        at::Tensor small;   // [1, 3, 128, 128] decoded, 0 ... 1
        at::Tensor large;   // [1, 3, 256, 256] true, 0 ... 1
        at::Tensor things;  // [1, 1, 256, 256] 1 where a thing is
    };
    Pair makePair(const Scene& scene) const;

    const EnlargerPool& m_pool;
    SceneRenderer& m_renderer;
    const models::AutoencoderKL& m_autoencoder;
    std::uint64_t m_seed;
    at::Device m_device;
    models::SrvggNetCompact m_model;
    training::AverageWeightStore m_averages;
    models::SrvggNetCompact m_averaged;
};

}  // namespace limn::starter
