// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/orientation.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace limn {

namespace {

void flipDown(Image& image) {
    for (int y = 0; y < image.heightPx / 2; ++y) {
        std::swap_ranges(image.row(y), image.row(y) + image.rowBytes(),
                         image.row(image.heightPx - 1 - y));
    }
}

void flipAcross(Image& image) {
    const auto pixelBytes = static_cast<std::size_t>(image.channels);
    for (int y = 0; y < image.heightPx; ++y) {
        std::uint8_t* left = image.row(y);
        std::uint8_t* right = left + image.rowBytes() - pixelBytes;
        for (; left < right; left += pixelBytes, right -= pixelBytes) {
            std::swap_ranges(left, left + pixelBytes, right);
        }
    }
}

/// Mirrors at the diagonal from top left to bottom right. In square tiles, so that both pictures
/// stay in the cache.
Image transposed(const Image& image) {
    constexpr int kTilePx = 32;
    const auto pixelBytes = static_cast<std::size_t>(image.channels);
    Image result(image.heightPx, image.widthPx, image.channels);
    for (int top = 0; top < image.heightPx; top += kTilePx) {
        for (int left = 0; left < image.widthPx; left += kTilePx) {
            for (int y = top; y < std::min(top + kTilePx, image.heightPx); ++y) {
                for (int x = left; x < std::min(left + kTilePx, image.widthPx); ++x) {
                    std::memcpy(result.row(x) + static_cast<std::size_t>(y) * pixelBytes,
                                image.row(y) + static_cast<std::size_t>(x) * pixelBytes,
                                pixelBytes);
                }
            }
        }
    }
    return result;
}

}  // namespace

Image applyOrientation(Image image, int orientation) {
    // EXIF 2.32, tag 0x0112: where row 0 and column 0 of what is stored belong.
    const bool isTransposed = orientation >= 5 && orientation <= 8;
    if (isTransposed) {
        image = transposed(image);
    }
    if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7) {
        flipAcross(image);
    }
    if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8) {
        flipDown(image);
    }
    return image;
}

}  // namespace limn
