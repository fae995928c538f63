// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/oklab.h"

#include <algorithm>
#include <cmath>

namespace limn::starter {
namespace {

float linearFromSrgb(float x) {
    return x <= 0.04045F ? x / 12.92F : std::pow((x + 0.055F) / 1.055F, 2.4F);
}

float srgbFromLinear(float x) {
    x = std::clamp(x, 0.0F, 1.0F);
    return x <= 0.0031308F ? x * 12.92F : 1.055F * std::pow(x, 1 / 2.4F) - 0.055F;
}

}  // namespace

Oklab oklabFromSrgb(const Rgb& srgb) {
    const float r = linearFromSrgb(srgb.r);
    const float g = linearFromSrgb(srgb.g);
    const float b = linearFromSrgb(srgb.b);
    const float l = std::cbrt(0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b);
    const float m = std::cbrt(0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b);
    const float s = std::cbrt(0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b);
    return {0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
            1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
            0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

Rgb srgbFromOklab(const Oklab& lab) {
    const auto cube = [](float x) {
        return x * x * x;
    };
    const float l = cube(lab.L + 0.3963377774F * lab.a + 0.2158037573F * lab.b);
    const float m = cube(lab.L - 0.1055613458F * lab.a - 0.0638541728F * lab.b);
    const float s = cube(lab.L - 0.0894841775F * lab.a - 1.2914855480F * lab.b);
    return {srgbFromLinear(4.0767416621F * l - 3.3077115913F * m + 0.2309699292F * s),
            srgbFromLinear(-1.2684380046F * l + 2.6097574011F * m - 0.3413193965F * s),
            srgbFromLinear(-0.0041960863F * l - 0.7034186147F * m + 1.7076147010F * s)};
}

float distance(const Oklab& x, const Oklab& y) {
    return std::hypot(x.L - y.L, x.a - y.a, x.b - y.b);
}

}  // namespace limn::starter
