// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CanvasView.h"
#include "ui/style/Theme.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QFontMetricsF>
#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

// What CanvasView paints, from back to front.

namespace limn::ui {
namespace {

constexpr int kCheckPx = 8;
constexpr double kGridFromZoom = 8;
constexpr double kCornerPx = 3;

/// Neutral and the same in both themes: transparency is a property of the picture.
QPixmap checkerboard() {
    QPixmap tile(2 * kCheckPx, 2 * kCheckPx);
    tile.fill(QColor(0xffffff));
    QPainter painter(&tile);
    painter.fillRect(0, 0, kCheckPx, kCheckPx, QColor(0xcfcfd4));
    painter.fillRect(kCheckPx, kCheckPx, kCheckPx, kCheckPx, QColor(0xcfcfd4));
    return tile;
}

void paintShadow(QPainter& painter, const QRectF& area, bool isDark) {
    constexpr int kSpread = 12;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int i = kSpread; i > 0; --i) {
        const int alpha = (isDark ? 9 : 4) * (kSpread - i + 2) / kSpread;
        painter.setBrush(QColor(0, 0, 0, alpha));
        painter.drawRoundedRect(area.adjusted(-i, -i + 3, i, i + 3), i + kCornerPx, i + kCornerPx);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace

void CanvasView::paintOne(QPainter& painter, const QRectF& clip, const PictureSurface& surface,
                          Sampling sampling) const {
    if (surface.hasAlpha()) {
        static const QPixmap kTile = checkerboard();
        painter.drawTiledPixmap(m_transform.pictureArea().intersected(clip), kTile);
    }
    surface.paint(painter, m_transform, clip, sampling);
}

void CanvasView::paintGenerating(QPainter& painter, const QRectF& clip,
                                 const GeneratingCanvas& state) const {
    const QRectF area = m_transform.pictureArea();
    const auto& now = m_surface.surface();
    if (m_preview && now && now->size() == state.sizePx && !state.previewArea.isEmpty()) {
        paintOne(painter, clip, *now, Sampling::Auto);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(m_transform.toView(QRectF(state.previewArea)), m_preview->image());
    } else if (m_preview) {
        paintOne(painter, clip, *m_preview, Sampling::Smooth);
    } else if (now && now->size() == state.sizePx) {
        paintOne(painter, clip, *now, Sampling::Auto);
    } else {
        painter.fillRect(area.intersected(clip), m_theme.color(ColorToken::Sunk));
    }
    if (state.of > 0) {
        constexpr double kBarPx = 3;
        const double share = std::clamp(double(state.step) / state.of, 0.0, 1.0);
        const QRectF bar(area.x(), area.bottom() - kBarPx, area.width() * share, kBarPx);
        painter.fillRect(bar, m_theme.color(ColorToken::Accent));
    }
}

void CanvasView::paintLabel(QPainter& painter, const QString& text, const QPointF& corner,
                            Qt::Alignment side) const {
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 2 * kSpaceSmallPx,
               metrics.height() + kSpaceHairPx);
    const double x = side == Qt::AlignRight ? corner.x() - box.width() - kSpaceSmallPx
                                            : corner.x() + kSpaceSmallPx;
    box.moveTopLeft({x, corner.y() + kSpaceSmallPx});
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(ColorToken::Pane));
    painter.drawRoundedRect(box, kRadiusControlPx, kRadiusControlPx);
    painter.setPen(m_theme.color(ColorToken::Text));
    painter.drawText(box, Qt::AlignCenter, text);
}

void CanvasView::paintComparison(QPainter& painter, const QRectF& clip) const {
    const QRectF area = m_transform.pictureArea();
    const double x = std::round(area.x() + area.width() * m_comparePosition);
    const QRectF left(area.x(), area.y(), x - area.x(), area.height());
    painter.save();
    painter.setClipRect(left.intersected(clip));
    if (m_surface.surface()->hasAlpha() && !m_before.surface()->hasAlpha()) {
        painter.fillRect(left, m_theme.color(ColorToken::Canvas));
    }
    paintOne(painter, left.intersected(clip), *m_before.surface(), Sampling::Auto);
    painter.restore();

    const QRectF visible = area.intersected(QRectF(rect()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(x - 2, visible.y(), 4, visible.height()), QColor(0, 0, 0, 90));
    painter.fillRect(QRectF(x - 1, visible.y(), 2, visible.height()), Qt::white);
    const QPointF grip(x, visible.center().y());
    painter.setPen(QPen(QColor(0, 0, 0, 90), 1));
    painter.setBrush(Qt::white);
    painter.drawEllipse(grip, 14, 14);
    painter.setPen(QPen(QColor(0x3a3a42), 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    for (const double side : {-1.0, 1.0}) {
        const QPointF tip = grip + QPointF(side * 8, 0);
        painter.drawPolyline(
            QPolygonF{tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)});
    }
    paintLabel(painter, tr("Before"), visible.topLeft(), Qt::AlignLeft);
    paintLabel(painter, tr("After"), visible.topRight(), Qt::AlignRight);
}

void CanvasView::paintPicture(QPainter& painter, const QRectF& clip) const {
    if (const auto* generating = m_document.stateAs<GeneratingCanvas>()) {
        paintGenerating(painter, clip, *generating);
        return;
    }
    const auto& now = m_surface.surface();
    if (!now) {
        painter.fillRect(m_transform.pictureArea().intersected(clip),
                         m_theme.color(ColorToken::Sunk));
        return;
    }
    if (m_showsBefore && m_before.surface()) {
        paintOne(painter, clip, *m_before.surface(), Sampling::Auto);
        const QRectF visible = m_transform.pictureArea().intersected(QRectF(rect()));
        paintLabel(painter, tr("Before"), visible.topLeft(), Qt::AlignLeft);
        return;
    }
    paintOne(painter, clip, *now, Sampling::Auto);
    if (isComparing() && m_before.surface()) {
        paintComparison(painter, clip);
    }
}

void CanvasView::paintGrid(QPainter& painter, const QRectF& clip) const {
    const QRectF area = m_transform.pictureArea().intersected(clip);
    const QRect pixels =
        QRectF(m_transform.toPicture(area.topLeft()), m_transform.toPicture(area.bottomRight()))
            .toAlignedRect();
    painter.setRenderHint(QPainter::Antialiasing, false);
    QPen pen(QColor(128, 128, 128, 110));
    pen.setCosmetic(true);
    painter.setPen(pen);
    for (int x = pixels.left(); x <= pixels.right() + 1; ++x) {
        const double at = m_transform.toView(QPointF(x, 0)).x();
        painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
    }
    for (int y = pixels.top(); y <= pixels.bottom() + 1; ++y) {
        const double at = m_transform.toView(QPointF(0, y)).y();
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at));
    }
}

void CanvasView::paintCrosshair(QPainter& painter) const {
    const QPointF at = m_transform.toView(*m_keyboard);
    for (const auto& [color, width] :
         {std::pair(QColor(0, 0, 0, 170), 3.0), std::pair(QColor(Qt::white), 1.2)}) {
        painter.setPen(QPen(color, width));
        painter.drawLine(at - QPointF(10, 0), at + QPointF(10, 0));
        painter.drawLine(at - QPointF(0, 10), at + QPointF(0, 10));
    }
}

void CanvasView::paintText(QPainter& painter) const {
    constexpr int kReadableAlpha = 36;
    constexpr int kSelectedAlpha = 96;
    constexpr double kRoundPx = 2;
    QColor color = m_theme.color(ColorToken::Accent);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const auto fill = [&](const std::vector<QRectF>& boxes, int alpha) {
        color.setAlpha(alpha);
        painter.setBrush(color);
        for (const QRectF& box : boxes) {
            painter.drawRoundedRect(m_transform.toView(box).adjusted(-1, -1, 1, 1), kRoundPx,
                                    kRoundPx);
        }
    };
    fill(m_text->lineBoxes(), kReadableAlpha);
    fill(m_text->selectedBoxes(), kSelectedAlpha);
}

/// Frames that show on any picture: the accent between two white lines, the label on a plate of its own.
void CanvasView::paintMarks(QPainter& painter) const {
    const QRectF area = m_transform.pictureArea();
    for (const PointedBox& mark : m_marks) {
        const QRectF box(QPointF(area.left() + mark.left01 * area.width(),
                                 area.top() + mark.top01 * area.height()),
                         QPointF(area.left() + mark.right01 * area.width(),
                                 area.top() + mark.bottom01 * area.height()));
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        for (const auto& [color, width] : {std::pair(QColor(255, 255, 255, 210), 5.0),
                                           std::pair(m_theme.color(ColorToken::Accent), 2.5)}) {
            painter.setPen(QPen(color, width));
            painter.drawRoundedRect(box, kCornerPx, kCornerPx);
        }
        if (!mark.label.empty()) {
            paintLabel(painter, QString::fromStdString(mark.label), box.topLeft(), Qt::AlignLeft);
        }
    }
}

void CanvasView::paintEvent(QPaintEvent* event) {
    if (devicePixelRatioF() != m_transform.devicePixelRatio()) {
        updateViewport();  // the window came to another screen
    }
    QPainter painter(this);
    const QRectF clip(event->rect());
    painter.fillRect(clip, m_theme.color(ColorToken::Canvas));
    const QRectF area = m_transform.pictureArea();
    const bool isGenerating = m_document.stateAs<GeneratingCanvas>() != nullptr;
    if (!m_transform.pictureSize().isEmpty()) {
        if (!QRectF(rect()).intersected(area).contains(QRectF(rect()))) {
            paintShadow(painter, area, m_theme.isDark());
        }
        paintPicture(painter, clip);
        if (m_transform.zoom() >= kGridFromZoom && !isGenerating) {
            paintGrid(painter, clip);
        }
        const bool showsMask =
            !isGenerating && !isComparing() && !m_showsBefore && m_surface.surface();
        if (showsMask && !m_overlay.isClear()) {
            m_overlay.paint(painter, m_transform, clip, m_theme.color(ColorToken::Accent), m_phase);
        }
        if (showsMask && m_toolKind == ToolKind::Text && m_text) {
            paintText(painter);
        }
        if (showsMask) {
            paintMarks(painter);
        }
        if (m_tool && !isGenerating && (m_pointer || m_keyboard)) {
            m_tool->paint(painter, m_transform,
                          m_keyboard ? *m_keyboard : m_transform.toPicture(*m_pointer));
        }
        if (m_keyboard) {
            paintCrosshair(painter);
        }
    }
    if (m_showsFocus) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(ColorToken::Accent), 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

}  // namespace limn::ui
