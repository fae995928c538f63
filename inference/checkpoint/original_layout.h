// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/ModelDescription.h"

#include <memory>

namespace limn::checkpoint {

/// Whether the names are those of an original single file of SD 1.x, 2.x or SDXL, whole or only its
/// U-Net.
bool isOriginalLayout(const CheckpointIndex& index);

/// Requires isOriginalLayout(). Derives every configuration from names and shapes and lays out the
/// key tables; the scheduler is the one that diffusers takes for such a file. Variants that Limn
/// does not run (refiner, depth, instructions, EDM) are described with `unsupported` set.
Result<ModelDescription> describeOriginalFile(std::shared_ptr<const CheckpointIndex> index);

/// A stand-alone autoencoder with original names, with or without `first_stage_model.`.
bool isOriginalVae(const CheckpointIndex& index);
Result<ModelDescription> describeOriginalVae(std::shared_ptr<const CheckpointIndex> index);

/// The scheduler_config.json that the published models of this family carry. `prediction` is
/// "epsilon" or "v_prediction".
schedulers::SchedulerConfig publishedScheduler(ModelFamily family, const std::string& prediction);

}  // namespace limn::checkpoint
