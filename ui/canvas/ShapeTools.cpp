// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/ShapeTools.h"

#include "ui/canvas/ViewTransform.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <utility>

namespace limn::ui {
namespace {

constexpr std::size_t kMostOutlinePoints = 100'000;

/// A dashed light line on a dark one: to be seen on every picture.
template <class Draw>
void paintOutline(QPainter& painter, Draw draw) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 170), 2));
    draw();
    QPen dashes(Qt::white, 1.2);
    dashes.setDashPattern({4, 3});
    painter.setPen(dashes);
    draw();
}

}  // namespace

void RectangleTool::press(const Pointer& pointer) {
    m_isDrawing = m_document.isEditable();
    m_from = pointer.at;
    m_to = pointer.at;
}

void RectangleTool::move(const Pointer& pointer) {
    m_to = pointer.at;
    if (pointer.isConstrained) {
        const QPointF size = m_to - m_from;
        const double side = std::max(std::abs(size.x()), std::abs(size.y()));
        m_to = m_from + QPointF(std::copysign(side, size.x()), std::copysign(side, size.y()));
    }
}

QRect RectangleTool::rectangle() const {
    const QPoint a(qRound(m_from.x()), qRound(m_from.y()));
    const QPoint b(qRound(m_to.x()), qRound(m_to.y()));
    return QRect(QPoint(std::min(a.x(), b.x()), std::min(a.y(), b.y())),
                 QSize(std::abs(a.x() - b.x()), std::abs(a.y() - b.y())));
}

void RectangleTool::release(const Pointer& pointer) {
    if (!std::exchange(m_isDrawing, false)) {
        return;
    }
    const QRect area = rectangle();
    if (!area.isEmpty()) {
        m_document.apply(std::make_unique<RectangleOperation>(area, modeFor(pointer)));
    }
}

void RectangleTool::paint(QPainter& painter, const ViewTransform& transform, const QPointF&) const {
    if (m_isDrawing) {
        const QRectF area = transform.toView(QRectF(rectangle()));
        paintOutline(painter, [&] { painter.drawRect(area); });
    }
}

void LassoTool::press(const Pointer& pointer) {
    m_outline.clear();
    if (m_document.isEditable()) {
        m_outline.push_back(pointer.at);
    }
}

void LassoTool::move(const Pointer& pointer) {
    if (m_outline.size() < kMostOutlinePoints) {
        m_outline.push_back(pointer.at);
    }
}

void LassoTool::release(const Pointer& pointer) {
    std::vector<QPointF> outline = std::exchange(m_outline, {});
    if (outline.size() >= 3) {
        m_document.apply(std::make_unique<LassoOperation>(std::move(outline), modeFor(pointer)));
    }
}

void LassoTool::paint(QPainter& painter, const ViewTransform& transform, const QPointF&) const {
    if (m_outline.empty()) {
        return;
    }
    QPolygonF line;
    for (const QPointF& point : m_outline) {
        line.append(transform.toView(point));
    }
    paintOutline(painter, [&] { painter.drawPolygon(line); });
}

}  // namespace limn::ui
