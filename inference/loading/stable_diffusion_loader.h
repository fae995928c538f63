// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/checkpoint/ModelDescription.h"
#include "inference/pipelines/StableDiffusionModel.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace limn::loading {

/// Builds a Stable Diffusion model of any family out of its files: strictly, every tensor must be there, be wanted
/// and have its shape, over all components at once. Weights already of `type` stay in the mapped files.
/// Throws nn::Failure, nn::OperationCancelled, or what torch throws.
std::unique_ptr<pipelines::StableDiffusionModel> loadStableDiffusion(const checkpoint::ModelDescription& description,
                                                                     const std::vector<LoraChoice>& loras,
                                                                     at::Device device, at::ScalarType type,
                                                                     const std::stop_token& stop,
                                                                     const ProgressSink& progress);

}  // namespace limn::loading
