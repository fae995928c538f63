// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/OutsidePictures.h"

#include "core/base/resize.h"
#include "inference/starter/Canvas.h"
#include "inference/starter/backgrounds.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/vocabulary.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace limn::starter {
namespace {

constexpr std::uint64_t kSceneSeed = 0x0D51DE;

/// Faces, people, food, tools, vehicles and signs, as long as they are none of the things.
constexpr std::array<std::array<char32_t, 2>, 6> kGlyphRanges{{{U'\U0001F600', U'\U0001F644'},
                                                               {U'\U0001F344', U'\U0001F37F'},
                                                               {U'\U0001F3A0', U'\U0001F3C4'},
                                                               {U'\U0001F40A', U'\U0001F43F'},
                                                               {U'\U0001F466', U'\U0001F4A0'},
                                                               {U'\U0001F680', U'\U0001F6B6'}}};

Rgb anyColour(CounterRandom& random) {
    return {static_cast<float>(random.uniform()), static_cast<float>(random.uniform()),
            static_cast<float>(random.uniform())};
}

/// Smooth noise of one wavelength, 0 ... 1: value noise on a lattice.
float valueNoise(float x, float y, std::uint64_t seed) {
    const float left = std::floor(x);
    const float top = std::floor(y);
    const auto corner = [&](float dx, float dy) {
        const auto key =
            static_cast<std::uint64_t>(static_cast<std::int64_t>(left + dx) * 73856093 ^
                                       static_cast<std::int64_t>(top + dy) * 19349663);
        return static_cast<float>(CounterRandom::mix(seed ^ key) >> 40U) * 0x1p-24F;
    };
    const auto ease = [](float t) {
        return t * t * (3 - 2 * t);
    };
    const float u = ease(x - left);
    const float v = ease(y - top);
    const float upper = corner(0, 0) + u * (corner(1, 0) - corner(0, 0));
    const float lower = corner(0, 1) + u * (corner(1, 1) - corner(0, 1));
    return upper + v * (lower - upper);
}

/// Octaves of it; `roughness` is the share that each keeps of the last.
float fractal(float x, float y, float roughness, std::uint64_t seed) {
    float sum = 0;
    float whole = 0;
    float weight = 1;
    float scale = 1;
    for (int octave = 0; octave < 6; ++octave) {
        sum += weight * valueNoise(x * scale, y * scale, seed + static_cast<std::uint64_t>(octave));
        whole += weight;
        weight *= roughness;
        scale *= 2;
    }
    return sum / whole;
}

/// Stone, fur, water, clouds, as far as noise looks like them.
Image texture(CounterRandom& random) {
    Canvas canvas(kFullSidePx);
    const std::array<Rgb, 3> colours{anyColour(random), anyColour(random), anyColour(random)};
    const auto seed = random.next();
    const auto scaleX = static_cast<float>(std::exp(random.uniform(0.3, 3.2)));
    const float scaleY = scaleX * static_cast<float>(std::exp(random.uniform(-1.0, 1.0)));
    const auto roughness = static_cast<float>(random.uniform(0.3, 0.9));
    const auto light = static_cast<float>(random.uniform(-0.5, 0.5));
    canvas.fill([&](float x, float y) {
        const float t = 2 * fractal(x * scaleX, y * scaleY, roughness, seed);
        const Rgb colour =
            t < 1 ? mix(colours[0], colours[1], t) : mix(colours[1], colours[2], t - 1);
        return mix(colour, light > 0 ? Rgb{1, 1, 1} : Rgb{0, 0, 0}, std::abs(light) * y);
    });
    return canvas.toImage();
}

/// Ridges one before the other under a sky, each with its own texture.
Image landscape(CounterRandom& random) {
    Canvas canvas(kFullSidePx);
    const std::array<Rgb, 2> sky{anyColour(random), anyColour(random)};
    canvas.fill([&](float, float y) { return mix(sky[0], sky[1], y); });
    const auto ridges = 1 + random.below(5);
    for (std::uint64_t i = 0; i < ridges; ++i) {
        const std::array<Rgb, 2> ground{anyColour(random), anyColour(random)};
        const auto shape = random.next();
        const auto grain = random.next();
        const auto height =
            static_cast<float>(random.uniform(0.15, 0.4) +
                               0.6 * static_cast<double>(i + 1) / static_cast<double>(ridges + 1));
        const auto swing = static_cast<float>(random.uniform(0.05, 0.5));
        const auto wave = static_cast<float>(random.uniform(1, 7));
        const auto fine = static_cast<float>(random.uniform(6, 40));
        canvas.fillBelow(
            [&](float x) { return height + swing * (fractal(x * wave, 0, 0.5F, shape) - 0.5F); },
            [&](float x, float y) {
                return mix(ground[0], ground[1], fractal(x * fine, y * fine, 0.7F, grain));
            });
    }
    return canvas.toImage();
}

/// Areas of one colour over each other: charts, covers, abstract pictures, portraits from far away.
Image collage(CounterRandom& random) {
    Canvas canvas(kFullSidePx);
    const std::array<Rgb, 2> ground{anyColour(random), anyColour(random)};
    const bool isSideways = random.chance(0.5);
    canvas.fill([&](float x, float y) { return mix(ground[0], ground[1], isSideways ? x : y); });
    const auto count = random.below(24);
    const bool isSoft = random.chance(0.3);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto draw = [&](double low, double high) {
            return static_cast<float>(random.uniform(low, high));
        };
        const float x = draw(0, 1);
        const float y = draw(0, 1);
        const float width = draw(0.02, 0.4);
        const float height = draw(0.02, 0.4);
        const Rgb colour = anyColour(random);
        if (isSoft) {
            canvas.glow(x, y, width, height, colour, draw(0.4, 1));
        } else if (random.chance(0.5)) {
            canvas.fillEllipse(x, y, width, height, colour, draw(0.6, 1));
        } else {
            canvas.fillRect(x, y, x + width, y + height, colour, draw(0.6, 1));
        }
    }
    return canvas.toImage();
}

