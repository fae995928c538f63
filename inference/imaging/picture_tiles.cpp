// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/imaging/picture_tiles.h"

#include "inference/imaging/image_tensor.h"
#include "inference/imaging/normalise.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace limn::imaging {
namespace {

constexpr int kLargestSide = 4096;  // the reference's own bound

struct Size {
    int width;
    int height;
};

/// The longer side becomes `longest`; the shorter one keeps the shape, rounded down and then up to an even number.
Size withLongestSide(Size size, int longest) {
    const double shape = static_cast<double>(size.width) / size.height;
    if (size.width >= size.height) {
        const int height = static_cast<int>(longest / shape);
        return {longest, std::max(1, height + height % 2)};
    }
    const int width = static_cast<int>(longest * shape);
    return {std::max(1, width + width % 2), longest};
}

/// At most kLargestSide a side.
Size bounded(Size size) {
    const double shape = static_cast<double>(size.width) / size.height;
    if (size.width >= size.height && size.width > kLargestSide) {
        size = {kLargestSide, static_cast<int>(kLargestSide / shape)};
    } else if (size.height > size.width && size.height > kLargestSide) {
        size = {static_cast<int>(kLargestSide * shape), kLargestSide};
    }
    return {std::max(1, size.width), std::max(1, size.height)};
}

int roundedUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

/// Both sides multiples of a tile's.
Size inTiles(Size size, int tile) {
    const double shape = static_cast<double>(size.width) / size.height;
    if (size.width >= size.height) {
        const int width = roundedUp(size.width, tile);
        return {width, roundedUp(std::max(1, static_cast<int>(width / shape)), tile)};
    }
    const int height = roundedUp(size.height, tile);
    return {roundedUp(std::max(1, static_cast<int>(height * shape)), tile), height};
}

Image cut(const Image& image, int left, int top, int side) {
    Image part(side, side, image.channels);
    for (int y = 0; y < side; ++y) {
        const auto* from = image.row(top + y) + static_cast<std::ptrdiff_t>(left) * image.channels;
        std::copy(from, from + part.rowBytes(), part.row(y));
    }
    return part;
}

/// What a failed or cancelled step leaves behind.
template <class T>
Outcome<PictureTiles> endedBy(const Outcome<T>& step) {
    return step.isCancelled() ? Outcome<PictureTiles>(Cancelled{})
                              : Outcome<PictureTiles>(step.error());
}

}  // namespace

Outcome<PictureTiles> toTiles(const Image& image, const TileOptions& options,
                              const std::stop_token& stop) {
    const auto tile = static_cast<int>(options.tilePx);
    const auto first = bounded(
        withLongestSide({image.widthPx, image.heightPx}, static_cast<int>(options.longestPx)));
    auto picture = resize(onWhite(image), first.width, first.height, options.filter, stop);
    if (!picture.isDone()) {
        return endedBy(picture);
    }
    PictureTiles result;
    std::vector<at::Tensor> values;
    if (options.splits) {
        const auto size = inTiles(first, tile);
        picture = resize(picture.value(), size.width, size.height, options.filter, stop);
        if (!picture.isDone()) {
            return endedBy(picture);
        }
        if (size.width > tile || size.height > tile) {
            result.rows = size.height / tile;
            result.columns = size.width / tile;
        }
        for (std::int64_t i = 0; i < result.rows * result.columns; ++i) {
            values.push_back(
                normalised(cut(picture.value(), static_cast<int>(i % result.columns) * tile,
                               static_cast<int>(i / result.columns) * tile, tile),
                           options.mean, options.deviation));
        }
    }
    result.widthPx = picture.value().widthPx;
    result.heightPx = picture.value().heightPx;
    const auto whole = resize(picture.value(), tile, tile, options.filter, stop);
    if (!whole.isDone()) {
        return endedBy(whole);
    }
    values.push_back(normalised(whole.value(), options.mean, options.deviation));
    result.values = at::stack(values);
    return result;
}

}  // namespace limn::imaging
