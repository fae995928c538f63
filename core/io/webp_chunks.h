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

/// A WebP after its chunks were walked and before anything is decoded. Points into the file's
/// bytes.
struct WebpChunks {
    PictureInfo info;
    /// Of the still picture, or of an animation's first frame. Payloads without chunk headers.
    std::span<const std::uint8_t> pixels;
    std::span<const std::uint8_t> alpha;  ///< ALPH; empty if there is none
    bool isLossless = false;
    bool hasAlpha = false;
    int frameXPx = 0;  ///< place on the canvas; zero for stills
    int frameYPx = 0;
    int frameWidthPx = 0;
    int frameHeightPx = 0;

    bool coversCanvas() const noexcept {
        return frameWidthPx == info.storedWidthPx && frameHeightPx == info.storedHeightPx;
    }
    int channels() const noexcept { return hasAlpha || !coversCanvas() ? 4 : 3; }
    /// A file of its own with the pixels and nothing else, so that a decoder sees only what was
    /// checked.
    std::vector<std::uint8_t> pixelFile() const;
};

Result<WebpChunks> walkWebp(std::span<const std::uint8_t> file, std::string_view name);

}  // namespace limn
