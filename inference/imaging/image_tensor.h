// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"

#include <ATen/core/Tensor.h>

#include <stop_token>

namespace limn::imaging {

/// Grey, RGB or RGBA (alpha is dropped, as Pillow's convert("RGB") does) -> [1, 3, H, W] float32, -1 ... 1.
at::Tensor toTensor(const Image& image);

/// [1, 3, H, W] in -1 ... 1 -> RGB, rounded as diffusers rounds: clamp, ·255, half to even.
/// NotANumber if any value is NaN or infinite.
Result<Image> toImage(const at::Tensor& pixels);

/// A mask as the pipelines read it: grey, 1 where the picture is repainted (value ≥ 128), else 0. [1, 1, H, W] float32.
at::Tensor toMask(const Image& mask);

/// `original` with the opaque pixels of `repainted` (RGB) where the mask says so: outside the mask nothing changes, alpha
/// included. Both others are at least as large; only their top left part is used. RGB, or RGBA where the original is.
Image composite(const Image& original, const Image& repainted, const Image& mask);

/// The fourth channel of an RGBA image, as a grey one; and put beside the three of an RGB image of the same size.
Image alphaOf(const Image& image);
Image withAlpha(const Image& rgb, const Image& alpha);

enum class Padding { Edge = 1, Zero };
/// With columns added at the right and rows below, to at least its own size.
Image padded(const Image& image, int widthPx, int heightPx, Padding padding);

/// RGB copy of any Image.
Image toRgb(const Image& image);
/// RGB on white, in every byte as Pillow's alpha_composite onto an opaque white picture.
Image onWhite(const Image& image);
/// One channel; weights of ITU-R 601-2 as Pillow's convert("L").
Image toGrey(const Image& image);

/// Lanczos, as diffusers' VaeImageProcessor resizes (Pillow's filter, exact).
Result<Image> resized(const Image& image, int widthPx, int heightPx, const std::stop_token& stop);

}  // namespace limn::imaging
