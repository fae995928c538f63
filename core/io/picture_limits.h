// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/io/PictureInfo.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace limn {

// Checks and sentences that the three formats share. `name` is what messages call the file.

Error pictureDamaged(std::string_view name, std::string_view what);
Error pictureUnsupported(std::string_view name, std::string_view what);
Error pictureCutShort(std::string_view name, std::string_view part, std::uint64_t neededBytes,
                      std::uint64_t foundBytes);

/// Sides within 1 ... kMaxPictureSidePx and the whole within kMaxPicturePixels.
Status checkPictureSize(std::string_view name, std::uint64_t widthPx, std::uint64_t heightPx);

/// `bytesPerPixel` counts everything that is held at once while decoding; `fixedBytes` is the file.
Status checkPictureMemory(std::string_view name, const PictureInfo& info,
                          std::uint64_t bytesPerPixel, std::uint64_t fixedBytes);

}  // namespace limn
