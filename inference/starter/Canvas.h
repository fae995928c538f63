// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/starter/oklab.h"

#include <functional>
#include <vector>

namespace limn::starter {

Rgb mix(const Rgb& from, const Rgb& to, float share);
Rgb operator*(const Rgb& x, const Rgb& y);
/// 0xRRGGBB
Rgb rgb(unsigned hex);

/// A square picture in float sRGB to paint smooth, anti-aliased areas on. Lengths are shares of the side, y downwards.
/// A plain value.
class Canvas {
public:
    explicit Canvas(int sidePx)
        : m_side(sidePx),
          m_pixels(static_cast<std::size_t>(sidePx) * static_cast<std::size_t>(sidePx)) {}

    using Paint = std::function<Rgb(float x, float y)>;
    using Curve = std::function<float(float x)>;

    void fill(const Paint& paint);
    /// What lies under the curve y = top(x).
    void fillBelow(const Curve& top, const Paint& paint);
    void fillRect(float left, float top, float right, float bottom, const Rgb& colour,
                  float opacity = 1);
    void fillEllipse(float centreX, float centreY, float radiusX, float radiusY, const Rgb& colour,
                     float opacity = 1);
    /// Opacity falls smoothly from the centre to nothing at the radius.
    void glow(float centreX, float centreY, float radiusX, float radiusY, const Rgb& colour,
              float opacity);

    Image toImage() const;

private:
    struct Area {
        int left, top, right, bottom;  // pixels, right and bottom excluded
    };
    Area areaOf(float left, float top, float right, float bottom) const;
    Rgb& at(int x, int y) {
        return m_pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_side) +
                        static_cast<std::size_t>(x)];
    }
    void blend(int x, int y, const Rgb& colour, float opacity);

    int m_side;
    std::vector<Rgb> m_pixels;
};

}  // namespace limn::starter
