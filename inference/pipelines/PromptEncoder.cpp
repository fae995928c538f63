// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/PromptEncoder.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace limn::pipelines {
namespace {

constexpr std::size_t kRememberedPrompts = 16;

/// The hidden states that a family wants, counted from the end; see PromptStyle.
at::Tensor chooseHidden(const models::ClipTextModel& encoder, const models::ClipTextOutput& output, PromptStyle style,
                        int clipSkip) {
    const auto& states = output.hidden_states;
    const auto fromEnd = [&](int back) {
        const auto index = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(states.size()) - back);
        return states[static_cast<std::size_t>(index)];
    };
    if (style == PromptStyle::Penultimate) {
        // The layer before the last is this family's own choice already, so a skip of 2 changes nothing.
        return fromEnd(std::max(clipSkip, 2));
    }
    return clipSkip <= 1 ? output.last_hidden_state : encoder.finalNorm(fromEnd(clipSkip));
}

}  // namespace

PromptEmbeddings PromptEncoder::encode(const std::string& prompt, int clipSkip, const std::stop_token& stop) {
    const std::pair key(prompt, clipSkip);
    if (const auto it = m_known.find(key); it != m_known.end()) {
        return it->second;
    }
    auto embeddings = compute(prompt, clipSkip, stop);
    if (m_known.size() >= kRememberedPrompts) {
        m_known.clear();
    }
    m_known.emplace(key, embeddings);
    return embeddings;
}

PromptEmbeddings PromptEncoder::zerosLike(const PromptEmbeddings& like) {
    return {at::zeros_like(like.hidden), like.pooled.defined() ? at::zeros_like(like.pooled) : at::Tensor(), {}};
}

PromptEmbeddings PromptEncoder::compute(const std::string& prompt, int clipSkip, const std::stop_token& stop) const {
    PromptEmbeddings result;
    std::vector<at::Tensor> hidden;
    for (const auto& encoder : m_model.text_encoders) {
        const auto length = static_cast<int>(encoder.model->config().max_position_embeddings);
        const auto tokens = encoder.tokenizer->encodePrompt(prompt, length);
        const std::vector<std::int64_t> ids(tokens.ids.begin(), tokens.ids.end());
        const auto idTensor = at::tensor(ids, at::kLong).unsqueeze(0).to(m_model.device);
        const auto output = (*encoder.model)(idTensor, stop);
        hidden.push_back(chooseHidden(*encoder.model, output, m_model.promptStyle, clipSkip));
        if (m_model.promptStyle == PromptStyle::Penultimate) {
            result.pooled = output.pooled;  // of the last encoder, the one with a projection
        }
        if (result.truncatedText.empty()) {
            result.truncatedText = tokens.truncatedText;
        }
    }
    result.hidden = hidden.size() == 1 ? hidden.front() : at::cat(hidden, -1);
    return result;
}

}  // namespace limn::pipelines
