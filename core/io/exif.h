// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/io/PictureInfo.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace limn {

/// Reads the few tags Limn needs from a TIFF block, with or without "Exif\0\0" before it. Looks at
/// two directories and follows nothing else; what does not fit the block is absent. Never fails.
ExifTexts readExif(std::span<const std::uint8_t> block);

/// A TIFF block with Software and UserComment (UTF-16, as every program reads it). Without
/// "Exif\0\0". Requires valid UTF-8.
std::vector<std::uint8_t> makeExif(std::string_view software, std::string_view userComment);

}  // namespace limn
