// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/Upscaler.h"

#include "inference/imaging/image_tensor.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace limn::pipelines {
namespace {

constexpr std::int64_t kTilePx = 256;  // with its surroundings 0.1 GB of activations in float32
constexpr double kLargestSidePx = 16384;

int tilesOf(std::int64_t sizePx, std::int64_t tilePx) {
    return static_cast<int>((sizePx + tilePx - 1) / tilePx);
}

/// A span of the picture and what the network has to see for it.
struct Span {
    std::int64_t begin;
    std::int64_t size;
    std::int64_t seenBegin;
    std::int64_t seenSize;

    Span(std::int64_t at, std::int64_t tilePx, std::int64_t reach, std::int64_t allPx)
        : begin(at), size(std::min(tilePx, allPx - at)),
          seenBegin(std::max<std::int64_t>(0, at - reach)),
          seenSize(std::min(allPx, at + size + reach) - seenBegin) {}
};

}  // namespace

Image Upscaler::pass(const Image& image, std::int64_t tilePx, const std::stop_token& stop,
                     const TileProgress& progress) const {
    const auto pixels = (imaging::toTensor(image) + 1) / 2;
    const auto height = pixels.size(2);
    const auto width = pixels.size(3);
    const auto all = tilesOf(height, tilePx) * tilesOf(width, tilePx);
    auto out = at::empty({1, 3, height * scale(), width * scale()}, at::kFloat);
    int done = 0;
    for (std::int64_t y = 0; y < height; y += tilePx) {
        const Span rows(y, tilePx, m_network->reach(), height);
        for (std::int64_t x = 0; x < width; x += tilePx) {
            nn::throwIfStopped(stop);
            const Span columns(x, tilePx, m_network->reach(), width);
            const auto seen = pixels.narrow(2, rows.seenBegin, rows.seenSize)
                                  .narrow(3, columns.seenBegin, columns.seenSize);
            const auto large = (*m_network)(seen.to(m_network->device()), stop);
            const auto kept =
                large.narrow(2, (rows.begin - rows.seenBegin) * scale(), rows.size * scale())
                    .narrow(3, (columns.begin - columns.seenBegin) * scale(),
                            columns.size * scale());
            out.narrow(2, y * scale(), rows.size * scale())
                .narrow(3, x * scale(), columns.size * scale())
                .copy_(kept);
            if (progress) {
                progress(++done, all);
            }
        }
    }
    return nn::valueOrThrow(imaging::toImage(out * 2 - 1));
}

Image Upscaler::enlarge(const Image& image, double factor, const std::stop_token& stop,
                        const TileProgress& progress) const {
    const double longestPx = std::max(image.widthPx, image.heightPx);
    if (!(factor >= 1) || factor * longestPx > kLargestSidePx) {
        throw nn::Failure(ErrorCode::InvalidRequest,
                          "The picture of " + std::to_string(image.widthPx) + " × " +
                              std::to_string(image.heightPx) + " can be enlarged 1 to " +
                              std::to_string(static_cast<int>(kLargestSidePx / longestPx)) +
                              " times: 16384 pixels are the longest side.",
                          "upscale");
    }
    Image result = imaging::toRgb(image);
    const auto widthPx = static_cast<int>(std::lround(factor * image.widthPx));
    const auto heightPx = static_cast<int>(std::lround(factor * image.heightPx));
    while (result.widthPx < widthPx && scale() > 1) {
        result = pass(result, kTilePx, stop, progress);
    }
    if (result.widthPx != widthPx || result.heightPx != heightPx) {
        result = nn::valueOrThrow(imaging::resized(result, widthPx, heightPx, stop));
    }
    if (image.channels != 4) {
        return result;
    }
    return imaging::withAlpha(result, nn::valueOrThrow(imaging::resized(imaging::alphaOf(image),
                                                                        widthPx, heightPx, stop)));
}

}  // namespace limn::pipelines
