// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/backgrounds.h"

#include "core/base/CounterRandom.h"
#include "inference/starter/Canvas.h"

#include <array>
#include <cmath>
#include <numbers>

namespace limn::starter {
namespace {

constexpr std::uint64_t kBackgroundSeed =
    0x4C696D6E;  // the pool is part of the world, not of a training run

struct Mood {
    Rgb skyTop, skyMiddle, skyBottom;
    Rgb light;  // multiplies the ground
    Rgb cloud;
    Rgb windowPane;  // of houses seen from outside
};

const Mood& moodOf(TimeOfDay time) {
    static const std::array<Mood, kTimeCount> moods{{
        {rgb(0x4FA6F2), rgb(0x8CC8FA), rgb(0xDDF2FF), {1, 1, 1}, rgb(0xFFFFFF), rgb(0xA9D3EC)},
        {rgb(0x8E9FE6),
         rgb(0xD3B9E6),
         rgb(0xFFD9C9),
         {0.98F, 0.92F, 0.95F},
         rgb(0xFFEDE8),
         rgb(0xC9BEDC)},
        {rgb(0x64489C),
         rgb(0xDB6F73),
         rgb(0xFFBC63),
         {0.97F, 0.78F, 0.66F},
         rgb(0xFFB985),
         rgb(0xFFE08A)},
        {rgb(0x0A0E33),
         rgb(0x1A2560),
         rgb(0x3A4C8F),
         {0.37F, 0.43F, 0.66F},
         rgb(0x33417F),
         rgb(0xFFDC7A)},
    }};
    return moods.at(static_cast<std::size_t>(time) - 1);
}

float wave(float x, float frequency, float phase) {
    return std::sin(2 * std::numbers::pi_v<float> * (frequency * x + phase));
}

/// Paints one background. Every place draws its random numbers in a fixed order.
class Painter {
public:
    Painter(TimeOfDay time, CounterRandom random, int sidePx)
        : m_canvas(sidePx), m_random(random), m_time(time), m_mood(moodOf(time)) {}

    Image paint(Place place) {
        switch (place) {
        case Place::Meadow:
            meadow();
            break;
        case Place::Beach:
            beach();
            break;
        case Place::Sea:
            sea();
            break;
        case Place::Snow:
            snow();
            break;
        case Place::Desert:
            desert();
            break;
        case Place::Street:
            street();
            break;
        case Place::Room:
            room();
            break;
        case Place::Forest:
            forest();
            break;
        }
        return m_canvas.toImage();
    }

private:
    float random(double low, double high) {
        return static_cast<float>(m_random.uniform(low, high));
    }
    Rgb lit(unsigned hex) const { return rgb(hex) * m_mood.light; }
    bool isNight() const { return m_time == TimeOfDay::Night; }

    Rgb skyAt(float y, float horizon) const {
        const float share = std::clamp(y / horizon, 0.0F, 1.0F);
        return share < 0.5F ? mix(m_mood.skyTop, m_mood.skyMiddle, share * 2)
                            : mix(m_mood.skyMiddle, m_mood.skyBottom, share * 2 - 1);
    }

    void sky(float horizon) {
        m_canvas.fill([&](float, float y) { return skyAt(y, horizon); });
        if (isNight()) {
            stars(horizon);
            return;
        }
        if (m_time != TimeOfDay::Day) {
            lowSun(horizon);
        }
        const int clouds = 1 + static_cast<int>(m_random.below(2));
        for (int i = 0; i < clouds; ++i) {
            const float x = random(0.05, 0.95);
            const float y = random(0.08, 0.24);
            cloud(x, y, random(0.05, 0.075));
        }
    }

    void stars(float horizon) {
        for (int i = 0; i < 16; ++i) {
            const float x = random(0.02, 0.98);
            const float y = random(0.02, 0.8 * horizon);
            const float radius = random(0.0035, 0.0065);
            m_canvas.glow(x, y, 4 * radius, 4 * radius, rgb(0xAFC2FF), 0.35F);
            m_canvas.fillEllipse(x, y, radius, radius, rgb(0xFFF8DC));
        }
    }

    void lowSun(float horizon) {
        const float x = random(0.2, 0.8);
        const float y = horizon - random(0.01, 0.06);
        const bool isSunset = m_time == TimeOfDay::Sunset;
        m_canvas.glow(x, y, 0.42F, 0.34F, rgb(isSunset ? 0xFFE08A : 0xFFF3D8), 0.75F);
        m_canvas.fillEllipse(x, y, 0.075F, 0.075F, rgb(isSunset ? 0xFFF0B0 : 0xFFFBEA));
    }

