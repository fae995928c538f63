// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/io/PictureInfo.h"

namespace limn {

/// Whether the file says that a model made the picture, or a part of it: by how it was made (readGeneration), or by IPTC's
/// DigitalSourceType in its XMP, which other programs and cameras' makers write. That it says nothing is no proof. Any
/// thread.
bool isAiMade(const PictureInfo& info);

}  // namespace limn
