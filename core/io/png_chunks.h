// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/io/PictureInfo.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace limn {

/// A PNG after its chunks were walked and before anything is decoded. Points into the file's bytes.
struct PngChunks {
    PictureInfo info;
    int colorType = 0;
    bool hasTransparentColor = false;
    /// Whole chunks, with length and checksum, that make the pixels: IHDR PLTE tRNS IDAT IEND. A
    /// decoder that is fed only these cannot be attacked through texts or profiles.
    std::vector<std::span<const std::uint8_t>> pixelChunks;

    int channels() const noexcept;  ///< of the 8-bit picture it becomes: 1, 3 or 4
};

/// Checks structure, checksums, sizes and order of every chunk. Texts are unpacked within limits;
/// one that breaks them is left out and named in info.problems. `file` must outlive the result.
Result<PngChunks> walkPng(std::span<const std::uint8_t> file, std::string_view name);

}  // namespace limn
