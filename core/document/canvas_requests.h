// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/document/CanvasContent.h"
#include "core/engine/Engine.h"

namespace limn {

// What is on the canvas as an order for the engine. `settings` says the rest: prompt, strength, steps, seed … Sizes are
// brought to a multiple of `sizeMultiplePx` (ModelInfo). Copies pixels: a few milliseconds.

/// Start from the whole picture, in its own size.
Result<GenerateRequest> imageToImageRequest(const CanvasContent& content, GenerateRequest settings,
                                            int sizeMultiplePx = 8);
/// Repaint inside the mask. InvalidRequest where nothing is masked. The size that is drawn is the picture's; of a
/// picture much larger than the size in `settings`, it is that size, and only the part around the mask is drawn, or, if
/// the mask reaches too far for that, the picture made smaller. See repaint.h for how it ends.
Result<GenerateRequest> repaintRequest(const CanvasContent& content, GenerateRequest settings,
                                       int sizeMultiplePx = 8);

}  // namespace limn
