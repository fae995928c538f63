// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/pipelines/StableDiffusionModel.h"

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::pipelines {

/// What the UNet gets to know of a prompt.
struct PromptEmbeddings {
    at::Tensor hidden;          // [1, tokens, cross_attention_dim]
    at::Tensor pooled;          // [1, projection_dim], or undefined outside Stable Diffusion XL
    std::string truncatedText;  ///< what did not fit into the model's 77 tokens; empty if all did
};

/// Turns prompts into embeddings and remembers the last ones: a batch, or a changed seed, encodes nothing again.
/// Belongs to one loaded model.
class PromptEncoder {
public:
    explicit PromptEncoder(const StableDiffusionModel& model) : m_model(model) {}

    /// `clipSkip` in A1111's meaning: 1 = the last layer, 2 = the one before it.
    PromptEmbeddings encode(const std::string& prompt, int clipSkip, const std::stop_token& stop);

    /// Encodes those that are not remembered as one batch: each weight is read once. encode() then finds them.
    void encodeAhead(const std::vector<std::string>& prompts, int clipSkip, const std::stop_token& stop);

    /// Zeros in the shape of `like`: Stable Diffusion XL's embedding of no negative prompt at all.
    static PromptEmbeddings zerosLike(const PromptEmbeddings& like);

private:
    std::vector<PromptEmbeddings> compute(const std::vector<std::string>& prompts, int clipSkip,
                                          const std::stop_token& stop) const;

    const StableDiffusionModel& m_model;
    std::map<std::pair<std::string, int>, PromptEmbeddings> m_known;
};

}  // namespace limn::pipelines
