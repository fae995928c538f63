// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/resize.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <numbers>
#include <optional>
#include <string>

namespace limn {

namespace {

// Reference for every constant and rounding here: Pillow's resampling documentation and its
// results, which the golden test compares byte for byte.
constexpr int kWeightBits = 22;  // 32 less 8 for the pixel and 2 for sums above one
constexpr std::int32_t kHalf = 1 << (kWeightBits - 1);

double bilinear(double x) {
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double bicubic(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    }
    return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
}

double sinc(double x) {
    if (x == 0.0) {
        return 1.0;
    }
    x *= std::numbers::pi;
    return std::sin(x) / x;
}

double lanczos(double x) {
    return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
}

struct Kernel {
    double (*weight)(double);
    double support;
};

Kernel kernelOf(ResizeFilter filter) {
    switch (filter) {
    case ResizeFilter::Bilinear:
        return {bilinear, 1.0};
    case ResizeFilter::Bicubic:
        return {bicubic, 2.0};
    case ResizeFilter::Lanczos:
        break;
    }
    return {lanczos, 3.0};
}

/// For each output position along one axis: which inputs it sums, and their weights.
struct AxisWeights {
    struct Span {
        int first;
        int count;
    };
    std::vector<Span> spans;
    std::vector<std::int32_t> weights;  // [spans.size() * stride]
    std::size_t stride = 0;

    const std::int32_t* of(int position) const {
        return weights.data() + static_cast<std::size_t>(position) * stride;
    }
};

AxisWeights axisWeights(int inputSize, int outputSize, const Kernel& kernel) {
    const double scale = static_cast<double>(inputSize) / outputSize;
    const double widening = std::max(scale, 1.0);
    const double support = kernel.support * widening;
    AxisWeights axis;
    axis.stride = static_cast<std::size_t>(std::ceil(support)) * 2 + 1;
    axis.spans.reserve(static_cast<std::size_t>(outputSize));
    axis.weights.resize(axis.stride * static_cast<std::size_t>(outputSize));
    std::vector<double> exact(axis.stride);
    for (int position = 0; position < outputSize; ++position) {
        const double center = (position + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(center - support + 0.5));
        const int end = std::min(inputSize, static_cast<int>(center + support + 0.5));
        const int count = end - first;
        double sum = 0.0;
        for (int i = 0; i < count; ++i) {
            exact[static_cast<std::size_t>(i)] =
                kernel.weight((i + first - center + 0.5) * (1.0 / widening));
            sum += exact[static_cast<std::size_t>(i)];
        }
        std::int32_t* weights =
            axis.weights.data() + static_cast<std::size_t>(position) * axis.stride;
        for (int i = 0; i < count; ++i) {
            const double share = sum != 0.0 ? exact[static_cast<std::size_t>(i)] / sum : 0.0;
            weights[i] =
                static_cast<std::int32_t>((share < 0 ? -0.5 : 0.5) + share * (1 << kWeightBits));
        }
        axis.spans.push_back({first, count});
    }
    return axis;
}

std::uint8_t toByte(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

template <int kChannels>
void resizeRow(const std::uint8_t* input, std::uint8_t* output, const AxisWeights& axis) {
    const int outputSize = static_cast<int>(axis.spans.size());
    for (int x = 0; x < outputSize; ++x) {
        const auto [first, count] = axis.spans[static_cast<std::size_t>(x)];
        const std::int32_t* weights = axis.of(x);
        const std::uint8_t* pixel = input + static_cast<std::size_t>(first) * kChannels;
        std::int32_t sums[kChannels];
        std::fill_n(sums, kChannels, kHalf);
        for (int i = 0; i < count; ++i, pixel += kChannels) {
            for (int c = 0; c < kChannels; ++c) {
                sums[c] += pixel[c] * weights[i];
            }
        }
        for (int c = 0; c < kChannels; ++c) {
            *output++ = toByte(sums[c]);
        }
    }
}

std::optional<Image> resizeAcross(const Image& source, int widthPx, const Kernel& kernel,
                                  const std::stop_token& stop) {
    const AxisWeights axis = axisWeights(source.widthPx, widthPx, kernel);
    Image result(widthPx, source.heightPx, source.channels);
    const auto row = source.channels == 1   ? resizeRow<1>
                     : source.channels == 3 ? resizeRow<3>
                                            : resizeRow<4>;
    for (int y = 0; y < source.heightPx; ++y) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        row(source.row(y), result.row(y), axis);
    }
    return result;
}

std::optional<Image> resizeDown(const Image& source, int heightPx, const Kernel& kernel,
                                const std::stop_token& stop) {
    const AxisWeights axis = axisWeights(source.heightPx, heightPx, kernel);
    Image result(source.widthPx, heightPx, source.channels);
    const std::size_t rowBytes = source.rowBytes();
    std::vector<std::int32_t> sums(rowBytes);
    for (int y = 0; y < heightPx; ++y) {
        std::fill(sums.begin(), sums.end(), kHalf);
        const auto [first, count] = axis.spans[static_cast<std::size_t>(y)];
        for (int i = 0; i < count; ++i) {
            if (stop.stop_requested()) {
                return std::nullopt;
            }
            const std::int32_t weight = axis.of(y)[i];
            const std::uint8_t* input = source.row(first + i);
            for (std::size_t x = 0; x < rowBytes; ++x) {
                sums[x] += input[x] * weight;
            }
        }
        std::transform(sums.begin(), sums.end(), result.row(y), toByte);
    }
    return result;
}

void premultiply(Image& image) {
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        const int alpha = image.pixels[i + 3];
        for (std::size_t c = i; c < i + 3; ++c) {
            const int product = image.pixels[c] * alpha + 128;
            image.pixels[c] = static_cast<std::uint8_t>(((product >> 8) + product) >> 8);
        }
    }
}

void unpremultiply(Image& image) {
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        const int alpha = image.pixels[i + 3];
        if (alpha == 0 || alpha == 255) {
            continue;
        }
        for (std::size_t c = i; c < i + 3; ++c) {
            image.pixels[c] =
                static_cast<std::uint8_t>(std::min(255, 255 * image.pixels[c] / alpha));
        }
    }
}

