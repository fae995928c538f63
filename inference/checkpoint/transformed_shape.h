// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/ModelDescription.h"

#include <cstdint>
#include <vector>

namespace limn::checkpoint {

/// The shape that a tensor of the file has after what FileWeightStore does to it. One that does not fit the transform
/// stays as it is, and so is told as found.
std::vector<std::int64_t> shapeAfter(const TensorSource& source, std::vector<std::int64_t> shape);

}  // namespace limn::checkpoint