    void cloud(float x, float y, float size) {
        const Rgb shade = mix(m_mood.cloud, m_mood.skyMiddle, 0.22F);
        m_canvas.fillEllipse(x - 1.1F * size, y + 0.28F * size, 0.75F * size, 0.48F * size, shade);
        m_canvas.fillEllipse(x + 1.2F * size, y + 0.25F * size, 0.85F * size, 0.50F * size, shade);
        m_canvas.fillEllipse(x, y + 0.32F * size, 1.5F * size, 0.45F * size, shade);
        m_canvas.fillEllipse(x - 0.95F * size, y + 0.12F * size, 0.72F * size, 0.52F * size,
                             m_mood.cloud);
        m_canvas.fillEllipse(x + 0.95F * size, y + 0.10F * size, 0.80F * size, 0.55F * size,
                             m_mood.cloud);
        m_canvas.fillEllipse(x, y - 0.12F * size, 0.95F * size, 0.78F * size, m_mood.cloud);
    }

    /// A soft ridge; both colours before the light.
    void ridge(float height, float swing, unsigned topColour, unsigned bottomColour) {
        const float first = random(0.5, 0.9);
        const float firstPhase = random(0, 1);
        const float second = random(1.4, 2.0);
        const float secondPhase = random(0, 1);
        const Rgb top = lit(topColour);
        const Rgb bottom = lit(bottomColour);
        m_canvas.fillBelow(
            [=](float x) {
                return height + swing * (0.7F * wave(x, first, firstPhase) +
                                         0.3F * wave(x, second, secondPhase));
            },
            [=](float, float y) {
                return mix(top, bottom, std::clamp((y - height) / (1 - height), 0.0F, 1.0F));
            });
    }

    void meadow() {
        sky(0.62F);
        ridge(0.55F, 0.045F, 0xA8D88C, 0x84C268);
        ridge(0.63F, 0.030F, 0x83CB62, 0x4FA33F);
        for (int i = 0; i < 9; ++i) {
            static constexpr std::array<unsigned, 3> petals{0xFFFFFF, 0xFFE36B, 0xF9A8D0};
            const float x = random(0.03, 0.97);
            const float y = random(0.72, 0.98);
            const float radius = 0.009F * (0.6F + y);
            m_canvas.fillEllipse(x, y, radius, radius * 0.8F, lit(petals[m_random.below(3)]));
            m_canvas.fillEllipse(x, y, radius * 0.4F, radius * 0.35F, lit(0xF5B829));
        }
    }

    void beach() {
        sky(0.50F);
        const float shore = random(0.615, 0.645);
        const float phase = random(0, 1);
        const Rgb far = lit(0x2E86C8);
        const Rgb near = lit(0x5CC4DA);
        m_canvas.fillBelow([](float) { return 0.50F; },
                           [=](float, float y) {
                               return mix(far, near, std::clamp((y - 0.50F) / 0.13F, 0.0F, 1.0F));
                           });
        glints(0.52F, 0.60F, 5);
        const auto edge = [=](float x) {
            return shore + 0.010F * wave(x, 1.3F, phase);
        };
        m_canvas.fillBelow([=](float x) { return edge(x) - 0.012F; },
                           [&](float, float) { return lit(0xFFFFFF); });
        const Rgb wet = lit(0xDDBE8A);
        const Rgb dry = lit(0xF7E2B0);
        const Rgb low = lit(0xEBCB8F);
        m_canvas.fillBelow(edge, [=](float, float y) {
            const float share = (y - shore) / (1 - shore);
            return share < 0.15F ? mix(wet, dry, std::clamp(share / 0.15F, 0.0F, 1.0F))
                                 : mix(dry, low, (share - 0.15F) / 0.85F);
        });
    }

    /// Short light strokes on water; under a low sun they are warm.
    void glints(float top, float bottom, int count) {
        const Rgb colour = isNight() ? rgb(0x8FA6E0) : mix(m_mood.skyBottom, rgb(0xFFFFFF), 0.35F);
        for (int i = 0; i < count; ++i) {
            const float y = random(top, bottom);
            const float length = random(0.03, 0.075) * (0.4F + y);
            const float x = random(0.05, 0.95);
            m_canvas.fillEllipse(x, y, length, 0.0055F, colour, 0.55F);
        }
    }

