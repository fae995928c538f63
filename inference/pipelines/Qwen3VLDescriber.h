// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/imaging/vision_patches.h"
#include "inference/models/qwen3_vl/Qwen3VL.h"
#include "inference/pipelines/DescriptionModel.h"
#include "inference/pipelines/Familiarity.h"
#include "inference/pipelines/chat_prompts.h"

#include <memory>

namespace limn::pipelines {

/// Everything a Qwen3-VL folder holds.
struct Qwen3VLParts {
    std::unique_ptr<models::Qwen3VL> model;
    std::unique_ptr<tokenizers::ByteLevelTokenizer> tokenizer;
    imaging::PatchOptions patches;
    models::GenerationSettings settings;
    ChatFormat format = ChatFormat::Qwen;
    std::optional<Familiarity> familiarity;  ///< of models that were made for a small world
};

/// Qwen3-VL as a model that describes pictures.
class Qwen3VLDescriber final : public DescriptionModel {
public:
    /// Throws nn::Failure (KeysMismatch) where tokenizer, pictures' settings and model do not fit each other.
    explicit Qwen3VLDescriber(Qwen3VLParts parts);

    PreparedPrompt prepare(const DescribeRequest& request,
                           const std::stop_token& stop) const override;
    models::VisionFeatures see(const PreparedPrompt& prompt,
                               const std::stop_token& stop) const override;
    std::optional<double> strangeness(const PreparedPrompt& prompt, const models::VisionFeatures& features) const override;
    Reading makeReading(std::int64_t tokens) const override;
    std::optional<std::int64_t> endOfPictures(const PreparedPrompt& prompt) const override;
    at::Tensor start(const PreparedPrompt& prompt, const models::VisionFeatures* features,
                     Reading& reading, const std::stop_token& stop) const override;
    at::Tensor next(std::int64_t id, Reading& reading, const std::stop_token& stop) const override;
    std::optional<std::int64_t> endOfThought() const override { return m_endOfThought; }
    const tokenizers::ByteLevelTokenizer& tokenizer() const override { return *m_parts.tokenizer; }
    const models::GenerationSettings& settings() const override { return m_parts.settings; }
    std::int64_t longestText() const override {
        return m_parts.model->config().text.max_position_embeddings;
    }

private:
    Qwen3VLParts m_parts;
    std::optional<std::int64_t> m_endOfThought;
};

}  // namespace limn::pipelines
