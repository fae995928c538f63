// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/MaskOverlay.h"

#include "ui/canvas/ViewTransform.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace limn::ui {
namespace {

constexpr int kOverviewSidePx = 2048;
constexpr double kTintStrength = 0.5;
constexpr int kEdge = 128;
constexpr int kDashPx = 4;
constexpr QRgb kDashLight = 0xffffffff;
constexpr QRgb kDashDark = 0xff202024;

std::array<QRgb, 256> tintTable(const QColor& tint) {
    std::array<QRgb, 256> table;
    for (int value = 0; value < 256; ++value) {
        const int alpha = static_cast<int>(std::lround(value * kTintStrength));
        table[static_cast<std::size_t>(value)] =
            qPremultiply(qRgba(tint.red(), tint.green(), tint.blue(), alpha));
    }
    return table;
}

}  // namespace

/// 8-bit samples of the mask; sample (0, 0) lies at `origin`, the next one `step` pixels on.
struct MaskOverlay::Source {
    const Image& samples;
    QPoint origin;
    int step;

    int indexAt(double picture, int from, int count) const {
        return std::clamp(static_cast<int>(std::floor((picture - from) / step)), 0, count - 1);
    }
};

void MaskOverlay::setMask(const Mask& mask) {
    const bool isOther = mask.area() != m_mask.area();
    if (isOther) {
        const int longest = std::max(mask.widthPx(), mask.heightPx());
        m_step = 1;
        while (longest / m_step > kOverviewSidePx) {
            m_step *= 2;  // divides a tile evenly: pictures have at most 65536 pixels a side
        }
        m_overview = Image((mask.widthPx() + m_step - 1) / m_step,
                           (mask.heightPx() + m_step - 1) / m_step, 1);
    }
    const Mask before = std::exchange(m_mask, mask);
    m_area = {};
    for (std::size_t i = 0; i < mask.tileCount(); ++i) {
        const bool isSame = !isOther && before.tile(i) == mask.tile(i);
        if (!isSame && (mask.tile(i) || !isOther)) {
            copyTile(i);
        }
        if (mask.tile(i)) {
            m_area |= mask.tileArea(i);
        }
    }
}

void MaskOverlay::copyTile(std::size_t index) {
    const QRect part = m_mask.tileArea(index);
    const Mask::TilePointer& tile = m_mask.tile(index);
    for (int y = 0; y < part.height(); y += m_step) {
        std::uint8_t* target = m_overview.row((part.y() + y) / m_step) + part.x() / m_step;
        for (int x = 0; x < part.width(); x += m_step) {
            const auto at = static_cast<std::size_t>(y * Mask::kTilePx + x);
            target[x / m_step] = tile ? (*tile)[at] : std::uint8_t{0};
        }
    }
}

void MaskOverlay::paint(QPainter& painter, const ViewTransform& transform, const QRectF& clip,
                        const QColor& tint, int phase) const {
    const QRectF visible = transform.toView(QRectF(m_area))
                               .adjusted(-1, -1, 1, 1)
                               .intersected(clip)
                               .intersected(transform.pictureArea());
    const double ratio = transform.devicePixelRatio();
    const QRect device = QRectF(visible.topLeft() * ratio, visible.size() * ratio).toAlignedRect();
    if (visible.isEmpty() || device.isEmpty()) {
        return;
    }
    QImage image = tinted(transform, device, tint, phase);
    image.setDevicePixelRatio(ratio);
    painter.drawImage(QPointF(device.topLeft()) / ratio, image);
}

QImage MaskOverlay::tinted(const ViewTransform& transform, const QRect& device, const QColor& tint,
                           int phase) const {
    const double ratio = transform.devicePixelRatio();
    const auto toPicture = [&](int x, int y) {
        return transform.toPicture(QPointF(x + 0.5, y + 0.5) / ratio);
    };
    // The overview has every pixel of usual pictures; of a big one that is zoomed into, its tiles are read.
    const bool isExact = m_step > 1 && transform.zoom() * m_step > 1.5;
    const QRect part = QRectF(toPicture(device.left() - 1, device.top() - 1),
                              toPicture(device.right() + 2, device.bottom() + 2))
                           .toAlignedRect()
                           .intersected(m_mask.area());
    const Image exact = isExact && !part.isEmpty() ? m_mask.toImage(part) : Image();
    const bool hasExact = !exact.isEmpty();
    const Source source{hasExact ? exact : m_overview, hasExact ? part.topLeft() : QPoint(),
                        hasExact ? 1 : m_step};

    std::vector<int> columns(static_cast<std::size_t>(device.width()) + 1);
    for (std::size_t x = 0; x < columns.size(); ++x) {
        columns[x] = source.indexAt(toPicture(device.x() + static_cast<int>(x), 0).x(),
                                    source.origin.x(), source.samples.widthPx);
    }
    const auto rowAt = [&](int y) {
        return source.samples.row(source.indexAt(toPicture(0, device.y() + y).y(),
                                                 source.origin.y(), source.samples.heightPx));
    };
    const auto tints = tintTable(tint);
    QImage image(device.size(), QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < device.height(); ++y) {
        const std::uint8_t* row = rowAt(y);
        const std::uint8_t* below = rowAt(y + 1);
        auto* target = reinterpret_cast<QRgb*>(image.scanLine(y));
        const int diagonal = device.x() + device.y() + y + phase;
        for (int x = 0; x < device.width(); ++x) {
            const auto column = static_cast<std::size_t>(x);
            const std::uint8_t value = row[columns[column]];
            const bool isIn = value >= kEdge;
            const bool isEdge = isIn != (row[columns[column + 1]] >= kEdge) ||
                                isIn != (below[columns[column]] >= kEdge);
            target[x] = !isEdge                               ? tints[value]
                        : ((diagonal + x) / kDashPx) % 2 == 0 ? kDashLight
                                                              : kDashDark;
        }
    }
    return image;
}

}  // namespace limn::ui
