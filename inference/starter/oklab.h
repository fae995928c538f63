// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn::starter {

struct Rgb {
    float r = 0;
    float g = 0;
    float b = 0;
};

/// Lightness 0 ... 1, and two opponent axes. Björn Ottosson, "A perceptual color space for image processing", 2020.
struct Oklab {
    float L = 0;
    float a = 0;
    float b = 0;
};

/// sRGB 0 ... 1 with its transfer curve, not linear light.
Oklab oklabFromSrgb(const Rgb& srgb);
/// Clamped to what sRGB can show.
Rgb srgbFromOklab(const Oklab& lab);
float distance(const Oklab& x, const Oklab& y);

}  // namespace limn::starter