/// Lines of words as bars, boxes with borders, a picture or two: pages, windows, forms.
Image page(CounterRandom& random) {
    Canvas canvas(kFullSidePx);
    const bool isDark = random.chance(0.3);
    const float tone = static_cast<float>(random.uniform(0, 0.25));
    const Rgb paper =
        isDark ? Rgb{tone, tone, tone + 0.02F} : Rgb{1 - tone / 3, 1 - tone / 3, 1 - tone / 2};
    const Rgb ink = random.chance(0.8) ? (isDark ? Rgb{0.9F, 0.9F, 0.9F} : Rgb{0.1F, 0.1F, 0.12F})
                                       : anyColour(random);
    canvas.fill([&](float, float) { return paper; });
    const auto draw = [&](double low, double high) {
        return static_cast<float>(random.uniform(low, high));
    };
    for (std::uint64_t i = random.below(5); i > 0; --i) {
        const float x = draw(0, 0.8);
        const float y = draw(0, 0.8);
        canvas.fillRect(x, y, x + draw(0.05, 0.9), y + draw(0.03, 0.4),
                        mix(paper, anyColour(random), draw(0.2, 1)));
    }
    const float pitch = draw(0.025, 0.12);
    const float thick = pitch * draw(0.25, 0.6);
    const float margin = draw(0.02, 0.2);
    for (float y = margin; y < 1 - margin; y += pitch) {
        if (random.chance(0.12)) {
            continue;
        }
        const float end = random.chance(0.25) ? draw(0.3, 0.9) : 1 - margin;
        for (float x = margin; x < end;) {
            const float word = draw(0.2, 1.2) * pitch * 1.6F;
            for (float letter = x; letter < std::min(end, x + word);
                 letter += 0.45F * thick + 0.004F) {
                canvas.fillRect(letter, y + thick * draw(0, 0.35), letter + 0.3F * thick + 0.002F,
                                y + thick, ink, 0.9F);
            }
            x += word + 0.5F * pitch;
        }
    }
    return canvas.toImage();
}

