// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/SceneRenderer.h"

#include "inference/starter/backgrounds.h"
#include "inference/starter/styles.h"
#include "inference/starter/tinting.h"
#include "inference/starter/vocabulary.h"
#include "inference/starter/weather.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace limn::starter {
namespace {

/// A rectangle of pixels inside the picture; right and bottom excluded.
struct PixelBox {
    int left, top, right, bottom;
};

PixelBox boxAround(double centreX, double centreY, double halfWidth, double halfHeight) {
    const auto clampPx = [](double x) {
        return std::clamp(static_cast<int>(std::floor(x)), 0, kFullSidePx);
    };
    return {clampPx(centreX - halfWidth), clampPx(centreY - halfHeight),
            clampPx(centreX + halfWidth + 1), clampPx(centreY + halfHeight + 1)};
}

/// Where a sprite lies in the picture, in pixels of the full side.
struct Placement {
    double centreX, centreY, widthPx, heightPx;
    double cosine, sine;
};

Placement placementOf(const PlacedThing& thing, const Image& sprite) {
    const double longer = std::max(sprite.widthPx, sprite.heightPx);
    const double scale = thing.size * kFullSidePx / longer;
    const double turn = thing.rotationDeg * std::numbers::pi / 180;
    Placement place{thing.centreX * kFullSidePx,
                    thing.centreY * kFullSidePx,
                    sprite.widthPx * scale,
                    sprite.heightPx * scale,
                    std::cos(turn),
                    std::sin(turn)};
    // Wide things must not leave the picture at its sides.
    place.centreX =
        std::clamp(place.centreX, place.widthPx * 0.5 + 2, kFullSidePx - place.widthPx * 0.5 - 2);
    if (!things()[thing.kind].flies) {
        place.centreY = thing.footY * kFullSidePx - place.heightPx * 0.5;
    } else {
        place.centreY = std::max(place.centreY, place.heightPx * 0.5 + 4);
    }
    return place;
}

/// A soft contact shadow under the foot.
void castShadow(Image& picture, const Placement& place) {
    constexpr double kDarkest = 0.42;
    const double radiusX = place.widthPx * 0.50 + 6;
    const double radiusY = std::max(5.0, place.widthPx * 0.085);
    const double centreY = place.centreY + place.heightPx * 0.5 - 0.25 * radiusY;
    const PixelBox box = boxAround(place.centreX, centreY, radiusX, radiusY);
    for (int y = box.top; y < box.bottom; ++y) {
        for (int x = box.left; x < box.right; ++x) {
            const double dx = (x + 0.5 - place.centreX) / radiusX;
            const double dy = (y + 0.5 - centreY) / radiusY;
            const double inside = std::max(0.0, 1 - dx * dx - dy * dy);
            const auto keep = static_cast<int>(256 * (1 - kDarkest * inside));
            auto* pixel = picture.row(y) + 3 * x;
            for (int c = 0; c < 3; ++c) {
                pixel[c] = static_cast<std::uint8_t>((pixel[c] * keep) >> 8);
            }
        }
    }
}

/// Four neighbours of a premultiplied picture; clear outside of it.
std::array<float, 4> bilinear(const Image& sprite, float x, float y) {
    const auto left = static_cast<int>(std::floor(x));
    const auto top = static_cast<int>(std::floor(y));
    const float shareX = x - static_cast<float>(left);
    const float shareY = y - static_cast<float>(top);
    std::array<float, 4> sum{};
    for (int j = 0; j < 2; ++j) {
        for (int i = 0; i < 2; ++i) {
            if (left + i < 0 || top + j < 0 || left + i >= sprite.widthPx ||
                top + j >= sprite.heightPx) {
                continue;
            }
            const float weight = (i == 0 ? 1 - shareX : shareX) * (j == 0 ? 1 - shareY : shareY);
            const auto* pixel = sprite.row(top + j) + std::ptrdiff_t{4} * (left + i);
            for (std::size_t c = 0; c < 4; ++c) {
                sum[c] += weight * static_cast<float>(pixel[c]);
            }
        }
    }
    return sum;
}

void paste(RenderedScene& scene, const Image& sprite, const Placement& place, const Rgb& light,
           std::uint8_t owner) {
    const double halfWidth =
        0.5 * (place.widthPx * std::abs(place.cosine) + place.heightPx * std::abs(place.sine)) + 1;
    const double halfHeight =
        0.5 * (place.heightPx * std::abs(place.cosine) + place.widthPx * std::abs(place.sine)) + 1;
    const PixelBox box = boxAround(place.centreX, place.centreY, halfWidth, halfHeight);
    const double toSprite = sprite.widthPx / place.widthPx;
    for (int y = box.top; y < box.bottom; ++y) {
        const double dy = y + 0.5 - place.centreY;
        for (int x = box.left; x < box.right; ++x) {
            const double dx = x + 0.5 - place.centreX;
            const double u =
                (dx * place.cosine - dy * place.sine) * toSprite + 0.5 * sprite.widthPx - 0.5;
            const double v =
                (dx * place.sine + dy * place.cosine) * toSprite + 0.5 * sprite.heightPx - 0.5;
            const auto sample = bilinear(sprite, static_cast<float>(u), static_cast<float>(v));
            if (sample[3] <= 0) {
                continue;
            }
            const float keep = 1 - sample[3] / 255;
            auto* pixel = scene.picture.row(y) + 3 * x;
            pixel[0] = static_cast<std::uint8_t>(sample[0] * light.r +
                                                 keep * static_cast<float>(pixel[0]) + 0.5F);
            pixel[1] = static_cast<std::uint8_t>(sample[1] * light.g +
                                                 keep * static_cast<float>(pixel[1]) + 0.5F);
            pixel[2] = static_cast<std::uint8_t>(sample[2] * light.b +
                                                 keep * static_cast<float>(pixel[2]) + 0.5F);
            if (sample[3] > 127) {
                scene.owner[static_cast<std::size_t>(y) * kFullSidePx +
                            static_cast<std::size_t>(x)] = owner;
            }
        }
    }
}

/// Two by two pixels become one; it belongs to a thing where its lower right pixel does.
RenderedScene halved(const RenderedScene& full) {
    constexpr int side = kFullSidePx / 2;
    RenderedScene half{Image(side, side, 3), std::vector<std::uint8_t>(std::size_t{side} * side)};
    for (int y = 0; y < side; ++y) {
        const auto* upper = full.picture.row(2 * y);
        const auto* lower = full.picture.row(2 * y + 1);
        auto* to = half.picture.row(y);
        for (int x = 0; x < side; ++x) {
            for (int c = 0; c < 3; ++c) {
                const int i = 6 * x + c;
                to[3 * x + c] = static_cast<std::uint8_t>(
                    (upper[i] + upper[i + 3] + lower[i] + lower[i + 3] + 2) / 4);
            }
            half.owner[static_cast<std::size_t>(y * side + x)] =
                full.owner[static_cast<std::size_t>((2 * y + 1) * kFullSidePx + 2 * x + 1)];
        }
    }
    return half;
}

}  // namespace

