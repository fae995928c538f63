// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/pipelines/DescriptionModel.h"

#include <stop_token>

namespace limn::pipelines {

/// Pictures and words in, words out: look at the pictures, read the prompt, write token by token.
/// Thread: the one that owns the model, which must live longer. Throws nn::Failure and nn::OperationCancelled.
class DescribePipeline {
public:
    explicit DescribePipeline(const DescriptionModel& model) : m_model(model) {}

    Description describe(const DescribeRequest& request, const std::stop_token& stop,
                         const ProgressSink& progress, const TextSink& text) const;

private:
    void write(const DescribeRequest& request, const PreparedPrompt& prompt, at::Tensor scores,
               Reading& reading, const std::stop_token& stop, const ProgressSink& progress,
               const TextSink& text, Description& result) const;

    const DescriptionModel& m_model;
};

}  // namespace limn::pipelines
