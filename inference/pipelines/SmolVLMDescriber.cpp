// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/SmolVLMDescriber.h"

#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"
#include "inference/pipelines/chat_prompts.h"

#include <ATen/ATen.h>

namespace limn::pipelines {
namespace {

void requireFit(bool fits, const std::string& what) {
    if (!fits) {
        throw nn::Failure(ErrorCode::KeysMismatch,
                          "The files of this model do not fit each other: " + what + ".");
    }
}

}  // namespace

SmolVLMDescriber::SmolVLMDescriber(SmolVLMParts parts) : m_parts(std::move(parts)) {
    const auto& config = m_parts.model->config();
    for (const char* token : {"<fake_token_around_image>", "<image>", "<global-img>",
                              "<end_of_utterance>", "<|im_start|>"}) {
        requireFit(m_parts.tokenizer->idOf(token).has_value(),
                   "tokenizer.json lacks " + std::string(token));
    }
    requireFit(m_parts.tokenizer->idOf("<image>") == static_cast<int>(config.image_token_id),
               "config.json gives <image> the id " + std::to_string(config.image_token_id) +
                   ", which tokenizer.json does not");
    requireFit(m_parts.tokenizer->vocabularySize() <= config.text.vocab_size,
               "tokenizer.json has " + std::to_string(m_parts.tokenizer->vocabularySize()) +
                   " tokens, the model " + std::to_string(config.text.vocab_size));
    requireFit(m_parts.tiles.tilePx == config.vision.image_size,
               "preprocessor_config.json cuts tiles of " + std::to_string(m_parts.tiles.tilePx) +
                   " pixels, config.json expects " + std::to_string(config.vision.image_size));
}

/// What stands for a picture: its tiles row by row with their places, then the whole.
std::string SmolVLMDescriber::placesOf(const imaging::PictureTiles& tiles) const {
    std::string words;
    for (std::int64_t i = 0; i < m_parts.model->config().tileWords(); ++i) {
        words += "<image>";
    }
    std::string text;
    for (std::int64_t row = 1; row <= tiles.rows; ++row) {
        for (std::int64_t column = 1; column <= tiles.columns; ++column) {
            const auto place =
                "<row_" + std::to_string(row) + "_col_" + std::to_string(column) + ">";
            text += "<fake_token_around_image>" + place + words;
        }
        text += "\n";
    }
    return text + (tiles.rows > 0 ? "\n" : "") + "<fake_token_around_image><global-img>" + words +
           "<fake_token_around_image>";
}

PreparedPrompt SmolVLMDescriber::prepare(const DescribeRequest& request,
                                         const std::stop_token& stop) const {
    if (!request.tools.empty()) {
        throw nn::Failure(ErrorCode::InvalidRequest, "This model cannot call tools.");
    }
    PreparedPrompt prompt;
    std::vector<at::Tensor> pixels;
    std::vector<std::string> places;
    for (const auto& turn : request.turns) {
        for (const auto& picture : turn.pictures) {
            auto tiles = imaging::toTiles(picture, m_parts.tiles, stop);
            if (tiles.isCancelled()) {
                throw nn::OperationCancelled{};
            }
            if (tiles.isFailed()) {
                throw nn::Failure(tiles.error());
            }
            const auto& made = tiles.value();
            prompt.seen.push_back(
                {made.widthPx, made.heightPx,
                 static_cast<int>(made.values.size(0) * m_parts.model->config().tileWords())});
            pixels.push_back(made.values);
            places.push_back(placesOf(made));
        }
    }
    if (!pixels.empty()) {
        prompt.pixels = at::cat(pixels, 0);
    }
    const auto ids = m_parts.tokenizer->encodeParts(writeSmolVLMChat(request.turns, places));
    prompt.ids.assign(ids.begin(), ids.end());
    return prompt;
}

models::VisionFeatures SmolVLMDescriber::see(const PreparedPrompt& prompt,
                                             const std::stop_token& stop) const {
    return {m_parts.model->see(prompt.pixels, stop), {}};
}

Reading SmolVLMDescriber::makeReading(std::int64_t tokens) const {
    return {models::KvCache(m_parts.model->config().text.num_hidden_layers, tokens), 0};
}

at::Tensor SmolVLMDescriber::start(const PreparedPrompt& prompt,
                                   const models::VisionFeatures* features, Reading& reading,
                                   const std::stop_token& stop) const {
    const auto ids = at::tensor(prompt.ids, at::kLong).unsqueeze(0);
    const auto hidden = m_parts.model->read(
        ids, 0, features != nullptr ? features->pooled : at::Tensor(), &reading.cache, stop);
    reading.nextPosition = ids.size(1);
    return m_parts.model->logits(hidden.narrow(1, hidden.size(1) - 1, 1)).view({-1});
}

at::Tensor SmolVLMDescriber::next(std::int64_t id, Reading& reading,
                                  const std::stop_token& stop) const {
    const auto hidden = m_parts.model->read(at::full({1, 1}, id, at::kLong), reading.nextPosition++,
                                            {}, &reading.cache, stop);
    return m_parts.model->logits(hidden).view({-1});
}

}  // namespace limn::pipelines
