// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/styles.h"

#include "core/base/CounterRandom.h"
#include "inference/starter/Canvas.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace limn::starter {
namespace {

constexpr int kSide = kFullSidePx;
constexpr std::size_t kPixels = std::size_t{kSide} * kSide;
using Plane = std::vector<float>;  // kPixels values

std::size_t at(int x, int y) {
    return static_cast<std::size_t>(std::clamp(y, 0, kSide - 1)) * kSide +
           static_cast<std::size_t>(std::clamp(x, 0, kSide - 1));
}

Rgb colourAt(const Image& picture, std::size_t pixel) {
    const auto* bytes = &picture.pixels[3 * pixel];
    return {static_cast<float>(bytes[0]) / 255, static_cast<float>(bytes[1]) / 255,
            static_cast<float>(bytes[2]) / 255};
}

void setColour(Image& picture, std::size_t pixel, const Rgb& colour) {
    const std::array<float, 3> channels{colour.r, colour.g, colour.b};
    for (std::size_t c = 0; c < 3; ++c) {
        picture.pixels[3 * pixel + c] =
            static_cast<std::uint8_t>(std::lround(std::clamp(channels[c], 0.0F, 1.0F) * 255));
    }
}

template <class Function>
void forEachPixel(Function function) {
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            function(x, y, at(x, y));
        }
    }
}

float lightness(const Rgb& colour) {
    return 0.30F * colour.r + 0.59F * colour.g + 0.11F * colour.b;
}

/// How much a colour changes across a pixel: the largest of the channels' central differences.
float contrastAt(const Image& picture, int x, int y) {
    float most = 0;
    for (const auto& [dx, dy] : {std::pair(1, 0), std::pair(0, 1)}) {
        const auto* before = &picture.pixels[3 * at(x - dx, y - dy)];
        const auto* after = &picture.pixels[3 * at(x + dx, y + dy)];
        for (int c = 0; c < 3; ++c) {
            most = std::max(most, static_cast<float>(std::abs(after[c] - before[c])) / 255);
        }
    }
    return most;
}

bool isOutline(const RenderedScene& scene, int x, int y) {
    const auto owner = scene.owner[at(x, y)];
    return owner != scene.owner[at(x + 1, y)] || owner != scene.owner[at(x, y + 1)] ||
           owner != scene.owner[at(x - 1, y)] || owner != scene.owner[at(x, y - 1)];
}

/// Where a pen would go: 1 on outlines of things and strong edges, less on weak ones.
Plane lines(const RenderedScene& scene, float weakest, float strongest) {
    Plane plane(kPixels);
    forEachPixel([&](int x, int y, std::size_t pixel) {
        const float edge = (contrastAt(scene.picture, x, y) - weakest) / (strongest - weakest);
        plane[pixel] = isOutline(scene, x, y) ? 1 : std::clamp(edge, 0.0F, 1.0F);
    });
    return plane;
}

/// Mean over a square; a sliding sum over rows, then over columns.
Plane blurred(const Plane& plane, int radius) {
    const auto pass = [&](const Plane& from, auto indexOf) {
        Plane to(kPixels);
        const float scale = 1 / static_cast<float>(2 * radius + 1);
        for (int line = 0; line < kSide; ++line) {
            float sum = 0;
            for (int i = -radius; i <= radius; ++i) {
                sum += from[indexOf(i, line)];
            }
            for (int i = 0; i < kSide; ++i) {
                to[indexOf(i, line)] = sum * scale;
                sum += from[indexOf(i + radius + 1, line)] - from[indexOf(i - radius, line)];
            }
        }
        return to;
    };
    const Plane rows = pass(plane, [](int i, int line) { return at(i, line); });
    return pass(rows, [](int i, int line) { return at(line, i); });
}

/// The same paper under every picture: smooth noise in -1 ... 1 of so many pixels a blot.
Plane paper(std::uint64_t stream, int blotPx) {
    Plane grain(kPixels);
    CounterRandom random(0x9A9E2, 0, stream);
    for (float& value : grain) {
        value = static_cast<float>(random.uniform(-1, 1));
    }
    Plane smooth = blurred(blurred(grain, blotPx / 2), blotPx / 2);
    float most = 1e-6F;
    for (const float value : smooth) {
        most = std::max(most, std::abs(value));
    }
    for (float& value : smooth) {
        value /= most;
    }
    return smooth;
}

/// The flattest of the four squares around a pixel gives its colour, so that areas run together and edges stay
/// (M. Kuwahara et al., "Processing of RI-angiocardiographic images", 1976).
Image runTogether(const Image& picture, int radius) {
    std::array<Plane, 3> mean;
    Plane squares(kPixels);
    Plane light(kPixels);
    for (std::size_t c = 0; c < 3; ++c) {
        Plane channel(kPixels);
        for (std::size_t i = 0; i < kPixels; ++i) {
            channel[i] = static_cast<float>(picture.pixels[3 * i + c]) / 255;
        }
        mean[c] = blurred(channel, radius / 2);
    }
    for (std::size_t i = 0; i < kPixels; ++i) {
        light[i] = lightness(colourAt(picture, i));
        squares[i] = light[i] * light[i];
    }
    const Plane meanLight = blurred(light, radius / 2);
    const Plane meanSquare = blurred(squares, radius / 2);
    Image result(kSide, kSide, 3);
    const int away = radius / 2;
    forEachPixel([&](int x, int y, std::size_t pixel) {
        std::size_t best = pixel;
        float least = 2;
        for (const auto& [dx, dy] : {std::pair(-away, -away), std::pair(away, -away),
                                     std::pair(-away, away), std::pair(away, away)}) {
            const auto square = at(x + dx, y + dy);
            const float variance = meanSquare[square] - meanLight[square] * meanLight[square];
            if (variance < least) {
                least = variance;
                best = square;
            }
        }
        setColour(result, pixel, {mean[0][best], mean[1][best], mean[2][best]});
    });
    return result;
}

