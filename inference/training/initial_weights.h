// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/training/TrainingWeightStore.h"

#include <filesystem>
#include <vector>

namespace limn::training {

/// Begins with the weights of a safetensors file (float16, bfloat16 or float32) instead of random ones: to go on from
/// what was shipped, where the training state is not at hand. The file must have every parameter, in its shape.
Status loadInitialWeights(const std::filesystem::path& file, std::vector<Parameter>& parameters);

}  // namespace limn::training
