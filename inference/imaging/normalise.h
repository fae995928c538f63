// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

#include <ATen/core/Tensor.h>

#include <array>

namespace limn::imaging {

/// An RGB picture as [3, H, W] float32: (value / 255 - mean) / deviation, each step rounded as transformers' processors
/// round it. Requires 3 channels.
at::Tensor normalised(const Image& image, const std::array<double, 3>& mean,
                      const std::array<double, 3>& deviation);

}  // namespace limn::imaging
