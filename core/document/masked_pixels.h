// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"

#include <cstdint>

namespace limn {

// What a repaint did to the pixels outside of its mask, and how it is kept inside. Any thread.

/// How many pixels differ where the mask (grey, same size) is below `outsideBelow`: 1 for a soft mask, where every
/// touch of it may change something; 128 for the engine's own rule. Grey and RGB count as equal where they show the
/// same colour; a missing alpha is 255. InvalidRequest where the sizes differ.
Result<std::int64_t> countPixelsChangedOutside(const Image& before, const Image& after,
                                               const Image& mask, int outsideBelow = 1);

/// `after` where the mask is 255, `before` where it is 0 (exactly, with its alpha), a mix between. The result has as
/// many channels as `before`, or 3 where before is grey and after is coloured.
Result<Image> blendedInside(const Image& before, const Image& after, const Image& mask);

}  // namespace limn
