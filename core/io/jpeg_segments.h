// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/io/PictureInfo.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace limn {

/// A JPEG after its segments were walked and before anything is decoded.
struct JpegSegments {
    PictureInfo info;
    int components = 0;  ///< 1 grey, 3 colour, 4 CMYK or YCCK
    int scans = 0;
    bool isProgressive = false;

    int channels() const noexcept { return components == 1 ? 1 : 3; }
    /// All coefficients are held until the last scan.
    bool isBuffered() const noexcept { return isProgressive || scans > 1; }
};

/// Checks the segments, the size and the number of scans (each costs a pass over the whole
/// picture).
Result<JpegSegments> walkJpeg(std::span<const std::uint8_t> file, std::string_view name);

}  // namespace limn
