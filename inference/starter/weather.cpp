// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/weather.h"

#include "core/base/CounterRandom.h"
#include "inference/starter/Canvas.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace limn::starter {
namespace {

constexpr std::uint64_t kWeatherSeed = 0x57E7;
constexpr std::uint32_t kPatterns = 6;  // of drops and flakes

void blend(std::uint8_t* pixel, const Rgb& colour, float opacity) {
    const std::array<float, 3> to{colour.r, colour.g, colour.b};
    for (std::size_t c = 0; c < 3; ++c) {
        const float from = static_cast<float>(pixel[c]);
        pixel[c] = static_cast<std::uint8_t>(std::lround(from + (255 * to[c] - from) * opacity));
    }
}

/// The colour of wet air.
const Rgb& airOf(TimeOfDay time) {
    static const std::array<Rgb, kTimeCount> airs{rgb(0xD5DEE6), rgb(0xD9CBDD), rgb(0xE0A08B),
                                                  rgb(0x48537F)};
    return airs.at(static_cast<std::size_t>(time) - 1);
}

/// A line of one width with round ends, anti-aliased. Pixels.
void drawStreak(Image& picture, float x, float y, float toX, float toY, float width,
                const Rgb& colour, float opacity) {
    const float dx = toX - x;
    const float dy = toY - y;
    const float lengthSquared = dx * dx + dy * dy;
    const float reach = width / 2 + 1;
    const auto low = [&](float a, float b) {
        return std::max(0, static_cast<int>(std::floor(std::min(a, b) - reach)));
    };
    const int right = std::min(picture.widthPx, static_cast<int>(std::max(x, toX) + reach) + 1);
    const int bottom = std::min(picture.heightPx, static_cast<int>(std::max(y, toY) + reach) + 1);
    for (int row = low(y, toY); row < bottom; ++row) {
        for (int column = low(x, toX); column < right; ++column) {
            const float px = static_cast<float>(column) + 0.5F - x;
            const float py = static_cast<float>(row) + 0.5F - y;
            const float along = std::clamp((px * dx + py * dy) / lengthSquared, 0.0F, 1.0F);
            const float away = std::hypot(px - along * dx, py - along * dy);
            const float cover = std::clamp(width / 2 + 0.5F - away, 0.0F, 1.0F);
            if (cover > 0) {
                blend(picture.row(row) + std::ptrdiff_t{3} * column, colour, opacity * cover);
            }
        }
    }
}

/// One in each cell of a grid, so that no corner stays dry.
template <class Draw>
void scatter(const Image& picture, int cells, CounterRandom& random, Draw draw) {
    const float cell = static_cast<float>(picture.widthPx) / static_cast<float>(cells);
    for (int j = 0; j < cells; ++j) {
        for (int i = 0; i < cells; ++i) {
            const auto place = [&](int index) {
                return (static_cast<float>(index) + static_cast<float>(random.uniform())) * cell;
            };
            const float x = place(i);
            draw(x, place(j));
        }
    }
}

void rain(Image& picture, TimeOfDay time, CounterRandom& random) {
    const float unit = static_cast<float>(picture.widthPx) / 256;
    const Rgb colour = mix(airOf(time), rgb(0xFFFFFF), 0.55F);
    scatter(picture, 10, random, [&](float x, float y) {
        const float length = static_cast<float>(random.uniform(15, 23)) * unit;
        drawStreak(picture, x, y, x - 0.22F * length, y + length, 2.0F * unit, colour, 0.55F);
    });
}

void snowfall(Image& picture, CounterRandom& random) {
    const float unit = static_cast<float>(picture.widthPx) / 256;
    scatter(picture, 9, random, [&](float x, float y) {
        const float width = static_cast<float>(random.uniform(4, 7.5)) * unit;
        drawStreak(picture, x, y, x + 0.1F, y, width, rgb(0xFFFFFF), 0.92F);
    });
}

/// `shareAt` of the height, 0 at the top and 1 at the bottom.
template <class Share>
void veil(Image& picture, const Rgb& colour, Share shareAt) {
    for (int y = 0; y < picture.heightPx; ++y) {
        const float share =
            shareAt((static_cast<float>(y) + 0.5F) / static_cast<float>(picture.heightPx));
        for (int x = 0; x < picture.widthPx; ++x) {
            blend(picture.row(y) + std::ptrdiff_t{3} * x, colour, share);
        }
    }
}

}  // namespace

void dampen(Image& background, Weather weather, TimeOfDay time) {
    switch (weather) {
    case Weather::Clear:
        break;
    case Weather::Rain:
        // Clouds take the light of the sky more than that of the ground.
        veil(background, mix(airOf(time), rgb(0x4A5568), 0.55F),
             [](float y) { return 0.62F - 0.34F * y; });
        break;
    case Weather::Snowfall:
        veil(background, mix(airOf(time), rgb(0x9AA7BA), 0.4F),
             [](float y) { return 0.52F - 0.36F * y; });
        break;
    case Weather::Fog:
        // Thickest where one looks farthest: at the horizon.
        veil(background, airOf(time), [](float y) {
            const float fromHorizon = (y - 0.55F) / (y < 0.55F ? 0.75F : 0.62F);
            return 0.88F - 0.55F * fromHorizon * fromHorizon;
        });
        break;
    }
}

void fillAir(Image& picture, Weather weather, TimeOfDay time, std::uint32_t variant) {
    CounterRandom random(kWeatherSeed, variant % kPatterns, static_cast<std::uint64_t>(weather));
    switch (weather) {
    case Weather::Clear:
        break;
    case Weather::Rain:
        rain(picture, time, random);
        break;
    case Weather::Snowfall:
        snowfall(picture, random);
        break;
    case Weather::Fog:
        veil(picture, airOf(time), [](float) { return 0.24F; });
        break;
    }
}

}  // namespace limn::starter
