// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/ViewTransform.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace limn::ui {
namespace {

constexpr double kReach = 64;  // so much of the picture always stays in the view
constexpr std::array kRoundZooms = {0.01, 0.02, 0.03, 0.05, 0.075, 0.1,  0.15, 0.2,  0.25,
                                    0.33, 0.5,  0.67, 0.8,  1.0,   1.25, 1.5,  2.0,  3.0,
                                    4.0,  6.0,  8.0,  12.0, 16.0,  24.0, 32.0, 48.0, 64.0};

}  // namespace

void ViewTransform::setPictureSize(const QSize& sizePx) {
    if (sizePx == m_picturePx) {
        return;
    }
    m_picturePx = sizePx;
    fit();
}

void ViewTransform::setViewport(const QSizeF& size, double devicePixelRatio,
                                const QMarginsF& margins) {
    const QPointF middle = toPicture(QPointF(m_view.width() / 2, m_view.height() / 2));
    m_view = size;
    m_pixelRatio = devicePixelRatio > 0 ? devicePixelRatio : 1;
    m_margins = margins;
    if (m_isFitted) {
        fit();
        return;
    }
    m_topLeft = QPointF(size.width() / 2, size.height() / 2) - middle * scale();
    keepInReach();
}

QRectF ViewTransform::pictureArea() const {
    return {m_topLeft, QSizeF(m_picturePx) * scale()};
}

bool ViewTransform::isWholeInView() const {
    return QRectF(QPointF(0, 0), m_view).contains(pictureArea());
}

QRectF ViewTransform::toView(const QRectF& picture) const {
    return {toView(picture.topLeft()), picture.size() * scale()};
}

void ViewTransform::fit() {
    m_isFitted = true;
    if (m_picturePx.isEmpty() || m_view.isEmpty()) {
        m_zoom = 1;
        m_topLeft = {};
        return;
    }
    QRectF room = QRectF(QPointF(0, 0), m_view).marginsRemoved(m_margins);
    if (room.width() < m_view.width() / 3 || room.height() < m_view.height() / 3) {
        room = QRectF(QPointF(0, 0),
                      m_view);  // a tiny window: the picture is worth more than the margins
    }
    const double fitting =
        std::min(room.width() / m_picturePx.width(), room.height() / m_picturePx.height()) *
        m_pixelRatio;
    m_zoom = std::clamp(fitting, kSmallestZoom, kLargestFittedZoom);
    const QSizeF shown = QSizeF(m_picturePx) * scale();
    m_topLeft = room.center() - QPointF(shown.width() / 2, shown.height() / 2);
}

void ViewTransform::setZoom(double zoom, const QPointF& around) {
    const QPointF fixed = toPicture(around);
    m_zoom = std::clamp(zoom, kSmallestZoom, kLargestZoom);
    m_topLeft = around - fixed * scale();
    m_isFitted = false;
    keepInReach();
}

void ViewTransform::setZoom(double zoom) {
    setZoom(zoom, QPointF(m_view.width() / 2, m_view.height() / 2));
}

void ViewTransform::pan(const QPointF& by) {
    m_topLeft += by;
    m_isFitted = false;
    keepInReach();
}

void ViewTransform::keepInReach() {
    const QSizeF shown = QSizeF(m_picturePx) * scale();
    const double reachX = std::min({kReach, shown.width(), m_view.width()});
    const double reachY = std::min({kReach, shown.height(), m_view.height()});
    m_topLeft.setX(std::clamp(m_topLeft.x(), reachX - shown.width(), m_view.width() - reachX));
    m_topLeft.setY(std::clamp(m_topLeft.y(), reachY - shown.height(), m_view.height() - reachY));
}

double ViewTransform::nextZoom(int direction) const {
    constexpr double kNearly = 1.001;
    if (direction > 0) {
        const auto next = std::find_if(kRoundZooms.begin(), kRoundZooms.end(),
                                       [this](double zoom) { return zoom > m_zoom * kNearly; });
        return next == kRoundZooms.end() ? kLargestZoom : *next;
    }
    const auto next = std::find_if(kRoundZooms.rbegin(), kRoundZooms.rend(),
                                   [this](double zoom) { return zoom * kNearly < m_zoom; });
    return next == kRoundZooms.rend() ? kSmallestZoom : *next;
}

}  // namespace limn::ui