    void sea() {
        sky(0.50F);
        const Rgb far = mix(lit(0x4BA3DC), m_mood.skyBottom, 0.25F);
        const Rgb near = lit(0x1B5FA8);
        m_canvas.fillBelow([](float) { return 0.50F; },
                           [=](float, float y) {
                               return mix(far, near, std::clamp((y - 0.50F) / 0.5F, 0.0F, 1.0F));
                           });
        glints(0.54F, 0.97F, 11);
    }

    void snow() {
        sky(0.58F);
        ridge(0.53F, 0.055F, 0xD6E4F5, 0xBFD2EA);
        ridge(0.62F, 0.030F, 0xFBFDFF, 0xD9E6F4);
        flatPatches(5, 0.10, 0.22, lit(0xBCD0E8));  // shallow drifts
    }

    void desert() {
        sky(0.60F);
        ridge(0.54F, 0.050F, 0xE9B778, 0xD99F5E);
        ridge(0.62F, 0.040F, 0xF3CB8B, 0xE4AE67);
        ridge(0.74F, 0.030F, 0xF8D79C, 0xEDBD7A);
    }

    void street() {
        sky(0.70F);
        static constexpr std::array<unsigned, 6> walls{0xC9786B, 0xE0B478, 0x8FA7B8,
                                                       0xB5868F, 0x9DB39A, 0xD6C3A8};
        float left = random(-0.08, 0.0);
        std::size_t colour = m_random.below(walls.size());
        while (left < 1) {
            const float width = random(0.17, 0.24);
            const float top = random(0.22, 0.42);
            building(left, left + width, top, lit(walls[colour]));
            left += width;
            colour = (colour + 1 + m_random.below(2)) % walls.size();
        }
        m_canvas.fillRect(0, 0.67F, 1, 0.74F, lit(0xD3CDC4));
        m_canvas.fillRect(0, 0.735F, 1, 0.75F, lit(0xA8A39C));
        const Rgb far = lit(0x7F828C);
        const Rgb near = lit(0x666974);
        m_canvas.fillBelow([](float) { return 0.75F; },
                           [=](float, float y) { return mix(far, near, (y - 0.75F) * 4); });
        const float dash = random(0, 0.25);
        for (float x = dash - 0.25F; x < 1; x += 0.25F) {
            m_canvas.fillRect(x, 0.945F, x + 0.14F, 0.962F, lit(0xE8E4D8), 0.9F);
        }
    }

    void building(float left, float right, float top, const Rgb& wall) {
        m_canvas.fillRect(left, top, right, 0.68F, wall);
        m_canvas.fillRect(left, top, right, top + 0.018F, mix(wall, rgb(0x000000), 0.22F));
        const int columns = right - left > 0.2F ? 3 : 2;
        const float pitch = (right - left) / static_cast<float>(columns);
        for (float y = top + 0.05F; y < 0.60F; y += 0.085F) {
            for (int i = 0; i < columns; ++i) {
                const float x = left + (static_cast<float>(i) + 0.5F) * pitch;
                const bool isDark = isNight() && m_random.chance(0.35);
                m_canvas.fillRect(x - 0.021F, y, x + 0.021F, y + 0.047F,
                                  isDark ? mix(wall, rgb(0x0A0E33), 0.45F) : m_mood.windowPane);
            }
        }
    }

