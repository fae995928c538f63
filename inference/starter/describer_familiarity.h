// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <filesystem>

namespace limn::starter {

/// Writes what pipelines::Familiarity reads. `features` [N, d] float32 are of the describer's own pictures: the first half
/// gives mean and covariance, the second the distance within which 99 % of them lie.
Status writeFamiliarity(const std::filesystem::path& folder, const at::Tensor& features);

}  // namespace limn::starter
