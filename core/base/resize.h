// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"

#include <stop_token>

namespace limn {

enum class ResizeFilter { Bilinear = 1, Bicubic, Lanczos };

inline constexpr int kLargestSidePx = 32768;

/// Gives the picture another size, equal in every byte to Pillow 13's Image.resize(size, filter) of
/// the modes L, RGB and RGBA: the filter widens when shrinking, 22-bit fixed-point weights, one
/// axis after the other, rounded to 8 bits between. As there, RGBA is weighted by its alpha
/// (premultiplied and back, both rounded), and an equal size is a plain copy. Sizes outside
/// 1...kLargestSidePx are InvalidRequest. Any thread.
Outcome<Image> resize(const Image& source, int widthPx, int heightPx, ResizeFilter filter,
                      std::stop_token stop = {});

}  // namespace limn
