// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/mask_shapes.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace limn {
namespace {

constexpr int kLinesAPixel =
    4;  // of a lasso's edge, from top to bottom; from left to right it is exact

std::uint8_t toCoverage(double share) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255.0));
}

struct Edge {
    double x0, y0, x1, y1;
    int winding;
};

std::vector<Edge> edgesOf(std::span<const QPointF> outline) {
    std::vector<Edge> edges;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const QPointF& a = outline[i];
        const QPointF& b = outline[(i + 1) % outline.size()];
        if (a.y() < b.y()) {
            edges.push_back({a.x(), a.y(), b.x(), b.y(), 1});
        } else if (b.y() < a.y()) {
            edges.push_back({b.x(), b.y(), a.x(), a.y(), -1});
        }
    }
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.y0 < b.y0; });
    return edges;
}

/// Adds the span [from, to) in pixels to the sums of a line, the pixels at its ends by their share.
void addSpan(std::vector<float>& sums, double from, double to) {
    from = std::clamp(from, 0.0, static_cast<double>(sums.size()));
    to = std::clamp(to, 0.0, static_cast<double>(sums.size()));
    if (to <= from) {
        return;
    }
    const auto first = static_cast<std::size_t>(from);
    const auto last = static_cast<std::size_t>(to);
    if (first == last) {
        sums[first] += static_cast<float>(to - from);
        return;
    }
    sums[first] += static_cast<float>(static_cast<double>(first) + 1.0 - from);
    for (std::size_t x = first + 1; x < last; ++x) {
        sums[x] += 1.0F;
    }
    if (last < sums.size()) {
        sums[last] += static_cast<float>(to - static_cast<double>(last));
    }
}

/// Walks the outline from top to bottom; only the edges that a line meets are looked at.
class LassoLines {
public:
    LassoLines(std::span<const QPointF> outline, const QRect& area)
        : m_edges(edgesOf(outline)), m_left(area.x()),
          m_sums(static_cast<std::size_t>(area.width())) {}

    void cover(int y, std::span<std::uint8_t> row) {
        std::fill(m_sums.begin(), m_sums.end(), 0.0F);
        for (int line = 0; line < kLinesAPixel; ++line) {
            addLine(y + (line + 0.5) / kLinesAPixel);
        }
        for (std::size_t x = 0; x < row.size(); ++x) {
            row[x] = toCoverage(static_cast<double>(m_sums[x]) / kLinesAPixel);
        }
    }

private:
    struct Crossing {
        double x;
        int winding;
    };

    void addLine(double y) {
        while (m_next < m_edges.size() && m_edges[m_next].y0 <= y) {
            m_active.push_back(m_edges[m_next++]);
        }
        std::erase_if(m_active, [y](const Edge& edge) { return edge.y1 <= y; });
        m_crossings.clear();
        for (const Edge& edge : m_active) {
            const double along = (y - edge.y0) / (edge.y1 - edge.y0);
            m_crossings.push_back({edge.x0 + along * (edge.x1 - edge.x0) - m_left, edge.winding});
        }
        std::sort(m_crossings.begin(), m_crossings.end(),
                  [](const Crossing& a, const Crossing& b) { return a.x < b.x; });
        int winding = 0;
        for (std::size_t i = 0; i + 1 < m_crossings.size(); ++i) {
            winding += m_crossings[i].winding;
            if (winding != 0) {
                addSpan(m_sums, m_crossings[i].x, m_crossings[i + 1].x);
            }
        }
    }

    std::vector<Edge> m_edges;
    std::size_t m_next = 0;
    std::vector<Edge> m_active;
    std::vector<Crossing> m_crossings;
    int m_left;
    std::vector<float> m_sums;
};

/// One box filter along the lines of `source`, written transposed: twice in a row it has filtered both ways.
void boxAndTranspose(const Image& source, Image& target, int radius) {
    const int width = source.widthPx;
    const int window = 2 * radius + 1;
    for (int y = 0; y < source.heightPx; ++y) {
        const std::uint8_t* row = source.row(y);
        const auto at = [&](int x) {
            return static_cast<int>(row[std::clamp(x, 0, width - 1)]);
        };
        int sum = 0;
        for (int x = -radius; x <= radius; ++x) {
            sum += at(x);
        }
        for (int x = 0; x < width; ++x) {
            target.row(x)[y] = static_cast<std::uint8_t>((sum + window / 2) / window);
            sum += at(x + radius + 1) - at(x - radius);
        }
    }
}

