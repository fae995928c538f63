// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/imaging/vision_patches.h"

#include "inference/imaging/image_tensor.h"
#include "inference/imaging/normalise.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace limn::imaging {
namespace {

constexpr double kLongestShape = 200.0;

}  // namespace

Result<PictureSize> smartSize(PictureSize size, const PatchOptions& options) {
    const double height = size.heightPx;
    const double width = size.widthPx;
    if (height < 1 || width < 1 ||
        std::max(height, width) / std::min(height, width) > kLongestShape) {
        return Error{ErrorCode::InvalidRequest,
                     "The picture is " + std::to_string(size.widthPx) + " × " +
                         std::to_string(size.heightPx) +
                         "; a describing model takes pictures up to 200 times as long as wide.",
                     {}};
    }
    const double factor = static_cast<double>(options.patchPx * options.mergePatches);
    const auto most = static_cast<double>(options.mostPixels);
    const auto fewest = static_cast<double>(options.fewestPixels);
    // nearbyint rounds halves to even, as Python does.
    double newHeight = std::nearbyint(height / factor) * factor;
    double newWidth = std::nearbyint(width / factor) * factor;
    if (newHeight * newWidth > most) {
        const double shrink = std::sqrt(height * width / most);
        newHeight = std::max(factor, std::floor(height / shrink / factor) * factor);
        newWidth = std::max(factor, std::floor(width / shrink / factor) * factor);
    } else if (newHeight * newWidth < fewest) {
        const double grow = std::sqrt(fewest / (height * width));
        newHeight = std::ceil(height * grow / factor) * factor;
        newWidth = std::ceil(width * grow / factor) * factor;
    }
    if (newHeight < 1 || newWidth < 1 || newHeight > kLargestSidePx || newWidth > kLargestSidePx) {
        return Error{ErrorCode::InvalidRequest,
                     "The picture is " + std::to_string(size.widthPx) + " × " +
                         std::to_string(size.heightPx) + ", which this model cannot be shown.",
                     {}};
    }
    return PictureSize{static_cast<int>(newWidth), static_cast<int>(newHeight)};
}

Outcome<PicturePatches> toPatches(const Image& image, const PatchOptions& options,
                                  const std::stop_token& stop) {
    const auto size = smartSize({image.widthPx, image.heightPx}, options);
    if (!size) {
        return size.error();
    }
    const auto resizedImage =
        resize(onWhite(image), size->widthPx, size->heightPx, options.filter, stop);
    if (!resizedImage.isDone()) {
        return resizedImage.isCancelled() ? Outcome<PicturePatches>(Cancelled{})
                                          : resizedImage.error();
    }
    const auto patch = options.patchPx;
    const auto merge = options.mergePatches;
    PicturePatches result;
    result.rows = size->heightPx / patch;
    result.columns = size->widthPx / patch;
    const auto blocks =
        normalised(resizedImage.value(), options.mean, options.deviation)
            .view({3, result.rows / merge, merge, patch, result.columns / merge, merge, patch})
            .permute({1, 4, 2, 5, 0, 3, 6});
    result.values =
        blocks.unsqueeze(5)
            .expand({-1, -1, -1, -1, -1, options.moments, -1, -1})
            .reshape({result.rows * result.columns, 3 * options.moments * patch * patch});
    return result;
}

}  // namespace limn::imaging