std::optional<Image> resizeChecked(const Image& source, int widthPx, int heightPx,
                                   const Kernel& kernel, const std::stop_token& stop) {
    std::optional<Image> result = source;
    if (source.channels == 4) {
        premultiply(*result);
    }
    // As Pillow since 13: down first when the height shrinks by more than twice what the width
    // does. The order shows in the last bit, because the picture is rounded between the passes.
    // Older ones always went across first.
    const bool downFirst =
        heightPx < source.heightPx && source.heightPx - heightPx > 2 * (source.widthPx - widthPx);
    if (downFirst && heightPx != source.heightPx) {
        result = resizeDown(*result, heightPx, kernel, stop);
    }
    if (result && widthPx != source.widthPx) {
        result = resizeAcross(*result, widthPx, kernel, stop);
    }
    if (result && !downFirst && heightPx != source.heightPx) {
        result = resizeDown(*result, heightPx, kernel, stop);
    }
    if (result && source.channels == 4) {
        unpremultiply(*result);
    }
    return result;
}

std::string sizeText(int widthPx, int heightPx) {
    return std::to_string(widthPx) + " x " + std::to_string(heightPx);
}

}  // namespace

Outcome<Image> resize(const Image& source, int widthPx, int heightPx, ResizeFilter filter,
                      std::stop_token stop) {
    const auto isSide = [](int side) {
        return side >= 1 && side <= kLargestSidePx;
    };
    if (!isSide(widthPx) || !isSide(heightPx)) {
        return Error{ErrorCode::InvalidRequest,
                     "A picture cannot be resized to " + sizeText(widthPx, heightPx) +
                         " pixels: each side must be 1 to " + std::to_string(kLargestSidePx) + ".",
                     {}};
    }
    const bool isPicture =
        isSide(source.widthPx) && isSide(source.heightPx) &&
        (source.channels == 1 || source.channels == 3 || source.channels == 4) &&
        source.pixels.size() == source.rowBytes() * static_cast<std::size_t>(source.heightPx);
    if (!isPicture) {
        return Error{ErrorCode::InvalidRequest,
                     "A picture of " + sizeText(source.widthPx, source.heightPx) + " pixels and " +
                         std::to_string(source.channels) +
                         " channels cannot be resized: expected 1, 3 or 4 channels "
                         "and sides of 1 to " +
                         std::to_string(kLargestSidePx) + ".",
                     {}};
    }
    if (stop.stop_requested()) {
        return Cancelled{};
    }
    try {
        if (widthPx == source.widthPx && heightPx == source.heightPx) {
            return source;
        }
        std::optional<Image> result =
            resizeChecked(source, widthPx, heightPx, kernelOf(filter), stop);
        if (!result) {
            return Cancelled{};
        }
        return std::move(*result);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory,
                     "There is not enough memory to resize a picture to " +
                         sizeText(widthPx, heightPx) + " pixels.",
                     {}};
    }
}

}  // namespace limn
