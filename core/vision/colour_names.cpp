// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/colour_names.h"

#include <array>
#include <cmath>
#include <numbers>

namespace limn::vision {
namespace {

double linear(std::uint8_t value) {
    const double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

const std::array<double, 256>& linearTable() {
    static const std::array<double, 256> table = [] {
        std::array<double, 256> values{};
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = linear(static_cast<std::uint8_t>(i));
        }
        return values;
    }();
    return table;
}

}  // namespace

Lab labOf(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    const auto& table = linearTable();
    const double r = table[red];
    const double g = table[green];
    const double b = table[blue];
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

ColourName nameOf(const Lab& lab) {
    const double chroma = std::hypot(lab.a, lab.b);
    // Dark and light colours look grey sooner.
    if (chroma < 0.04 || lab.lightness < 0.18) {
        return lab.lightness < 0.3 ? ColourName::Black
               : lab.lightness > 0.92 ? ColourName::White
                                      : ColourName::Grey;
    }
    double hue = std::atan2(lab.b, lab.a) * 180 / std::numbers::pi;
    hue = hue < 0 ? hue + 360 : hue;
    // Borders between the hues of sRGB's own red 29, orange 60, yellow 110, green 142, cyan 195, blue 264, magenta 328.
    if (hue < 12 || hue >= 345) {
        return lab.lightness > 0.6 ? ColourName::Pink : ColourName::Red;
    }
    if (hue < 42) {
        return lab.lightness > 0.74 ? ColourName::Pink : ColourName::Red;
    }
    if (hue < 88) {
        return lab.lightness < 0.62 ? ColourName::Brown : ColourName::Orange;
    }
    if (hue < 118) {
        return lab.lightness < 0.55 ? ColourName::Brown : ColourName::Yellow;
    }
    if (hue < 170) {
        return ColourName::Green;
    }
    if (hue < 222) {
        return ColourName::Turquoise;
    }
    if (hue < 285) {
        return ColourName::Blue;
    }
    return hue < 322 ? ColourName::Purple : lab.lightness > 0.6 ? ColourName::Pink : ColourName::Purple;
}

const char* englishName(ColourName colour) {
    constexpr std::array<const char*, kColourNames + 1> kWords = {
        "",
        QT_TRANSLATE_NOOP("limn::Speech", "black"),
        QT_TRANSLATE_NOOP("limn::Speech", "grey"),
        QT_TRANSLATE_NOOP("limn::Speech", "white"),
        QT_TRANSLATE_NOOP("limn::Speech", "red"),
        QT_TRANSLATE_NOOP("limn::Speech", "orange"),
        QT_TRANSLATE_NOOP("limn::Speech", "brown"),
        QT_TRANSLATE_NOOP("limn::Speech", "yellow"),
        QT_TRANSLATE_NOOP("limn::Speech", "green"),
        QT_TRANSLATE_NOOP("limn::Speech", "turquoise"),
        QT_TRANSLATE_NOOP("limn::Speech", "blue"),
        QT_TRANSLATE_NOOP("limn::Speech", "purple"),
        QT_TRANSLATE_NOOP("limn::Speech", "pink"),
    };
    return kWords[static_cast<std::size_t>(colour)];
}

}  // namespace limn::vision
