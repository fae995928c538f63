// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/pipelines/DescriptionModel.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace limn::pipelines {

/// What a model saw in the pictures of its last request. The next question about the same ones need not look again: with
/// a large model, looking takes longer than the answer. Belongs to the model's thread, and goes with the model.
struct LastSeen {
    at::Tensor pixels;  ///< undefined: nothing yet
    std::vector<models::PatchGrid> grids;
    models::VisionFeatures features;
    std::vector<std::int64_t> ids{};   ///< that `reading` begins with
    std::optional<Reading> reading{};  ///< after a request that is followed, until the next one
};

/// Pictures and words in, words out: look at the pictures, read the prompt, write token by token. A model that thinks before
/// it answers does so unheard, for 16 times the answer's tokens at most (256 ... 4096); then it is made to answer.
/// Thread: the one that owns the model, which must live longer. Throws nn::Failure and nn::OperationCancelled.
class DescribePipeline {
public:
    DescribePipeline(const DescriptionModel& model, LastSeen& lastSeen)
        : m_model(model), m_lastSeen(lastSeen) {}

    Description describe(const DescribeRequest& request, const std::stop_token& stop,
                         const ProgressSink& progress, const TextSink& text) const;

private:
    const models::VisionFeatures& look(const PreparedPrompt& prompt,
                                       const std::stop_token& stop) const;
    Reading readingFor(const DescribeRequest& request, const PreparedPrompt& prompt) const;
    void write(const DescribeRequest& request, const PreparedPrompt& prompt, at::Tensor scores,
               Reading& reading, const std::stop_token& stop, const ProgressSink& progress,
               const TextSink& text, Description& result) const;

    const DescriptionModel& m_model;
    LastSeen& m_lastSeen;
};

}  // namespace limn::pipelines