/// Few shades with clear colours under dark lines.
void ink(RenderedScene& scene) {
    constexpr float kShades = 5;
    const Plane pen = blurred(lines(scene, 0.16F, 0.34F), 1);
    const Image flat = runTogether(scene.picture, 4);
    forEachPixel([&](int, int, std::size_t pixel) {
        Oklab colour = oklabFromSrgb(colourAt(flat, pixel));
        colour.L = std::min(1.0F, std::round(colour.L * kShades) / kShades + 0.06F);
        colour.a *= 1.15F;
        colour.b *= 1.15F;
        const float cover = std::clamp(1.6F * pen[pixel] - 0.25F, 0.0F, 1.0F);
        setColour(scene.picture, pixel, mix(srgbFromOklab(colour), rgb(0x15161F), cover));
    });
}

/// Thin paint on paper: areas run together, dry darker at their rims, and leave an uneven margin.
void watercolour(RenderedScene& scene) {
    static const Plane wash = paper(1, 34);
    static const Plane grain = paper(2, 3);
    const Rgb sheet = rgb(0xFBF7EC);
    const Plane rims = blurred(lines(scene, 0.10F, 0.30F), 1);
    const Image flat = runTogether(scene.picture, 8);
    forEachPixel([&](int x, int y, std::size_t pixel) {
        const float paint = 0.84F + 0.14F * wash[pixel] + 0.05F * grain[pixel];
        // Paint on white paper is lighter and clearer than light on a screen.
        Oklab lab = oklabFromSrgb(colourAt(flat, pixel));
        lab = {0.10F + 0.92F * lab.L, 1.35F * lab.a, 1.35F * lab.b};
        Rgb colour = mix(sheet, srgbFromOklab(lab), std::clamp(paint, 0.0F, 1.0F));
        colour = mix(colour, colour * rgb(0xA6A8BE), std::clamp(0.9F * rims[pixel], 0.0F, 1.0F));
        const auto fromEdge = static_cast<float>(std::min({x, y, kSide - 1 - x, kSide - 1 - y}));
        const float margin = std::clamp((fromEdge - 9 - 5 * wash[pixel]) / 3, 0.0F, 1.0F);
        setColour(scene.picture, pixel, mix(sheet, colour, margin));
    });
}

/// 64 by 64 squares in few colours.
void pixelArt(RenderedScene& scene) {
    constexpr int kSquarePx = 4;
    constexpr float kShades = 14;
    constexpr float kHues = 30;
    for (int top = 0; top < kSide; top += kSquarePx) {
        for (int left = 0; left < kSide; left += kSquarePx) {
            Rgb sum;
            for (int i = 0; i < kSquarePx * kSquarePx; ++i) {
                const Rgb one =
                    colourAt(scene.picture, at(left + i % kSquarePx, top + i / kSquarePx));
                sum = {sum.r + one.r, sum.g + one.g, sum.b + one.b};
            }
            constexpr float kScale = 1.0F / (kSquarePx * kSquarePx);
            const Oklab lab = oklabFromSrgb({sum.r * kScale, sum.g * kScale, sum.b * kScale});
            const Rgb colour = srgbFromOklab({std::round(lab.L * kShades) / kShades,
                                              std::round(lab.a * kHues) / kHues,
                                              std::round(lab.b * kHues) / kHues});
            for (int i = 0; i < kSquarePx * kSquarePx; ++i) {
                setColour(scene.picture, at(left + i % kSquarePx, top + i / kSquarePx), colour);
            }
        }
    }
}

/// Pale lines on blue paper with a grid.
void blueprint(RenderedScene& scene) {
    constexpr int kGridPx = 32;
    const Plane pen = blurred(lines(scene, 0.07F, 0.30F), 1);
    const Rgb sheet = rgb(0x1F4E9E);
    forEachPixel([&](int x, int y, std::size_t pixel) {
        const bool isGrid = x % kGridPx < 2 || y % kGridPx < 2;
        const float cover = std::clamp(1.5F * pen[pixel] - 0.1F, isGrid ? 0.22F : 0.0F, 1.0F);
        const bool isThing = scene.owner[pixel] != 0;
        const float shade = isThing ? 0.35F * lightness(colourAt(scene.picture, pixel)) : 0;
        setColour(scene.picture, pixel,
                  mix(mix(sheet, rgb(0x6E97DA), shade), rgb(0xEFF5FF), cover));
    });
}

}  // namespace

void applyStyle(RenderedScene& scene, Style style) {
    switch (style) {
    case Style::Plain:
        break;
    case Style::Ink:
        ink(scene);
        break;
    case Style::Watercolour:
        watercolour(scene);
        break;
    case Style::PixelArt:
        pixelArt(scene);
        break;
    case Style::Blueprint:
        blueprint(scene);
        break;
    }
}

}  // namespace limn::starter
