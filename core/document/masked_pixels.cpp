// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/masked_pixels.h"

#include <algorithm>
#include <array>
#include <string>

namespace limn {
namespace {

using Pixel = std::array<std::uint8_t, 4>;

Pixel pixelAt(const std::uint8_t* p, int channels) {
    switch (channels) {
    case 1:
        return {p[0], p[0], p[0], 255};
    case 3:
        return {p[0], p[1], p[2], 255};
    default:
        return {p[0], p[1], p[2], p[3]};
    }
}

bool isPicture(const Image& image) {
    return (image.channels == 1 || image.channels == 3 || image.channels == 4) &&
           image.widthPx > 0 && image.heightPx > 0 &&
           image.pixels.size() == image.rowBytes() * static_cast<std::size_t>(image.heightPx);
}

std::string sizeText(const Image& image) {
    return std::to_string(image.widthPx) + " x " + std::to_string(image.heightPx);
}

Status checkSizes(const Image& before, const Image& after, const Image& mask) {
    if (!isPicture(before) || !isPicture(after) || !isPicture(mask) || mask.channels != 1) {
        return Error{ErrorCode::InvalidRequest,
                     "A repaint is compared with its picture: two pictures and a grey mask are "
                     "needed.",
                     {}};
    }
    const auto isAsBig = [&before](const Image& other) {
        return other.widthPx == before.widthPx && other.heightPx == before.heightPx;
    };
    if (!isAsBig(after) || !isAsBig(mask)) {
        return Error{ErrorCode::InvalidRequest,
                     "The picture has " + sizeText(before) + " pixels, the repainted one " +
                         sizeText(after) + " and the mask " + sizeText(mask) +
                         "; they must be equal.",
                     {}};
    }
    return Unit{};
}

std::uint8_t mixed(std::uint8_t before, std::uint8_t after, int weight) {
    return static_cast<std::uint8_t>((before * (255 - weight) + after * weight + 127) / 255);
}

}  // namespace

Result<std::int64_t> countPixelsChangedOutside(const Image& before, const Image& after,
                                               const Image& mask, int outsideBelow) {
    if (const Status sizes = checkSizes(before, after, mask); !sizes) {
        return sizes.error();
    }
    std::int64_t changed = 0;
    for (int y = 0; y < before.heightPx; ++y) {
        const std::uint8_t* was = before.row(y);
        const std::uint8_t* is = after.row(y);
        const std::uint8_t* weights = mask.row(y);
        for (int x = 0; x < before.widthPx; ++x) {
            const bool isOutside = weights[x] < outsideBelow;
            if (isOutside && pixelAt(was + x * before.channels, before.channels) !=
                                 pixelAt(is + x * after.channels, after.channels)) {
                ++changed;
            }
        }
    }
    return changed;
}

Result<Image> blendedInside(const Image& before, const Image& after, const Image& mask) {
    if (const Status sizes = checkSizes(before, after, mask); !sizes) {
        return sizes.error();
    }
    const int channels = before.channels == 1 ? std::min(after.channels, 3) : before.channels;
    Image result(before.widthPx, before.heightPx, channels);
    for (int y = 0; y < before.heightPx; ++y) {
        const std::uint8_t* was = before.row(y);
        const std::uint8_t* is = after.row(y);
        const std::uint8_t* weights = mask.row(y);
        std::uint8_t* target = result.row(y);
        for (int x = 0; x < before.widthPx; ++x) {
            const Pixel a = pixelAt(was + x * before.channels, before.channels);
            const Pixel b = pixelAt(is + x * after.channels, after.channels);
            for (int c = 0; c < channels; ++c) {
                const auto channel = static_cast<std::size_t>(c);
                target[x * channels + c] = mixed(a[channel], b[channel], weights[x]);
            }
        }
    }
    return result;
}

}  // namespace limn
