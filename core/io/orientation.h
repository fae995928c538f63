// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

namespace limn {

/// Turns the stored picture as EXIF's Orientation says (1 ... 8; others leave it as it is).
Image applyOrientation(Image image, int orientation);

}  // namespace limn
