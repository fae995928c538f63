// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/starter/autoencoder_export.h"
#include "inference/training/TrainingWeightStore.h"

#include <filesystem>
#include <string>

namespace limn::starter {

/// What a shipped model is made of. All outlive the export.
struct StarterParts {
    const training::TrainingWeightStore& generator;  ///< that of a GeneratorTask
    std::int64_t vocabularySize = 0;
    const training::TrainingWeightStore& autoencoder;
    ChannelStatistics latents;        ///< those that the generator was trained with
    std::filesystem::path tokenizer;  ///< folder
    std::filesystem::path
        benchmarkJson;  ///< the benchmark's figures; empty where nothing was measured yet
};

/// Writes a diffusers folder of averaged weights in half precision, loadable as a StableDiffusionPipeline, with
/// limn-capabilities.json. The head that only helps training is left out. model_index.json comes last: with it the
/// folder is whole.
Status exportStarter(const StarterParts& parts, const std::filesystem::path& folder);

/// What the model can draw, in words, with what was measured: for programs that want to be honest about it.
Status writeCapabilities(const std::filesystem::path& folder,
                         const std::filesystem::path& benchmarkJson);

}  // namespace limn::starter
