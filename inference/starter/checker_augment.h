// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/SceneRenderer.h"

#include <ATen/core/Tensor.h>

// What may have happened to a picture before the checker sees it.

namespace limn::starter {

/// Moves the picture with its owners by up to 6 px; the border is repeated.
RenderedScene shifted(const RenderedScene& scene, CounterRandom& random);

/// Blur, noise, a little light and colour (less than from one tint to another), JPEG. pixels [1, 3, H, W] float32 in -1 ...
/// 1, sides multiples of 8, and so is the answer.
at::Tensor spoilt(const at::Tensor& pixels, CounterRandom& random);

/// As a JPEG of this quality (1 ... 100) comes back, without subsampling of colours. pixels [B, 3, H, W], sides
/// multiples of 8.
at::Tensor throughJpeg(const at::Tensor& pixels, int quality);

}  // namespace limn::starter
