// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/tinting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace limn::starter {
namespace {

/// What a tint does to the body of a thing. The body is the middle lightness of the glyph.
struct TintRule {
    float hueDeg;
    float chroma;
    float lightness;   ///< where the body goes
    float strength;    ///< share of the way that it goes there
    float darkest;     ///< lightness up to here is kept
    float darkestTo;   ///< ... and becomes this
    float lightestTo;  ///< pure white becomes this
};

const TintRule& ruleOf(Tint tint) {
    static constexpr std::array<TintRule, kTintCount> rules{{
        {0, 0, 0, 0, 0, 0, 1},
        {27, 0.215F, 0.60F, 0.80F, 0.25F, 0.25F, 0.97F},
        {57, 0.170F, 0.745F, 0.85F, 0.25F, 0.25F, 0.98F},
        {102, 0.175F, 0.885F, 0.90F, 0.25F, 0.25F, 0.99F},
        {144, 0.190F, 0.690F, 0.80F, 0.25F, 0.25F, 0.98F},
        {256, 0.165F, 0.620F, 0.80F, 0.25F, 0.25F, 0.98F},
        {301, 0.205F, 0.545F, 0.80F, 0.22F, 0.20F, 0.97F},
        {356, 0.135F, 0.790F, 0.85F, 0.25F, 0.25F, 0.99F},
        {60, 0.006F, 0.350F, 0.95F, 0.20F, 0.07F, 0.86F},
        {80, 0.008F, 0.940F, 0.95F, 0.25F, 0.25F, 1.00F},
    }};
    return rules.at(static_cast<std::size_t>(tint) - 1);
}

Rgb straightColour(const std::uint8_t* premultiplied) {
    const float scale = 1 / static_cast<float>(premultiplied[3]);
    const auto channel = [&](int i) {
        return std::min(1.0F, static_cast<float>(premultiplied[i]) * scale);
    };
    return {channel(0), channel(1), channel(2)};
}

/// The median lightness of what is neither outline nor clear.
float bodyLightness(const Image& glyph) {
    std::vector<float> lightness;
    for (std::size_t i = 0; i < glyph.pixels.size(); i += 4) {
        if (glyph.pixels[i + 3] > 128) {
            const float value = oklabFromSrgb(straightColour(&glyph.pixels[i])).L;
            if (value > 0.3F) {
                lightness.push_back(value);
            }
        }
    }
    if (lightness.empty()) {
        return 0.6F;
    }
    const auto middle = lightness.begin() + static_cast<std::ptrdiff_t>(lightness.size() / 2);
    std::nth_element(lightness.begin(), middle, lightness.end());
    return *middle;
}

float mix(float from, float to, float share) {
    return from + (to - from) * share;
}

/// Straight line through (fromLow, toLow) and (fromHigh, toHigh), held at its ends.
float remap(float x, float fromLow, float fromHigh, float toLow, float toHigh) {
    const float width = fromHigh - fromLow;
    return width < 1e-4F ? toHigh
                         : mix(toLow, toHigh, std::clamp((x - fromLow) / width, 0.0F, 1.0F));
}

Oklab tintedColour(const Oklab& colour, float body, const TintRule& rule) {
    const float target = mix(body, rule.lightness, rule.strength);
    Oklab out;
    if (colour.L <= rule.darkest) {
        out.L = remap(colour.L, 0, rule.darkest, 0, rule.darkestTo);
    } else if (colour.L <= body) {
        out.L = remap(colour.L, rule.darkest, body, rule.darkestTo, target);
    } else {
        out.L = remap(colour.L, body, 1, target, std::max(rule.lightestTo, target));
    }
    // Chroma fades towards outlines, and towards highlights where the thing has any beside a lighter body.
    const float fromDark = remap(colour.L, 0.15F, std::min(body, 0.5F), 0.15F, 1);
    const float toLight = body > 0.92F ? 1 : remap(colour.L, body, 1, 1, 0.12F);
    const float chroma = rule.chroma * std::min(fromDark, toLight);
    const float hue = rule.hueDeg * std::numbers::pi_v<float> / 180;
    out.a = chroma * std::cos(hue);
    out.b = chroma * std::sin(hue);
    return out;
}

std::uint8_t toByte(float x) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(x), 0L, 255L));
}

}  // namespace

Image tinted(const Image& glyph, Tint tint) {
    if (tint == Tint::Natural) {
        return glyph;
    }
    const TintRule& rule = ruleOf(tint);
    const float body = bodyLightness(glyph);
    Image out = glyph;
    for (std::size_t i = 0; i < out.pixels.size(); i += 4) {
        const auto alpha = static_cast<float>(out.pixels[i + 3]);
        if (alpha > 0) {
            const Rgb rgb = srgbFromOklab(
                tintedColour(oklabFromSrgb(straightColour(&glyph.pixels[i])), body, rule));
            out.pixels[i] = toByte(rgb.r * alpha);
            out.pixels[i + 1] = toByte(rgb.g * alpha);
            out.pixels[i + 2] = toByte(rgb.b * alpha);
        }
    }
    return out;
}

Oklab meanColour(const Image& glyph) {
    Oklab sum;
    float weight = 0;
    for (std::size_t i = 0; i < glyph.pixels.size(); i += 4) {
        if (glyph.pixels[i + 3] > 0) {
            const auto alpha = static_cast<float>(glyph.pixels[i + 3]);
            const Oklab lab = oklabFromSrgb(straightColour(&glyph.pixels[i]));
            sum = {sum.L + alpha * lab.L, sum.a + alpha * lab.a, sum.b + alpha * lab.b};
            weight += alpha;
        }
    }
    return weight > 0 ? Oklab{sum.L / weight, sum.a / weight, sum.b / weight} : sum;
}

}  // namespace limn::starter
