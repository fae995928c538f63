// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/vision/PictureFacts.h"

#include <cstddef>
#include <cstdint>

namespace limn::vision {

inline constexpr std::size_t kColourNames = 12;

/// OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020).
struct Lab {
    double lightness, a, b;
};
Lab labOf(std::uint8_t red, std::uint8_t green, std::uint8_t blue);

/// The word that people would use.
ColourName nameOf(const Lab& lab);

}  // namespace limn::vision
