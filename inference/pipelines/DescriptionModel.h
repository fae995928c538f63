// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Description.h"
#include "inference/models/generation_files.h"
#include "inference/models/qwen3/KvCache.h"
#include "inference/models/qwen3_vl/Qwen3VLVision.h"
#include "inference/tokenizers/ByteLevelTokenizer.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

namespace limn::pipelines {

/// A request as the model takes it.
struct PreparedPrompt {
    std::vector<std::int64_t> ids;  ///< the pictures' places included
    at::Tensor
        pixels;  ///< of all pictures, laid out as the model wants; undefined without pictures
    std::vector<models::PatchGrid> grids;
    std::vector<SeenPicture> seen;
};

/// What has been read and written so far.
struct Reading {
    models::KvCache cache;
    std::int64_t nextPosition = 0;
};

/// What DescribePipeline wants of an architecture. Thread: the one that owns the model. Throws nn::Failure and
/// nn::OperationCancelled.
class DescriptionModel {
public:
    virtual ~DescriptionModel() = default;

    virtual PreparedPrompt prepare(const DescribeRequest& request,
                                   const std::stop_token& stop) const = 0;
    /// Requires pictures.
    virtual models::VisionFeatures see(const PreparedPrompt& prompt,
                                       const std::stop_token& stop) const = 0;
    /// An empty reading with room for so many tokens.
    virtual Reading makeReading(std::int64_t tokens) const = 0;
    /// How many tokens of the prompt must have been read for a reading to be gone on with: all places of pictures are
    /// among them. nullopt where the model always reads from the beginning.
    virtual std::optional<std::int64_t> endOfPictures(const PreparedPrompt& prompt) const {
        static_cast<void>(prompt);
        return {};
    }
    /// Reads the prompt, but for what the reading has of it; `features` is null without pictures. The scores of the next
    /// token, [vocab_size].
    virtual at::Tensor start(const PreparedPrompt& prompt, const models::VisionFeatures* features,
                             Reading& reading, const std::stop_token& stop) const = 0;
    /// Reads one token. The scores of the next, [vocab_size].
    virtual at::Tensor next(std::int64_t id, Reading& reading,
                            const std::stop_token& stop) const = 0;

    /// How unlike the model's own pictures these are, the strangest of them: above 1 they are of another world. nullopt
    /// where the model does not say.
    virtual std::optional<double> strangeness(const PreparedPrompt& prompt, const models::VisionFeatures& features) const {
        static_cast<void>(prompt);
        static_cast<void>(features);
        return {};
    }

    /// Of a model whose prompt opens a thought: the token that ends it. What it wrote until then is not its answer.
    virtual std::optional<std::int64_t> endOfThought() const { return {}; }

    virtual const tokenizers::ByteLevelTokenizer& tokenizer() const = 0;
    /// How the files want words to be chosen, and which tokens end a text.
    virtual const models::GenerationSettings& settings() const = 0;
    /// Tokens that it was made to read at most.
    virtual std::int64_t longestText() const = 0;
};

}  // namespace limn::pipelines