/// Over the ground, `left` and `top` in pixels; the glyph's colours are premultiplied.
void put(Image& ground, const Image& glyph, int left, int top) {
    for (int y = std::max(0, -top); y < std::min(glyph.heightPx, ground.heightPx - top); ++y) {
        for (int x = std::max(0, -left); x < std::min(glyph.widthPx, ground.widthPx - left); ++x) {
            const auto* from = glyph.row(y) + std::ptrdiff_t{4} * x;
            auto* to = ground.row(y + top) + std::ptrdiff_t{3} * (x + left);
            for (int channel = 0; channel < 3; ++channel) {
                to[channel] = static_cast<std::uint8_t>(
                    std::min(255, from[channel] + to[channel] * (255 - from[3]) / 255));
            }
        }
    }
}

void copySquare(const Image& from, int fromX, int fromY, Image& to, int toX, int toY, int sidePx) {
    for (int y = 0; y < sidePx; ++y) {
        std::copy_n(from.row(fromY + y) + std::ptrdiff_t{3} * fromX, std::ptrdiff_t{3} * sidePx,
                    to.row(toY + y) + std::ptrdiff_t{3} * toX);
    }
}

/// Never stopped, and of a size that resize() takes.
Image scaled(const Image& image, int widthPx, int heightPx) {
    auto outcome = resize(image, widthPx, heightPx, ResizeFilter::Bicubic);
    return outcome.isDone() ? std::move(outcome).value() : image;
}

/// Round shapes with light and shade on a ground of one tone: things seen from near, cells, stars, faces out of focus.
Image blobs(CounterRandom& random) {
    Canvas canvas(kFullSidePx);
    const Rgb ground = anyColour(random);
    const auto seed = random.next();
    canvas.fill([&](float x, float y) {
        return mix(ground, {0, 0, 0}, 0.3F * fractal(3 * x, 3 * y, 0.6F, seed));
    });
    for (std::uint64_t i = 1 + random.below(7); i > 0; --i) {
        const auto draw = [&](double low, double high) {
            return static_cast<float>(random.uniform(low, high));
        };
        const float x = draw(0, 1);
        const float y = draw(0, 1);
        const float radius = draw(0.05, 0.45);
        const float tall = radius * draw(0.6, 1.6);
        const Rgb colour = anyColour(random);
        canvas.fillEllipse(x, y, radius, tall, colour, 1);
        canvas.glow(x - radius / 3, y - tall / 3, radius, tall, mix(colour, {1, 1, 1}, 0.8F),
                    draw(0.2, 0.9));
        canvas.glow(x + radius / 3, y + tall / 2, radius, tall, {0, 0, 0}, draw(0.1, 0.6));
    }
    return canvas.toImage();
}

void makeGrey(Image& picture) {
    for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3) {
        const int grey =
            (77 * picture.pixels[i] + 150 * picture.pixels[i + 1] + 29 * picture.pixels[i + 2]) >>
            8;
        picture.pixels[i] = picture.pixels[i + 1] = picture.pixels[i + 2] =
            static_cast<std::uint8_t>(grey);
    }
}

/// Squares of one colour each.
void makeMosaic(Image& picture, int sidePx) {
    for (int y = 0; y < picture.heightPx; ++y) {
        for (int x = 0; x < picture.widthPx; ++x) {
            std::copy_n(
                picture.row(y / sidePx * sidePx) + std::ptrdiff_t{3} * (x / sidePx * sidePx), 3,
                picture.row(y) + std::ptrdiff_t{3} * x);
        }
    }
}

/// As lenses do.
void darkenCorners(Image& picture, double strength) {
    for (int y = 0; y < picture.heightPx; ++y) {
        for (int x = 0; x < picture.widthPx; ++x) {
            const double u = 2.0 * x / picture.widthPx - 1;
            const double v = 2.0 * y / picture.heightPx - 1;
            const double light = 1 / (1 + strength * (u * u + v * v) * (u * u + v * v) / 2);
            auto* pixel = picture.row(y) + std::ptrdiff_t{3} * x;
            for (int channel = 0; channel < 3; ++channel) {
                pixel[channel] = static_cast<std::uint8_t>(pixel[channel] * light);
            }
        }
    }
}

bool isThing(char32_t glyph) {
    return std::ranges::any_of(things(), [&](const Thing& thing) { return thing.glyph == glyph; });
}

}  // namespace

