// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/repaint.h"

#include "core/base/resize.h"
#include "core/document/masked_pixels.h"

namespace limn {

bool isRepaint(const GenerateRequest& request) {
    return request.initImage && request.mask;
}

GenerateRequest engineRequest(const GenerateRequest& request) {
    GenerateRequest result = request;
    if (isRepaint(request)) {
        for (std::uint8_t& value : result.mask->pixels) {
            value = value > 0 ? 255 : 0;
        }
    }
    return result;
}

Outcome<Repainted> finishedRepaint(const GenerateRequest& request, const Image& drawn,
                                   std::stop_token stop) {
    const Image& before = *request.initImage;
    Outcome<Image> fitting =
        resize(drawn, before.widthPx, before.heightPx, ResizeFilter::Lanczos, stop);
    if (fitting.isCancelled()) {
        return Cancelled{};
    }
    if (fitting.isFailed()) {
        return fitting.error();
    }
    Result<Image> mixed = blendedInside(before, fitting.value(), *request.mask);
    if (!mixed) {
        return mixed.error();
    }
    const Result<std::int64_t> changed = countPixelsChangedOutside(before, *mixed, *request.mask);
    if (!changed) {
        return changed.error();
    }
    return Repainted{std::move(mixed).value(), *changed};
}

}  // namespace limn
