// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/ModelDescription.h"

#include <memory>

namespace limn::checkpoint {

/// Whether the names are those of a compact ESRGAN (`body.0.weight`, `body.1.weight` …), alone or below `params_ema`
/// or `params`, as BasicSR writes its .pth files.
bool isCompactUpscaler(const CheckpointIndex& index);

/// Requires isCompactUpscaler(). The shapes tell the size; of two sets of weights the averaged one is taken.
/// A body that is not convolutions and slopes in turn is described with `unsupported` set.
ModelDescription describeCompactUpscaler(std::shared_ptr<const CheckpointIndex> index);

}  // namespace limn::checkpoint
