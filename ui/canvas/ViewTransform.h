// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QMarginsF>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>

namespace limn::ui {

/// How the picture lies in the view: zoom and place. Zoom 1 shows one pixel of the picture on one pixel of the screen,
/// whatever the scale of the desktop. A value without widgets; lengths of the view are device-independent.
class ViewTransform {
public:
    static constexpr double kSmallestZoom = 0.01;
    static constexpr double kLargestZoom = 64;
    /// A fitted picture is not enlarged past this.
    static constexpr double kLargestFittedZoom = 2;

    /// The same size keeps zoom and place; another one is fitted.
    void setPictureSize(const QSize& sizePx);
    /// A fitted picture stays fitted; another one keeps its middle. The margins are left free when fitting.
    void setViewport(const QSizeF& size, double devicePixelRatio, const QMarginsF& margins);

    const QSize& pictureSize() const { return m_picturePx; }
    double zoom() const { return m_zoom; }
    bool isFitted() const { return m_isFitted; }
    /// View lengths for one pixel of the picture.
    double scale() const { return m_zoom / m_pixelRatio; }
    double devicePixelRatio() const { return m_pixelRatio; }
    QRectF pictureArea() const;
    bool isWholeInView() const;

    QPointF toView(const QPointF& picture) const { return picture * scale() + m_topLeft; }
    QPointF toPicture(const QPointF& view) const { return (view - m_topLeft) / scale(); }
    QRectF toView(const QRectF& picture) const;

    void fit();
    /// Keeps the point of the picture that lies under `around` there.
    void setZoom(double zoom, const QPointF& around);
    /// Around the view's middle.
    void setZoom(double zoom);
    void pan(const QPointF& by);
    /// The next round zoom upwards (direction > 0) or downwards.
    double nextZoom(int direction) const;

private:
    void keepInReach();

    QSize m_picturePx;
    QSizeF m_view;
    QMarginsF m_margins;
    double m_pixelRatio = 1;
    double m_zoom = 1;
    QPointF m_topLeft;
    bool m_isFitted = true;
};

}  // namespace limn::ui
