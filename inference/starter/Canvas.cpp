// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/Canvas.h"

#include <algorithm>
#include <cmath>

namespace limn::starter {

Rgb mix(const Rgb& from, const Rgb& to, float share) {
    return {from.r + (to.r - from.r) * share, from.g + (to.g - from.g) * share,
            from.b + (to.b - from.b) * share};
}

Rgb operator*(const Rgb& x, const Rgb& y) {
    return {x.r * y.r, x.g * y.g, x.b * y.b};
}

Rgb rgb(unsigned hex) {
    const auto channel = [&](unsigned shift) {
        return static_cast<float>((hex >> shift) & 0xFFU) / 255;
    };
    return {channel(16), channel(8), channel(0)};
}

Canvas::Area Canvas::areaOf(float left, float top, float right, float bottom) const {
    const auto side = static_cast<float>(m_side);
    const auto low = [&](float x) {
        return std::clamp(static_cast<int>(std::floor(x * side)) - 1, 0, m_side);
    };
    const auto high = [&](float x) {
        return std::clamp(static_cast<int>(std::ceil(x * side)) + 1, 0, m_side);
    };
    return {low(left), low(top), high(right), high(bottom)};
}

void Canvas::blend(int x, int y, const Rgb& colour, float opacity) {
    Rgb& pixel = at(x, y);
    pixel = mix(pixel, colour, opacity);
}

void Canvas::fill(const Paint& paint) {
    const float step = 1 / static_cast<float>(m_side);
    for (int y = 0; y < m_side; ++y) {
        for (int x = 0; x < m_side; ++x) {
            at(x, y) =
                paint((static_cast<float>(x) + 0.5F) * step, (static_cast<float>(y) + 0.5F) * step);
        }
    }
}

void Canvas::fillBelow(const Curve& top, const Paint& paint) {
    const auto side = static_cast<float>(m_side);
    for (int x = 0; x < m_side; ++x) {
        const float pictureX = (static_cast<float>(x) + 0.5F) / side;
        const float edge = top(pictureX) * side;
        for (int y = std::max(0, static_cast<int>(std::floor(edge)) - 1); y < m_side; ++y) {
            const float coverage = std::clamp(static_cast<float>(y) + 1 - edge, 0.0F, 1.0F);
            if (coverage > 0) {
                blend(x, y, paint(pictureX, (static_cast<float>(y) + 0.5F) / side), coverage);
            }
        }
    }
}

void Canvas::fillRect(float left, float top, float right, float bottom, const Rgb& colour,
                      float opacity) {
    const auto side = static_cast<float>(m_side);
    const Area area = areaOf(left, top, right, bottom);
    const auto overlap = [&](int pixel, float low, float high) {
        const auto begin = static_cast<float>(pixel);
        return std::clamp(std::min(begin + 1, high * side) - std::max(begin, low * side), 0.0F,
                          1.0F);
    };
    for (int y = area.top; y < area.bottom; ++y) {
        for (int x = area.left; x < area.right; ++x) {
            blend(x, y, colour, opacity * overlap(x, left, right) * overlap(y, top, bottom));
        }
    }
}

void Canvas::fillEllipse(float centreX, float centreY, float radiusX, float radiusY,
                         const Rgb& colour, float opacity) {
    const auto side = static_cast<float>(m_side);
    const Area area =
        areaOf(centreX - radiusX, centreY - radiusY, centreX + radiusX, centreY + radiusY);
    const float smaller = std::min(radiusX, radiusY) * side;
    for (int y = area.top; y < area.bottom; ++y) {
        for (int x = area.left; x < area.right; ++x) {
            const float dx = ((static_cast<float>(x) + 0.5F) / side - centreX) / radiusX;
            const float dy = ((static_cast<float>(y) + 0.5F) / side - centreY) / radiusY;
            // exact for circles, near enough for flat ellipses
            const float distancePx = (std::sqrt(dx * dx + dy * dy) - 1) * smaller;
            blend(x, y, colour, opacity * std::clamp(0.5F - distancePx, 0.0F, 1.0F));
        }
    }
}

void Canvas::glow(float centreX, float centreY, float radiusX, float radiusY, const Rgb& colour,
                  float opacity) {
    const auto side = static_cast<float>(m_side);
    const Area area =
        areaOf(centreX - radiusX, centreY - radiusY, centreX + radiusX, centreY + radiusY);
    for (int y = area.top; y < area.bottom; ++y) {
        for (int x = area.left; x < area.right; ++x) {
            const float dx = ((static_cast<float>(x) + 0.5F) / side - centreX) / radiusX;
            const float dy = ((static_cast<float>(y) + 0.5F) / side - centreY) / radiusY;
            const float inside = std::max(0.0F, 1 - dx * dx - dy * dy);
            blend(x, y, colour, opacity * inside * inside);
        }
    }
}

Image Canvas::toImage() const {
    Image image(m_side, m_side, 3);
    const auto toByte = [](float x) {
        return static_cast<std::uint8_t>(std::lround(std::clamp(x, 0.0F, 1.0F) * 255));
    };
    for (std::size_t i = 0; i < m_pixels.size(); ++i) {
        image.pixels[3 * i] = toByte(m_pixels[i].r);
        image.pixels[3 * i + 1] = toByte(m_pixels[i].g);
        image.pixels[3 * i + 2] = toByte(m_pixels[i].b);
    }
    return image;
}

}  // namespace limn::starter
