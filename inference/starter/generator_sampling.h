// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/GeneratorTask.h"

#include <string>
#include <vector>

namespace limn::starter {

struct SamplingOptions {
    int steps = 12;
    double guidance = 3;
};

/// The text encoder's answers [N, kPromptTokens, width] in bfloat16.
at::Tensor encodePrompts(const GeneratorModels& models, const tokenizers::ClipTokenizer& tokenizer,
                         const std::vector<std::string>& prompts);

/// Latents of unit size [N, 8, 16, 16] for the prompts, by Euler's method on the flow: for looking at a generator under
/// training. Shipped models go through the pipeline. One seed a prompt: each picture's noise is its own.
at::Tensor sampleLatents(const GeneratorModels& models, const tokenizers::ClipTokenizer& tokenizer,
                         const std::vector<std::string>& prompts,
                         const std::vector<std::uint64_t>& seeds, const SamplingOptions& options);

}  // namespace limn::starter