    void room() {
        static constexpr std::array<unsigned, 4> papers{0xF4D3D6, 0xF7EBCB, 0xCFE3D4, 0xCBDDEE};
        const Rgb light = isNight() ? Rgb{0.62F, 0.56F, 0.60F} : mix({1, 1, 1}, m_mood.light, 0.5F);
        const Rgb wall = rgb(papers[m_random.below(papers.size())]) * light;
        const Rgb frame = rgb(0xFFFDF7) * light;
        m_canvas.fill([&](float, float y) {
            return mix(wall, wall * Rgb{0.94F, 0.94F, 0.94F}, y);
        });
        const float left = random(0.10, 0.62);
        const float right = left + 0.28F;
        m_canvas.fillRect(left, 0.09F, right, 0.40F, frame);
        for (int y = 0; y < 24; ++y) {  // the sky outside, in thin strips
            const float top = 0.11F + 0.27F * static_cast<float>(y) / 24;
            m_canvas.fillRect(left + 0.018F, top, right - 0.018F, top + 0.27F / 24 + 0.002F,
                              skyAt(top - 0.11F, 0.30F));
        }
        m_canvas.fillRect(left + 0.131F, 0.10F, left + 0.149F, 0.39F, frame);
        m_canvas.fillRect(left, 0.385F, right, 0.405F, frame);
        m_canvas.fillRect(left - 0.02F, 0.395F, right + 0.02F, 0.415F,
                          frame * Rgb{0.92F, 0.92F, 0.92F});
        const Rgb board = rgb(0xC08A5C) * light;
        m_canvas.fillBelow(
            [](float) { return 0.60F; },
            [=](float, float y) {
                return mix(board, board * Rgb{0.84F, 0.82F, 0.80F}, (y - 0.60F) / 0.4F);
            });
        m_canvas.fillRect(0, 0.585F, 1, 0.61F, frame);
        for (const float y : {0.68F, 0.78F, 0.90F}) {
            m_canvas.fillRect(0, y, 1, y + 0.005F, board * Rgb{0.72F, 0.70F, 0.68F});
        }
        static constexpr std::array<unsigned, 3> rugs{0xC8625C, 0x6C8FB8, 0x7FA67C};
        const Rgb rug = rgb(rugs[m_random.below(rugs.size())]) * light;
        m_canvas.fillEllipse(0.5F, 0.88F, 0.44F, 0.085F, rug);
        m_canvas.fillEllipse(0.5F, 0.88F, 0.39F, 0.070F, mix(rug, rgb(0xFFFFFF) * light, 0.35F));
        m_canvas.fillEllipse(0.5F, 0.88F, 0.35F, 0.058F, rug);
    }

    void forest() {
        const Rgb far = mix(m_mood.skyBottom, lit(0xBFE3B0), 0.55F);
        const Rgb high = mix(m_mood.skyMiddle, lit(0x8CC48A), 0.55F);
        m_canvas.fill(
            [&](float, float y) { return mix(high, far, std::clamp(y / 0.6F, 0.0F, 1.0F)); });
        trunks(6, 0.62F, 0.020F, mix(lit(0x6F5A48), far, 0.45F));
        ridge(0.585F, 0.012F, 0x6FA45A, 0x5A9148);
        trunks(4, 0.68F, 0.034F, lit(0x5D4130));
        ridge(0.66F, 0.018F, 0x5C9A48, 0x3B7433);
        flatPatches(3, 0.08, 0.16, lit(0x9CCB6E));  // light through the leaves
        leaves(8, 0.01F, lit(0x2F6A35));
        leaves(7, -0.035F, lit(0x3E7F3C));
    }

    /// A row of round tree tops along the upper edge.
    void leaves(int count, float height, const Rgb& colour) {
        for (int i = 0; i < count; ++i) {
            const float x =
                (static_cast<float>(i) + random(0.1, 0.8)) / (static_cast<float>(count) - 0.5F);
            const float y = height + random(-0.02, 0.02);
            m_canvas.fillEllipse(x, y, 0.11F, random(0.08, 0.12), colour);
        }
    }

    /// Soft light or shade that lies on the ground.
    void flatPatches(int count, double narrowest, double widest, const Rgb& colour) {
        for (int i = 0; i < count; ++i) {
            const float x = random(0.05, 0.95);
            const float y = random(0.74, 0.96);
            const float radius = random(narrowest, widest);
            m_canvas.glow(x, y, radius, random(0.015, 0.03), colour, 0.5F);
        }
    }

    /// One in each of `count` stripes, from the top down to `foot`.
    void trunks(int count, float foot, float halfWidth, const Rgb& bark) {
        for (int i = 0; i < count; ++i) {
            const float x = (static_cast<float>(i) + random(0.2, 0.8)) / static_cast<float>(count);
            const float half = halfWidth * random(0.8, 1.15);
            m_canvas.fillRect(x - half, 0, x + half, foot + 0.03F, bark);
            m_canvas.fillRect(x + 0.35F * half, 0, x + half, foot + 0.03F,
                              bark * Rgb{0.86F, 0.86F, 0.86F});
        }
    }

    Canvas m_canvas;
    CounterRandom m_random;
    TimeOfDay m_time;
    const Mood& m_mood;
};

}  // namespace

Image paintBackground(Place place, TimeOfDay time, std::uint32_t variant, int sidePx) {
    const auto stream = static_cast<std::uint64_t>(place) * 16 + static_cast<std::uint64_t>(time);
    return Painter(time, CounterRandom(kBackgroundSeed, variant, stream), sidePx).paint(place);
}

Rgb lightOnThings(TimeOfDay time) {
    return mix({1, 1, 1}, moodOf(time).light, time == TimeOfDay::Night ? 0.42F : 0.4F);
}

}  // namespace limn::starter
