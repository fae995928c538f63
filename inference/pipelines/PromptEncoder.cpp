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
    encodeAhead({prompt}, clipSkip, stop);
    return m_known.at({prompt, clipSkip});
}

void PromptEncoder::encodeAhead(const std::vector<std::string>& prompts, int clipSkip, const std::stop_token& stop) {
    std::vector<std::string> fresh;
    for (const auto& prompt : prompts) {
        if (!m_known.contains({prompt, clipSkip}) && std::ranges::find(fresh, prompt) == fresh.end()) {
            fresh.push_back(prompt);
        }
    }
    if (fresh.empty()) {
        return;
    }
    const auto embeddings = compute(fresh, clipSkip, stop);
    if (m_known.size() + fresh.size() > kRememberedPrompts) {
        m_known.clear();
    }
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        m_known.emplace(std::pair(fresh[i], clipSkip), embeddings[i]);
    }
}

PromptEmbeddings PromptEncoder::zerosLike(const PromptEmbeddings& like) {
    return {at::zeros_like(like.hidden), like.pooled.defined() ? at::zeros_like(like.pooled) : at::Tensor(), {}};
}

std::vector<PromptEmbeddings> PromptEncoder::compute(const std::vector<std::string>& prompts, int clipSkip,
                                                     const std::stop_token& stop) const {
    std::vector<PromptEmbeddings> results(prompts.size());
    std::vector<at::Tensor> hidden;
    at::Tensor pooled;
    for (const auto& encoder : m_model.text_encoders) {
        const auto length = static_cast<int>(encoder.model->config().max_position_embeddings);
        std::vector<at::Tensor> rows;
        for (std::size_t i = 0; i < prompts.size(); ++i) {
            const auto tokens = encoder.tokenizer->encodePrompt(prompts[i], length);
            rows.push_back(at::tensor(std::vector<std::int64_t>(tokens.ids.begin(), tokens.ids.end()), at::kLong));
            if (results[i].truncatedText.empty()) {
                results[i].truncatedText = tokens.truncatedText;
            }
        }
        const auto output = (*encoder.model)(at::stack(rows).to(m_model.device), stop);
        hidden.push_back(chooseHidden(*encoder.model, output, m_model.promptStyle, clipSkip));
        if (m_model.promptStyle == PromptStyle::Penultimate) {
            pooled = output.pooled;  // of the last encoder, the one with a projection
        }
    }
    const auto all = hidden.size() == 1 ? hidden.front() : at::cat(hidden, -1);
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i);
        results[i].hidden = all.narrow(0, row, 1);
        results[i].pooled = pooled.defined() ? pooled.narrow(0, row, 1) : at::Tensor();
    }
    return results;
}

}  // namespace limn::pipelines
