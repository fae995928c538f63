// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/starter/ScenePool.h"
#include "inference/training/TrainingLoop.h"
#include "inference/training/autoencoder_objective.h"

#include <cstdint>
#include <vector>

namespace limn::starter {

/// The starter's autoencoder: 128 px pictures to 16 by 16 latents of 8 channels.
models::AutoencoderKLConfig autoencoderConfig();

/// A scene of the fixed set that figures are measured on; no training seed reaches it.
Scene validationScene(std::uint64_t index);

/// RGB bytes to [1, 3, H, W] in -1 ... 1, and back (clamped).
at::Tensor toTensor(const Image& picture);
Image toPicture(const at::Tensor& pixels);

struct ReconstructionQuality {
    double psnr = 0;          ///< dB, 8-bit scale, over all pixels
    double psnrOnThings = 0;  ///< dB, over the pixels that things cover: the number to watch
};

/// Encodes to the mean and decodes, where model and pixels are. The weights may be float32; it computes in bfloat16.
at::Tensor reconstruct(const models::AutoencoderKL& model, const at::Tensor& pixels);
ReconstructionQuality measureReconstruction(const models::AutoencoderKL& model,
                                            SceneRenderer& renderer, std::uint64_t count,
                                            at::Device device = at::kCPU);

/// Teaches the autoencoder on crops of the pool's scenes. One thread.
class AutoencoderTask final : public training::TrainingTask {
public:
    /// All outlive the task. The pool is on the store's device; the renderer draws validation scenes.
    AutoencoderTask(training::TrainingWeightStore& store, const ScenePool& pool,
                    SceneRenderer& renderer, std::uint64_t seed,
                    training::AutoencoderPart part = training::AutoencoderPart::Both);

    at::Tensor loss(std::int64_t first, std::int64_t count) override;
    std::string evaluate() override;

    const models::AutoencoderKL& averagedModel() const { return m_averaged; }

private:
    /// [count, 3, 64, 64]
    at::Tensor crops(std::int64_t first, std::int64_t count) const;

    const ScenePool& m_pool;
    SceneRenderer& m_renderer;
    std::uint64_t m_seed;
    training::AutoencoderPart m_part;
    models::AutoencoderKL m_model;
    training::AverageWeightStore m_averages;
    models::AutoencoderKL m_averaged;
};

}  // namespace limn::starter
