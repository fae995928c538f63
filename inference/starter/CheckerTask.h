// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/starter/CheckerNet.h"
#include "inference/starter/SceneRenderer.h"
#include "inference/starter/scene_sampler.h"
#include "inference/training/TrainingLoop.h"

#include <cstdint>
#include <memory>

namespace limn::starter {

/// A scene that the checker is tried on: seeds that neither its training nor any generator's reaches.
Scene checkerValidationScene(std::uint64_t index, const SceneMix& mix = kWholeWorld);

/// Teaches the benchmark's checker on spoilt renders. One thread.
class CheckerTask final : public training::TrainingTask {
public:
    /// `autoencoder` may be nullptr: then no picture goes through one. All outlive the task.
    CheckerTask(training::TrainingWeightStore& store, SceneRenderer& renderer,
                const models::AutoencoderKL* autoencoder);

    at::Tensor loss(std::int64_t first, std::int64_t count) override;
    std::string evaluate() override;

    const CheckerNet& averagedNet() const { return m_averaged; }

private:
    struct Batch {
        at::Tensor pixels;    // [B, 3, 128, 128]
        at::Tensor kinds;     // [B, 16, 16] int64
        at::Tensor tints;     // [B, 16, 16]
        at::Tensor toMiddle;  // [B, 2, 16, 16]
        at::Tensor places;    // [B]
        at::Tensor times;     // [B]
        at::Tensor weathers;  // [B]
        at::Tensor styles;    // [B]
    };
    Batch makeBatch(std::int64_t first, std::int64_t count);

    SceneRenderer& m_renderer;
    const models::AutoencoderKL* m_autoencoder;
    CheckerNet m_net;
    training::AverageWeightStore m_averages;
    CheckerNet m_averaged;
};

}  // namespace limn::starter
