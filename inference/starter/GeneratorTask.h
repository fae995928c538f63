// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/clip/ClipTextModel.h"
#include "inference/models/unet2d_condition/UNet2DConditionModel.h"
#include "inference/nn/layers.h"
#include "inference/starter/CaptionBatches.h"
#include "inference/starter/LatentCache.h"
#include "inference/tokenizers/ClipTokenizer.h"
#include "inference/training/TrainingLoop.h"

#include <cstdint>
#include <string>
#include <vector>

namespace limn::starter {

struct GeneratorOptions {
    std::uint64_t seed = 1;       ///< of captions, noise and times
    double emptyCaptions = 0.1;   ///< share that teaches the unconditional half of guidance
    double weightOnThings = 3;    ///< of the loss in cells with things
    double labelWeight = 0.1;     ///< of the auxiliary head's cross entropies
    double plainAfter = 0.9;      ///< share of the run after which things weigh as all else
    int threads = 1;              ///< that write captions where the device is not the CPU
};

/// Text encoder and denoiser, as one set of weights: keys "text_encoder.…" and "unet.…".
struct GeneratorModels {
    models::ClipTextModel text;
    models::UNet2DConditionModel unet;

    GeneratorModels(const nn::WeightScope& scope, std::int64_t vocabularySize);

    at::Device device() const { return text.device(); }
};

/// Teaches the generator by flow matching (arXiv 2210.02747): x_t = (1 - t) x + t noise, the denoiser answers noise - x,
/// t is the sigmoid of a normal number. Beside it a linear head on the 8 by 8 features names the kind and tint of each
/// cell from the scene graph: ten times more right pictures at equal samples. The head is not shipped. One thread.
class GeneratorTask final : public training::TrainingTask {
public:
    /// Store and tokenizer outlive the task.
    GeneratorTask(training::TrainingWeightStore& store, const LatentCache& cache,
                  const tokenizers::ClipTokenizer& tokenizer, const GeneratorOptions& options);

    at::Tensor loss(std::int64_t first, std::int64_t count) override;
    void reached(double share) override { m_isPlain = share >= m_options.plainAfter; }
    std::string evaluate() override;

    const GeneratorModels& averagedModels() const { return m_averaged; }

private:
    struct Batch {
        at::Tensor latents;  // [B, 8, 16, 16] float32
        at::Tensor noise;
        at::Tensor times;    // [B]
        at::Tensor ids;      // [B, kPromptTokens]
        at::Tensor weights;  // [B, 1, 16, 16]
        at::Tensor kinds;    // [B, 64] int64
        at::Tensor tints;
    };
    /// The cached scene of a sample, and its caption.
    std::uint64_t sceneOf(std::uint64_t sample) const;
    std::string captionOf(std::uint64_t sample) const;
    Batch makeBatch(std::int64_t first, std::int64_t count);
    /// The two cross entropies of the head.
    at::Tensor labelLoss(const at::Tensor& features, const Batch& batch) const;

    LatentCache m_cache;  // on the store's device
    const tokenizers::ClipTokenizer& m_tokenizer;
    GeneratorOptions m_options;
    bool m_isPlain = false;
    CaptionBatches m_captions;
    GeneratorModels m_models;
    nn::Linear m_kindHead;
    nn::Linear m_tintHead;
    training::AverageWeightStore m_averages;
    GeneratorModels m_averaged;
    nn::Linear m_averagedKindHead;
};

}  // namespace limn::starter
