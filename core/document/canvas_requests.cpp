// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/canvas_requests.h"

#include "core/document/repaint.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace limn {
namespace {

constexpr double kHardlySmaller = 0.8;  // of a side

int nearestMultiple(double sidePx, int multiplePx) {
    const int multiple = std::max(1, multiplePx);
    return std::max(1, static_cast<int>(std::lround(sidePx / multiple))) * multiple;
}

/// What is drawn to repaint a picture: see the header.
QSize drawnSize(const CanvasContent& content, const QSize& chosen, int sizeMultiplePx) {
    const QSize picture(content.picture.widthPx, content.picture.heightPx);
    const bool isRegion = !repaintRegion(content.mask.bounds(), picture, chosen).isEmpty();
    if (isRegion) {
        return chosen;
    }
    const double share =
        std::sqrt(double(chosen.width()) * chosen.height() / picture.width() / picture.height());
    // A little smaller than the picture would only blur it.
    const double scale = chosen.isEmpty() || share > kHardlySmaller ? 1 : share;
    return {nearestMultiple(picture.width() * scale, sizeMultiplePx),
            nearestMultiple(picture.height() * scale, sizeMultiplePx)};
}

}  // namespace

Result<GenerateRequest> imageToImageRequest(const CanvasContent& content, GenerateRequest settings,
                                            int sizeMultiplePx) {
    const CanvasPicture& picture = content.picture;
    if (!picture.pixels) {
        return Error{
            ErrorCode::InvalidRequest, "There is no picture on the canvas to start from.", {}};
    }
    settings.initImage = *picture.pixels;
    settings.mask.reset();
    // Drawn as small as new pictures are where an enlarger brings them to their size.
    const int upscale = std::max(1, static_cast<int>(settings.upscale));
    settings.widthPx = nearestMultiple(picture.widthPx / upscale, sizeMultiplePx);
    settings.heightPx = nearestMultiple(picture.heightPx / upscale, sizeMultiplePx);
    return settings;
}

Result<GenerateRequest> repaintRequest(const CanvasContent& content, GenerateRequest settings,
                                       int sizeMultiplePx) {
    settings.upscale = 1;  // what is not masked stays as it is, pixel by pixel
    const QSize chosen(settings.widthPx.value_or(0), settings.heightPx.value_or(0));
    Result<GenerateRequest> request =
        imageToImageRequest(content, std::move(settings), sizeMultiplePx);
    if (!request) {
        return request;
    }
    if (content.mask.isClear()) {
        return Error{ErrorCode::InvalidRequest,
                     "Nothing is masked: paint over what is to be repainted first.",
                     {}};
    }
    request->mask = content.mask.toImage();
    const QSize drawn = drawnSize(content, chosen, sizeMultiplePx);
    request->widthPx = drawn.width();
    request->heightPx = drawn.height();
    return request;
}

}  // namespace limn
