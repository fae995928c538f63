// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/tokenizers/ClipTokenizer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace limn::starter {

/// The token ids of the captions of numbered samples. With several threads the batch that follows the one asked for is
/// made meanwhile, so that a fast device need not wait for words. One owner.
class CaptionBatches {
public:
    /// The caption of a sample: called on any thread, a pure function of the number.
    using CaptionOf = std::function<std::string(std::uint64_t sample)>;

    /// The tokenizer outlives this.
    CaptionBatches(const tokenizers::ClipTokenizer& tokenizer, CaptionOf captionOf, int threads);
    CaptionBatches(const CaptionBatches&) = delete;
    CaptionBatches& operator=(const CaptionBatches&) = delete;

    /// [count, kPromptTokens] int64 on the CPU, of samples first ... first + count - 1.
    at::Tensor ids(std::int64_t first, std::int64_t count);

private:
    at::Tensor make(std::int64_t first, std::int64_t count, int threads) const;

    const tokenizers::ClipTokenizer& m_tokenizer;
    CaptionOf m_captionOf;
    int m_threads;
    at::Tensor m_next;  // made by m_ahead: to be read after it has been joined
    std::int64_t m_nextFirst = -1;
    std::int64_t m_nextCount = 0;
    std::jthread m_ahead;
};

}  // namespace limn::starter
