// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/checkpoint/ModelDescription.h"
#include "inference/pipelines/DescriptionModel.h"

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <memory>
#include <stop_token>

namespace limn::loading {

/// Puts a describing model together: weights, tokenizer, chat template, how pictures are shown and words chosen.
/// Requires checkpoint::requireDescribing(description). Throws nn::Failure and nn::OperationCancelled.
std::unique_ptr<pipelines::DescriptionModel> loadDescriptionModel(
    const checkpoint::ModelDescription& description, at::Device device, at::ScalarType type,
    const std::stop_token& stop, const ProgressSink& progress);

}  // namespace limn::loading
