// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/imaging/picture_tiles.h"
#include "inference/models/smolvlm/SmolVLM.h"
#include "inference/pipelines/DescriptionModel.h"

#include <memory>

namespace limn::pipelines {

/// Everything a SmolVLM folder holds.
struct SmolVLMParts {
    std::unique_ptr<models::SmolVLM> model;
    std::unique_ptr<tokenizers::ByteLevelTokenizer> tokenizer;
    imaging::TileOptions tiles;
    models::GenerationSettings settings;
};

/// SmolVLM and Idefics3 as models that describe pictures.
class SmolVLMDescriber final : public DescriptionModel {
public:
    /// Throws nn::Failure (KeysMismatch) where tokenizer, pictures' settings and model do not fit each other.
    explicit SmolVLMDescriber(SmolVLMParts parts);

    PreparedPrompt prepare(const DescribeRequest& request,
                           const std::stop_token& stop) const override;
    models::VisionFeatures see(const PreparedPrompt& prompt,
                               const std::stop_token& stop) const override;
    Reading makeReading(std::int64_t tokens) const override;
    at::Tensor start(const PreparedPrompt& prompt, const models::VisionFeatures* features,
                     Reading& reading, const std::stop_token& stop) const override;
    at::Tensor next(std::int64_t id, Reading& reading, const std::stop_token& stop) const override;
    const tokenizers::ByteLevelTokenizer& tokenizer() const override { return *m_parts.tokenizer; }
    const models::GenerationSettings& settings() const override { return m_parts.settings; }
    std::int64_t longestText() const override {
        return m_parts.model->config().text.max_position_embeddings;
    }

private:
    std::string placesOf(const imaging::PictureTiles& tiles) const;

    SmolVLMParts m_parts;
};

}  // namespace limn::pipelines
