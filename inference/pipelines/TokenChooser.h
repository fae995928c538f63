// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace limn::pipelines {

/// How the next token is taken from the model's scores; the order of the steps is transformers'.
struct ChoiceOptions {
    double temperature = 0;  ///< 0: always the best score
    double topP = 1;         ///< the likeliest tokens that have this share together
    std::int64_t topK = 0;   ///< 0: all
    double repetitionPenalty = 1;
    std::uint64_t seed = 0;
};

/// Chooses token after token of one text. Remembers what was there already, for the penalty.
class TokenChooser {
public:
    TokenChooser(const ChoiceOptions& options, std::span<const std::int64_t> prompt)
        : m_options(options), m_random(options.seed, 0), m_seen(prompt.begin(), prompt.end()) {}

    struct Chosen {
        std::int64_t id = 0;
        double logProbability = 0;  ///< by the model's own scores, before any of the options
    };
    /// `scores` [vocab_size]. Throws nn::Failure (NotANumber) if they are not finite.
    Chosen choose(const at::Tensor& scores);

private:
    std::int64_t draw(const std::vector<float>& scores);

    ChoiceOptions m_options;
    CounterRandom m_random;
    std::vector<std::int64_t> m_seen;
};

}  // namespace limn::pipelines
