// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/canvas_requests.h"

#include <algorithm>
#include <utility>

namespace limn {
namespace {

int nearestMultiple(int sidePx, int multiplePx) {
    const int multiple = std::max(1, multiplePx);
    return std::max(1, (sidePx + multiple / 2) / multiple) * multiple;
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
    settings.widthPx = nearestMultiple(picture.widthPx, sizeMultiplePx);
    settings.heightPx = nearestMultiple(picture.heightPx, sizeMultiplePx);
    return settings;
}

Result<GenerateRequest> repaintRequest(const CanvasContent& content, GenerateRequest settings,
                                       int sizeMultiplePx) {
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
    return request;
}

}  // namespace limn
