// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/Qwen3VLDescriber.h"

#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace limn::pipelines {
namespace {

/// What stands for a picture of so many words.
std::string placesOf(std::int64_t words) {
    std::string text = "<|vision_start|>";
    for (std::int64_t i = 0; i < words; ++i) {
        text += "<|image_pad|>";
    }
    return text + "<|vision_end|>";
}

void requireFit(bool fits, const std::string& what) {
    if (!fits) {
        throw nn::Failure(ErrorCode::KeysMismatch,
                          "The files of this model do not fit each other: " + what + ".");
    }
}

}  // namespace

Qwen3VLDescriber::Qwen3VLDescriber(Qwen3VLParts parts) : m_parts(std::move(parts)) {
    const auto& config = m_parts.model->config();
    for (const auto& [token, id] : {std::pair{"<|image_pad|>", config.image_token_id},
                                    std::pair{"<|vision_start|>", config.vision_start_token_id},
                                    std::pair{"<|vision_end|>", config.vision_end_token_id}}) {
        requireFit(m_parts.tokenizer->idOf(token) == static_cast<int>(id),
                   "config.json gives " + std::string(token) + " the id " + std::to_string(id) +
                       ", which tokenizer.json does not");
    }
    requireFit(m_parts.tokenizer->idOf("<|im_start|>") && m_parts.tokenizer->idOf("<|im_end|>"),
               "tokenizer.json lacks <|im_start|> or <|im_end|>");
    if (m_parts.format == ChatFormat::QwenThinking) {
        m_endOfThought = m_parts.tokenizer->idOf("</think>");
        requireFit(
            m_endOfThought && m_parts.tokenizer->idOf("<think>"),
            "the chat template opens a thought, but tokenizer.json lacks <think> or </think>");
    }
    requireFit(m_parts.tokenizer->vocabularySize() <= config.text.vocab_size,
               "tokenizer.json has " + std::to_string(m_parts.tokenizer->vocabularySize()) +
                   " tokens, the model " + std::to_string(config.text.vocab_size));
    requireFit(
        m_parts.patches.patchPx == config.vision.patch_size &&
            m_parts.patches.mergePatches == config.vision.spatial_merge_size &&
            m_parts.patches.moments == config.vision.temporal_patch_size,
        "preprocessor_config.json cuts pictures into other patches than config.json expects");
}

PreparedPrompt Qwen3VLDescriber::prepare(const DescribeRequest& request,
                                         const std::stop_token& stop) const {
    PreparedPrompt prompt;
    std::vector<at::Tensor> pixels;
    std::vector<std::string> places;
    const auto patch = m_parts.patches.patchPx;
    const auto merged = m_parts.patches.mergePatches * m_parts.patches.mergePatches;
    for (const auto& turn : request.turns) {
        for (const auto& picture : turn.pictures) {
            auto patches = imaging::toPatches(picture, m_parts.patches, stop);
            if (patches.isCancelled()) {
                throw nn::OperationCancelled{};
            }
            if (patches.isFailed()) {
                throw nn::Failure(patches.error());
            }
            const auto& made = patches.value();
            const auto words = made.rows * made.columns / merged;
            prompt.grids.push_back({made.rows, made.columns});
            prompt.seen.push_back({static_cast<int>(made.columns * patch),
                                   static_cast<int>(made.rows * patch), static_cast<int>(words)});
            pixels.push_back(made.values);
            places.push_back(placesOf(words));
        }
    }
    if (!pixels.empty()) {
        prompt.pixels = at::cat(pixels, 0);
    }
    const auto parts = writeChat(m_parts.format, request.turns, request.tools, places);
    const auto ids = m_parts.tokenizer->encodeParts(parts);
    prompt.ids.assign(ids.begin(), ids.end());
    return prompt;
}

models::VisionFeatures Qwen3VLDescriber::see(const PreparedPrompt& prompt,
                                             const std::stop_token& stop) const {
    return m_parts.model->see(prompt.pixels, prompt.grids, stop);
}

std::optional<double> Qwen3VLDescriber::strangeness(const PreparedPrompt& prompt, const models::VisionFeatures& features) const {
    if (!m_parts.familiarity) {
        return {};
    }
    const auto merge = m_parts.patches.mergePatches;
    double strangest = 0;
    std::int64_t begin = 0;
    for (const auto& grid : prompt.grids) {
        const auto words = grid.patches() / (merge * merge);
        strangest = std::max(strangest, m_parts.familiarity->strangeness(features.pooled.narrow(0, begin, words)));
        begin += words;
    }
    return strangest;
}

Reading Qwen3VLDescriber::makeReading(std::int64_t tokens) const {
    return {models::KvCache(m_parts.model->config().text.num_hidden_layers, tokens), 0};
}

std::optional<std::int64_t> Qwen3VLDescriber::endOfPictures(const PreparedPrompt& prompt) const {
    const auto last =
        std::find(prompt.ids.rbegin(), prompt.ids.rend(), m_parts.model->config().image_token_id);
    return prompt.ids.rend() - last;
}

at::Tensor Qwen3VLDescriber::start(const PreparedPrompt& prompt,
                                   const models::VisionFeatures* features, Reading& reading,
                                   const std::stop_token& stop) const {
    const auto& config = m_parts.model->config();
    const auto ids = at::tensor(prompt.ids, at::kLong).unsqueeze(0);
    auto positions = models::ropePositions(ids, prompt.grids, config.image_token_id,
                                           config.vision.spatial_merge_size);
    const auto known = reading.cache.length();  // the pictures among it
    const auto rest = ids.size(1) - known;
    positions.places = positions.places.narrow(2, known, rest);
    const auto hidden = m_parts.model->read(ids.narrow(1, known, rest), positions,
                                            known > 0 ? nullptr : features, &reading.cache, stop);
    reading.nextPosition = positions.next;
    return m_parts.model->logits(hidden.narrow(1, hidden.size(1) - 1, 1)).view({-1});
}

at::Tensor Qwen3VLDescriber::next(std::int64_t id, Reading& reading,
                                  const std::stop_token& stop) const {
    const auto hidden = m_parts.model->next(id, reading.nextPosition++, reading.cache, stop);
    return m_parts.model->logits(hidden).view({-1});
}

}  // namespace limn::pipelines
