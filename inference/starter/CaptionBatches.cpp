// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/CaptionBatches.h"

#include "inference/starter/generator_configs.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace limn::starter {

CaptionBatches::CaptionBatches(const tokenizers::ClipTokenizer& tokenizer, CaptionOf captionOf,
                               int threads)
    : m_tokenizer(tokenizer), m_captionOf(std::move(captionOf)), m_threads(threads) {}

at::Tensor CaptionBatches::ids(std::int64_t first, std::int64_t count) {
    if (m_threads < 2) {
        return make(first, count, 1);
    }
    if (m_ahead.joinable()) {
        m_ahead.join();
    }
    const bool isReady = m_nextFirst == first && m_nextCount == count;
    auto result = isReady ? m_next : make(first, count, m_threads);
    m_nextFirst = first + count;
    m_nextCount = count;
    m_ahead = std::jthread([this] { m_next = make(m_nextFirst, m_nextCount, m_threads); });
    return result;
}

at::Tensor CaptionBatches::make(std::int64_t first, std::int64_t count, int threads) const {
    auto result = at::empty({count, kPromptTokens}, at::kLong);
    auto* rows = result.data_ptr<std::int64_t>();
    const auto fill = [&](std::int64_t begin, std::int64_t end) {
        for (auto i = begin; i < end; ++i) {
            const auto prompt = m_tokenizer.encodePrompt(
                m_captionOf(static_cast<std::uint64_t>(first + i)), kPromptTokens);
            std::ranges::copy(prompt.ids, rows + i * kPromptTokens);
        }
    };
    const auto share = (count + threads - 1) / threads;
    {
        std::vector<std::jthread> helpers;
        for (auto begin = share; begin < count; begin += share) {
            helpers.emplace_back([&, begin] { fill(begin, std::min(begin + share, count)); });
        }
        fill(0, std::min(share, count));
    }
    return result;
}

}  // namespace limn::starter
