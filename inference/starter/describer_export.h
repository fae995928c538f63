// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/tokenizers/ByteLevelTokenizer.h"
#include "inference/training/TrainingWeightStore.h"

#include <filesystem>

namespace limn::starter {

/// Writes the averaged weights as a Qwen3-VL folder that transformers and Limn load: float16 weights, configuration, the
/// tokenizer's files from `tokenizerFolder`, a chat template. Heads that only the training had are left out.
Status exportDescriber(const training::TrainingWeightStore& store,
                       const tokenizers::ByteLevelTokenizer& tokenizer,
                       const std::filesystem::path& tokenizerFolder,
                       const std::filesystem::path& out);

}  // namespace limn::starter
