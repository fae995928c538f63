// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace limn {

/// A picture by value: 8 bits a channel, rows top to bottom, interleaved, no padding, sRGB.
/// This is how pictures cross between threads and layers.
struct Image {
    int widthPx = 0;
    int heightPx = 0;
    int channels = 0;  ///< 1 grey, 3 RGB, 4 RGBA (alpha not premultiplied)
    std::vector<std::uint8_t> pixels;

    Image() = default;
    Image(int width, int height, int channelCount)
        : widthPx(width), heightPx(height), channels(channelCount),
          pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                 static_cast<std::size_t>(channelCount)) {}

    bool isEmpty() const noexcept { return pixels.empty(); }
    std::size_t rowBytes() const noexcept {
        return static_cast<std::size_t>(widthPx) * static_cast<std::size_t>(channels);
    }
    std::uint8_t* row(int y) noexcept { return pixels.data() + static_cast<std::size_t>(y) * rowBytes(); }
    const std::uint8_t* row(int y) const noexcept {
        return pixels.data() + static_cast<std::size_t>(y) * rowBytes();
    }
    bool operator==(const Image&) const = default;
};

}  // namespace limn