Result<OutsidePictures> OutsidePictures::create(const GlyphFont& font, SceneRenderer& renderer) {
    std::vector<Image> glyphs;
    for (const auto& [first, last] : kGlyphRanges) {
        for (char32_t code = first; code <= last; ++code) {
            if (isThing(code)) {
                continue;
            }
            if (auto glyph = font.glyph(code)) {
                glyphs.push_back(std::move(*glyph));
            }
        }
    }
    if (glyphs.empty()) {
        return Error{ErrorCode::FileDamaged,
                     "The font holds none of the glyphs that the starter does not draw.",
                     {}};
    }
    return OutsidePictures(std::move(glyphs), renderer);
}

Image OutsidePictures::draw(CounterRandom& random) {
    Image picture = drawPlain(random);
    if (random.chance(0.25)) {
        makeGrey(picture);
    }
    if (random.chance(0.15)) {
        makeMosaic(picture, 4 << random.below(3));
    }
    if (random.chance(0.2)) {
        darkenCorners(picture, random.uniform(0.5, 1.5));
    }
    return picture;
}

Image OutsidePictures::drawPlain(CounterRandom& random) {
    switch (random.below(9)) {
    case 8:
        return blobs(random);
    case 0:
    case 1:
        return texture(random);
    case 2:
        return landscape(random);
    case 3:
        return collage(random);
    case 4:
        return page(random);
    case 5:
        return shuffledScene(random);
    case 6:
        return bitOfScene(random);
    default:
        return strangeThing(random);
    }
}

Image OutsidePictures::strangeThing(CounterRandom& random) const {
    Image picture =
        random.chance(0.6)
            ? paintBackground(static_cast<Place>(1 + random.below(kPlaceCount)),
                              static_cast<TimeOfDay>(1 + random.below(kTimeCount)),
                              static_cast<std::uint32_t>(random.below(kBackgroundVariants)),
                              kFullSidePx)
            : collage(random);
    for (auto count = 1 + random.below(3); count > 0; --count) {
        const auto& glyph = m_glyphs[random.below(m_glyphs.size())];
        const double side = kFullSidePx * random.uniform(0.3, 0.75);
        const double scale = side / std::max(glyph.widthPx, glyph.heightPx);
        const int width = std::max(8, static_cast<int>(std::lround(glyph.widthPx * scale)));
        const int height = std::max(8, static_cast<int>(std::lround(glyph.heightPx * scale)));
        put(picture, scaled(glyph, width, height),
            static_cast<int>(random.uniform(-0.1, 0.8) * kFullSidePx),
            static_cast<int>(random.uniform(-0.1, 0.7) * kFullSidePx));
    }
    return picture;
}

Image OutsidePictures::shuffledScene(CounterRandom& random) {
    const Image scene =
        m_renderer->render(sampleAnyScene(kSceneSeed, random.next() >> 20U), kFullSidePx).picture;
    Image shuffled = scene;
    const int side = random.chance(0.5) ? 32 : 64;
    const int perRow = kFullSidePx / side;
    for (int i = 0; i < perRow * perRow; ++i) {
        const auto from = static_cast<int>(
            random.below(static_cast<std::uint64_t>(perRow) * static_cast<std::uint64_t>(perRow)));
        copySquare(scene, from % perRow * side, from / perRow * side, shuffled, i % perRow * side,
                   i / perRow * side, side);
    }
    return shuffled;
}

/// So near that nothing can be recognised.
Image OutsidePictures::bitOfScene(CounterRandom& random) {
    const Image scene =
        m_renderer->render(sampleAnyScene(kSceneSeed, random.next() >> 20U), kFullSidePx).picture;
    const int side = 16 + static_cast<int>(random.below(20));
    Image bit(side, side, 3);
    copySquare(scene,
               static_cast<int>(random.below(static_cast<std::uint64_t>(kFullSidePx - side))),
               static_cast<int>(random.below(static_cast<std::uint64_t>(kFullSidePx - side))), bit,
               0, 0, side);
    return scaled(bit, kFullSidePx, kFullSidePx);
}

}  // namespace limn::starter
