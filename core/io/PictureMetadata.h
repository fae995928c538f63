// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/io/PictureInfo.h"

#include <string>
#include <vector>

namespace limn {

/// What is written beside the pixels. Valid UTF-8 without NUL; empty = left out.
struct PictureMetadata {
    std::vector<PictureText> texts;  ///< PNG only: tEXt where Latin-1 can hold them, else iTXt
    std::string software;            ///< JPEG and WebP only: EXIF
    std::string userComment;         ///< JPEG and WebP only: EXIF
    std::string xmp;                 ///< a packet
};

}  // namespace limn
