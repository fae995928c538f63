// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/imaging/image_tensor.h"

#include "core/base/resize.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>

namespace limn::imaging {
namespace {

constexpr std::uint8_t kMaskThreshold = 128;  // 0.5 of 255, rounded up: diffusers binarises at 0.5
constexpr std::uint8_t kOpaque = 255;

/// The bytes as a tensor [H, W, channels] that borrows the image's memory.
at::Tensor borrowed(const Image& image) {
    return at::from_blob(const_cast<std::uint8_t*>(image.pixels.data()),
                         {image.heightPx, image.widthPx, image.channels},
                         at::TensorOptions().dtype(at::kByte));
}

}  // namespace

Image toRgb(const Image& image) {
    if (image.channels == 3) {
        return image;
    }
    Image out(image.widthPx, image.heightPx, 3);
    const auto count = out.pixels.size() / 3;
    for (std::size_t i = 0; i < count; ++i) {
        const auto* from = &image.pixels[i * static_cast<std::size_t>(image.channels)];
        for (std::size_t c = 0; c < 3; ++c) {
            out.pixels[3 * i + c] = image.channels == 1 ? from[0] : from[c];
        }
    }
    return out;
}

Image onWhite(const Image& image) {
    if (image.channels != 4) {
        return toRgb(image);
    }
    constexpr unsigned kMoreBits = 7;
    const auto dividedBy255 = [](unsigned value) {
        return ((value >> 8U) + value) >> 8U;
    };
    Image out(image.widthPx, image.heightPx, 3);
    for (std::size_t i = 0; i < out.pixels.size() / 3; ++i) {
        const auto* from = &image.pixels[4 * i];
        const unsigned ofPicture = static_cast<unsigned>(from[3]) << kMoreBits;
        const unsigned ofWhite = (255U << kMoreBits) - ofPicture;
        for (std::size_t c = 0; c < 3; ++c) {
            const unsigned sum = from[c] * ofPicture + 255U * ofWhite + (0x80U << kMoreBits);
            out.pixels[3 * i + c] = static_cast<std::uint8_t>(dividedBy255(sum) >> kMoreBits);
        }
    }
    return out;
}

Image toGrey(const Image& image) {
    if (image.channels == 1) {
        return image;
    }
    Image out(image.widthPx, image.heightPx, 1);
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        const auto* from = &image.pixels[i * static_cast<std::size_t>(image.channels)];
        // Pillow's fixed-point form of 0.299 R + 0.587 G + 0.114 B
        const unsigned sum = from[0] * 19595U + from[1] * 38470U + from[2] * 7471U + 0x8000U;
        out.pixels[i] = static_cast<std::uint8_t>(sum >> 16U);
    }
    return out;
}

at::Tensor toTensor(const Image& image) {
    const auto rgb = toRgb(image);
    const auto image01 = borrowed(rgb).to(at::kFloat) / 255.0;
    return (image01 * 2.0 - 1.0).permute({2, 0, 1}).unsqueeze(0).contiguous();
}

Result<Image> toImage(const at::Tensor& pixels) {
    const auto cpu = pixels.to(at::kCPU, at::kFloat);
    if (!at::isfinite(cpu).all().item<bool>()) {
        return Error{ErrorCode::NotANumber,
                     "The picture came out as NaN: the model overflowed in its number type, or a weight of it "
                     "is damaged.",
                     {}};
    }
    const auto bytes = at::round(at::clamp(cpu / 2 + 0.5, 0.0, 1.0) * 255.0)
                           .to(at::kByte)[0]
                           .permute({1, 2, 0})
                           .contiguous();
    Image out(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)),
              static_cast<int>(bytes.size(2)));
    std::memcpy(out.pixels.data(), bytes.const_data_ptr(), out.pixels.size());
    return out;
}

at::Tensor toMask(const Image& mask) {
    const auto grey = toGrey(mask);
    return borrowed(grey)
        .ge(kMaskThreshold)
        .to(at::kFloat)
        .permute({2, 0, 1})
        .unsqueeze(0)
        .contiguous();
}

Image composite(const Image& original, const Image& repainted, const Image& mask) {
    Image out = original.channels == 1 ? toRgb(original) : original;
    const auto grey = toGrey(mask);
    for (int y = 0; y < out.heightPx; ++y) {
        for (int x = 0; x < out.widthPx; ++x) {
            if (grey.row(y)[x] >= kMaskThreshold) {
                auto* pixel = out.row(y) + x * out.channels;
                std::copy_n(repainted.row(y) + 3 * x, 3, pixel);
                std::fill(pixel + 3, pixel + out.channels, kOpaque);
            }
        }
    }
    return out;
}

Image alphaOf(const Image& image) {
    Image out(image.widthPx, image.heightPx, 1);
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        out.pixels[i] = image.pixels[4 * i + 3];
    }
    return out;
}

Image withAlpha(const Image& rgb, const Image& alpha) {
    Image out(rgb.widthPx, rgb.heightPx, 4);
    for (std::size_t i = 0; i < alpha.pixels.size(); ++i) {
        std::copy_n(&rgb.pixels[3 * i], 3, &out.pixels[4 * i]);
        out.pixels[4 * i + 3] = alpha.pixels[i];
    }
    return out;
}

Image padded(const Image& image, int widthPx, int heightPx, Padding padding) {
    Image out(widthPx, heightPx, image.channels);
    for (int y = 0; y < heightPx; ++y) {
        if (y >= image.heightPx && padding == Padding::Zero) {
            break;
        }
        const auto* from = image.row(std::min(y, image.heightPx - 1));
        auto* to = std::copy_n(from, image.rowBytes(), out.row(y));
        const auto* last = from + image.rowBytes() - image.channels;
        for (int x = image.widthPx; x < widthPx && padding == Padding::Edge; ++x) {
            to = std::copy_n(last, image.channels, to);
        }
    }
    return out;
}

Result<Image> resized(const Image& image, int widthPx, int heightPx, const std::stop_token& stop) {
    auto outcome = resize(image, widthPx, heightPx, ResizeFilter::Lanczos, stop);
    if (outcome.isCancelled()) {
        throw nn::OperationCancelled{};
    }
    if (outcome.isFailed()) {
        return outcome.error();
    }
    return std::move(outcome).value();
}

}  // namespace limn::imaging
