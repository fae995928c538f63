// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/PictureSurface.h"

#include "ui/canvas/ViewTransform.h"

#include <QPainter>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kSmallestLevelPx = 128;
constexpr double kSharpFromZoom = 2;  // from here on the pixels themselves are looked at

QImage viewOf(const Image& image) {
    const QImage::Format format = image.channels == 1   ? QImage::Format_Grayscale8
                                  : image.channels == 3 ? QImage::Format_RGB888
                                                        : QImage::Format_RGBA8888;
    return QImage(image.pixels.data(), image.widthPx, image.heightPx,
                  static_cast<qsizetype>(image.rowBytes()), format);
}

bool isPicture(const Image& image) {
    return (image.channels == 1 || image.channels == 3 || image.channels == 4) &&
           image.widthPx > 0 && image.heightPx > 0 &&
           image.pixels.size() == image.rowBytes() * static_cast<std::size_t>(image.heightPx);
}

}  // namespace

std::shared_ptr<const PictureSurface> PictureSurface::make(const Image& image,
                                                           std::stop_token stop) {
    if (!isPicture(image)) {
        return nullptr;
    }
    auto surface = std::make_shared<PictureSurface>();
    surface->m_hasAlpha = image.channels == 4;
    QImage level = viewOf(image).convertToFormat(
        surface->m_hasAlpha ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    while (true) {
        if (stop.stop_requested() || level.isNull()) {
            return nullptr;
        }
        surface->m_levels.push_back(level);
        if (std::max(level.width(), level.height()) <= kSmallestLevelPx) {
            return surface;
        }
        level = level.scaled(std::max(1, level.width() / 2), std::max(1, level.height() / 2),
                             Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
}

const QImage& PictureSurface::levelFor(double zoom) const {
    std::size_t level = 0;
    while (level + 1 < m_levels.size() && zoom <= 0.5) {
        zoom *= 2;
        ++level;
    }
    return m_levels[level];
}

void PictureSurface::paint(QPainter& painter, const ViewTransform& transform, const QRectF& clip,
                           Sampling sampling) const {
    const QRectF area = transform.pictureArea();
    const QRectF visible = area.intersected(clip);
    if (visible.isEmpty()) {
        return;
    }
    const double zoom = area.width() * transform.devicePixelRatio() / size().width();
    const QImage& level = levelFor(zoom);
    const double across = level.width() / area.width();
    const double down = level.height() / area.height();
    // Whole pixels of the level, so that scrolling does not make edges swim.
    const QRectF wanted((visible.x() - area.x()) * across, (visible.y() - area.y()) * down,
                        visible.width() * across, visible.height() * down);
    const QRectF source = QRectF(wanted.toAlignedRect().intersected(level.rect()));
    const QRectF target(area.x() + source.x() / across, area.y() + source.y() / down,
                        source.width() / across, source.height() / down);
    painter.setRenderHint(QPainter::SmoothPixmapTransform,
                          sampling == Sampling::Smooth || zoom < kSharpFromZoom);
    painter.drawImage(target, level, source);
}

}  // namespace limn::ui