/// Where a tile near by differs: elsewhere a filter changes nothing.
QRect unevenArea(const Mask& mask, int reachPx) {
    QRect result;
    const auto isLevel = [](const Mask::TilePointer& tile) {
        return !tile || tile == Mask::fullTile();
    };
    const auto columns = static_cast<std::size_t>(mask.columns());
    for (std::size_t i = 0; i < mask.tileCount(); ++i) {
        const bool hasRight = (i + 1) % columns != 0;
        const bool differs =
            !isLevel(mask.tile(i)) || (hasRight && mask.tile(i) != mask.tile(i + 1)) ||
            (i + columns < mask.tileCount() && mask.tile(i) != mask.tile(i + columns));
        if (differs) {
            result |= mask.tileArea(i);
            result |= hasRight ? mask.tileArea(i + 1) : QRect();
            result |= i + columns < mask.tileCount() ? mask.tileArea(i + columns) : QRect();
        }
    }
    return result.isEmpty()
               ? result
               : result.adjusted(-reachPx, -reachPx, reachPx, reachPx).intersected(mask.area());
}

}  // namespace

QRect drawBrushLine(Mask& mask, const QPointF& from, const QPointF& to, const MaskBrush& brush,
                    MaskMode mode) {
    const double radius = std::max(brush.radiusPx, 0.5);
    const double core = radius * std::clamp(brush.hardness01, 0.0, 1.0);
    const double fade = std::max(radius - core, 1.0);  // never harder than one pixel: no jags
    const double reach = core + fade;
    const QRectF around =
        QRectF(from, to).normalized().adjusted(-reach - 1, -reach - 1, reach + 1, reach + 1);
    const QRect area = around.toAlignedRect().intersected(mask.area());
    const QPointF along = to - from;
    const double length2 = QPointF::dotProduct(along, along);
    mask.combine(area, mode, [&](int y, std::span<std::uint8_t> row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const QPointF here = QPointF(area.x() + static_cast<double>(i) + 0.5, y + 0.5) - from;
            const double share =
                length2 > 0 ? std::clamp(QPointF::dotProduct(here, along) / length2, 0.0, 1.0)
                            : 0.0;
            const QPointF away = here - share * along;
            row[i] = toCoverage((reach - std::hypot(away.x(), away.y())) / fade);
        }
    });
    return area;
}

QRect drawRectangle(Mask& mask, const QRect& rectangle, MaskMode mode) {
    const QRect area = rectangle.intersected(mask.area());
    mask.fill(area, mode == MaskMode::Add ? 255 : 0);
    return area;
}

QRect drawLasso(Mask& mask, std::span<const QPointF> outline, MaskMode mode) {
    if (outline.size() < 3) {
        return {};
    }
    QRectF around(outline[0], QSizeF(0, 0));
    for (const QPointF& point : outline) {
        around.setLeft(std::min(around.left(), point.x()));
        around.setRight(std::max(around.right(), point.x()));
        around.setTop(std::min(around.top(), point.y()));
        around.setBottom(std::max(around.bottom(), point.y()));
    }
    const QRect area = around.toAlignedRect().intersected(mask.area());
    if (area.isEmpty()) {
        return {};
    }
    LassoLines lines(outline, area);
    mask.combine(area, mode, [&lines](int y, std::span<std::uint8_t> row) { lines.cover(y, row); });
    return area;
}

Outcome<Mask> feathered(const Mask& mask, int radiusPx, std::stop_token stop) {
    // Three boxes of this half width spread an edge over about radiusPx to each side.
    const int box = std::max(1, (std::min(radiusPx, 1000) + 1) / 3);
    const QRect area = unevenArea(mask, 3 * box);
    if (area.isEmpty() || radiusPx < 1) {
        return mask;
    }
    Image image = mask.toImage(area);
    Image turned(area.height(), area.width(), 1);
    for (int pass = 0; pass < 3; ++pass) {
        boxAndTranspose(image, turned, box);
        if (stop.stop_requested()) {
            return Cancelled{};
        }
        boxAndTranspose(turned, image, box);
        if (stop.stop_requested()) {
            return Cancelled{};
        }
    }
    Mask result = mask;
    result.write(area.topLeft(), image);
    return result;
}

}  // namespace limn
