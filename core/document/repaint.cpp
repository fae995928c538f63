// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/repaint.h"

#include "core/base/resize.h"
#include "core/document/masked_pixels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace limn {
namespace {

constexpr double kMuchLarger = 1.5;  // in area: below, the whole picture is drawn
constexpr int kLeastRoomPx = 32;     // around the mask, so that the model sees what it must fit to
constexpr int kRoomShare = 3;        // of the mask's longer side

QRect maskedBounds(const Image& mask) {
    QRect bounds;
    for (int y = 0; y < mask.heightPx; ++y) {
        const std::uint8_t* row = mask.row(y);
        const std::uint8_t* end = row + mask.widthPx;
        const auto isSet = [](std::uint8_t value) {
            return value != 0;
        };
        const std::uint8_t* first = std::find_if(row, end, isSet);
        if (first != end) {
            const std::uint8_t* last = end - 1;
            while (*last == 0) {
                --last;
            }
            bounds |= QRect(QPoint(static_cast<int>(first - row), y),
                            QPoint(static_cast<int>(last - row), y));
        }
    }
    return bounds;
}

Image partOf(const Image& image, const QRect& part) {
    Image result(part.width(), part.height(), image.channels);
    for (int y = 0; y < part.height(); ++y) {
        std::memcpy(result.row(y), image.row(part.y() + y) + part.x() * image.channels,
                    result.rowBytes());
    }
    return result;
}

void paste(Image& target, const Image& part, const QPoint& where) {
    for (int y = 0; y < part.heightPx; ++y) {
        std::memcpy(target.row(where.y() + y) + where.x() * target.channels, part.row(y),
                    part.rowBytes());
    }
}

/// A grey picture that gets a coloured part becomes coloured.
Image inChannels(const Image& image, int channels) {
    if (image.channels == channels) {
        return image;
    }
    Image result(image.widthPx, image.heightPx, channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        std::fill_n(result.pixels.begin() + static_cast<std::ptrdiff_t>(i) * channels, channels,
                    image.pixels[i]);
    }
    return result;
}

/// Moves the interval into 0 ... limit.
int within(int start, int length, int limit) {
    return std::clamp(start, 0, limit - length);
}

}  // namespace

bool isRepaint(const GenerateRequest& request) {
    return request.initImage && request.mask;
}

QRect repaintRegion(const QRect& masked, const QSize& picturePx, const QSize& drawnPx) {
    const double pictureArea = double(picturePx.width()) * picturePx.height();
    const double drawnArea = double(drawnPx.width()) * drawnPx.height();
    if (masked.isEmpty() || drawnPx.isEmpty() || pictureArea <= kMuchLarger * drawnArea) {
        return {};
    }
    const int room = std::max(kLeastRoomPx, std::max(masked.width(), masked.height()) / kRoomShare);
    const QRect needed =
        masked.adjusted(-room, -room, room, room).intersected(QRect(QPoint(0, 0), picturePx));
    const double scale = std::max({1.0, double(needed.width()) / drawnPx.width(),
                                   double(needed.height()) / drawnPx.height()});
    const int width = static_cast<int>(std::ceil(drawnPx.width() * scale));
    const int height = static_cast<int>(std::ceil(drawnPx.height() * scale));
    if (width > picturePx.width() || height > picturePx.height()) {
        return {};
    }
    return {within(needed.center().x() - width / 2, width, picturePx.width()),
            within(needed.center().y() - height / 2, height, picturePx.height()), width, height};
}

QRect repaintRegion(const GenerateRequest& request) {
    const bool fits = isRepaint(request) && request.widthPx && request.heightPx &&
                      request.mask->channels == 1 &&
                      request.mask->widthPx == request.initImage->widthPx &&
                      request.mask->heightPx == request.initImage->heightPx;
    if (!fits) {
        return {};
    }
    return repaintRegion(maskedBounds(*request.mask),
                         {request.initImage->widthPx, request.initImage->heightPx},
                         {*request.widthPx, *request.heightPx});
}

GenerateRequest engineRequest(const GenerateRequest& request) {
    GenerateRequest result = request;
    if (!isRepaint(request)) {
        return result;
    }
    const QRect region = repaintRegion(request);
    if (!region.isEmpty()) {
        result.initImage = partOf(*request.initImage, region);
        result.mask = partOf(*request.mask, region);
    }
    for (std::uint8_t& value : result.mask->pixels) {
        value = value > 0 ? 255 : 0;
    }
    return result;
}

Outcome<Repainted> finishedRepaint(const GenerateRequest& request, const Image& drawn,
                                   std::stop_token stop) {
    const Image& before = *request.initImage;
    const QRect asked = repaintRegion(request);
    const QRect region = asked.isEmpty() ? QRect(0, 0, before.widthPx, before.heightPx) : asked;
    Outcome<Image> fitting =
        resize(drawn, region.width(), region.height(), ResizeFilter::Lanczos, std::move(stop));
    if (fitting.isCancelled()) {
        return Cancelled{};
    }
    if (fitting.isFailed()) {
        return fitting.error();
    }
    const bool isWhole = asked.isEmpty();
    Result<Image> mixed = isWhole ? blendedInside(before, fitting.value(), *request.mask)
                                  : blendedInside(partOf(before, region), fitting.value(),
                                                  partOf(*request.mask, region));
    if (!mixed) {
        return mixed.error();
    }
    Image whole;
    if (isWhole) {
        whole = std::move(mixed).value();
    } else {
        whole = inChannels(before, mixed->channels);
        paste(whole, *mixed, region.topLeft());
    }
    const Result<std::int64_t> changed = countPixelsChangedOutside(before, whole, *request.mask);
    if (!changed) {
        return changed.error();
    }
    return Repainted{std::move(whole), *changed};
}

}  // namespace limn