Result<SceneRenderer> SceneRenderer::create(const GlyphFont& font) {
    SceneRenderer renderer;
    for (const Thing& thing : things()) {
        auto glyph = font.glyph(thing.glyph);
        if (!glyph) {
            return glyph.error();
        }
        renderer.m_glyphs.push_back(std::move(*glyph));
    }
    return renderer;
}

const Image& SceneRenderer::sprite(std::size_t kind, Tint tint) {
    const auto [it, isNew] = m_sprites.try_emplace({kind, tint});
    if (isNew) {
        it->second = tinted(m_glyphs.at(kind), tint);
    }
    return it->second;
}

const Image& SceneRenderer::background(const Scene& scene) {
    const auto place = static_cast<std::uint32_t>(scene.place);
    const auto time = static_cast<std::uint32_t>(scene.time);
    const auto weather = static_cast<std::uint32_t>(scene.weather);
    const auto key = ((place * 8 + time) * 8 + weather) * 1024 + scene.backgroundVariant;
    const auto [it, isNew] = m_backgrounds.try_emplace(key);
    if (isNew) {
        it->second = paintBackground(scene.place, scene.time, scene.backgroundVariant, kFullSidePx);
        dampen(it->second, scene.weather, scene.time);
    }
    return it->second;
}

RenderedScene SceneRenderer::render(const Scene& scene, int sidePx) {
    RenderedScene full{background(scene),
                       std::vector<std::uint8_t>(std::size_t{kFullSidePx} * kFullSidePx)};
    const Rgb light = lightOnThings(scene.time);
    for (std::size_t i = 0; i < scene.things.size(); ++i) {
        const auto& thing = scene.things[i];
        const Image& picture = sprite(thing.kind, thing.tint);
        const Placement place = placementOf(thing, picture);
        if (!things()[thing.kind].flies) {
            castShadow(full.picture, place);
        }
        paste(full, picture, place, light, static_cast<std::uint8_t>(i + 1));
    }
    fillAir(full.picture, scene.weather, scene.time, scene.backgroundVariant);
    applyStyle(full, scene.style);
    return sidePx == kFullSidePx ? full : halved(full);
}

}  // namespace limn::starter
