// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/io/PictureMetadata.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

// Metadata is put into a file by cutting it at its chunks and joining it again: every byte of pixels,
// profiles and what nobody knows stays as it is. Each requires a file that PictureReader accepted.

/// What became of the file, and full sentences on what did not fit into it.
struct MarkedFile {
    std::vector<std::uint8_t> bytes;
    std::vector<std::string> leftOut;
};

/// Adds everything of `metadata` to a file that has nothing of the kind.
MarkedFile insertMetadata(std::span<const std::uint8_t> file, PictureFormat format,
                          const PictureMetadata& metadata);

/// Puts the packet in place of the file's XMP, or adds it. Fails if the format cannot hold it.
Result<std::vector<std::uint8_t>> replaceXmp(std::span<const std::uint8_t> file,
                                             PictureFormat format, std::string_view packet,
                                             std::string_view name);

// One format each, used by the above.
MarkedFile insertIntoPng(std::span<const std::uint8_t> file, const PictureMetadata& metadata);
MarkedFile insertIntoJpeg(std::span<const std::uint8_t> file, const PictureMetadata& metadata);
MarkedFile insertIntoWebp(std::span<const std::uint8_t> file, const PictureMetadata& metadata);
std::vector<std::uint8_t> replaceXmpInPng(std::span<const std::uint8_t> file,
                                          std::string_view packet);
std::vector<std::uint8_t> replaceXmpInJpeg(std::span<const std::uint8_t> file,
                                           std::string_view packet);
std::vector<std::uint8_t> replaceXmpInWebp(std::span<const std::uint8_t> file,
                                           std::string_view packet);

// One segment of a JPEG holds 65533 bytes; here less the name of what is inside.
inline constexpr std::size_t kMaxJpegXmpBytes = 65533 - 29;
inline constexpr std::size_t kMaxJpegExifBytes = 65533 - 6;

}  // namespace limn
