// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/StrokeTool.h"

#include "ui/canvas/ViewTransform.h"

#include <QPainter>

#include <utility>

namespace limn::ui {

MaskMode CanvasTool::modeFor(const Pointer& pointer) const {
    const bool isAdding = (m_options.mode == MaskMode::Add) != pointer.isReversed;
    return isAdding ? MaskMode::Add : MaskMode::Subtract;
}

void StrokeTool::press(const Pointer& pointer) {
    if (!m_document.isEditable()) {
        return;
    }
    m_mode = modeFor(pointer);
    if (m_kind == ToolKind::Eraser) {
        m_mode = pointer.isReversed ? MaskMode::Add : MaskMode::Subtract;
    }
    m_before = m_document.mask();
    m_drawn = m_before;
    m_isDrawing = true;
    m_first = pointer.at;
    m_last = pointer.at;
    drawTo(pointer.at);
}

void StrokeTool::move(const Pointer& pointer) {
    if (pointer.isConstrained) {
        m_drawn = m_before;  // one straight line from where it began
        m_last = m_first;
    }
    drawTo(pointer.at);
}

void StrokeTool::drawTo(const QPointF& to) {
    drawBrushLine(m_drawn, m_last, to, m_options.brush, m_mode);
    m_last = to;
}

void StrokeTool::release(const Pointer&) {
    if (!std::exchange(m_isDrawing, false)) {
        return;
    }
    const OperationKind kind =
        m_mode == MaskMode::Add ? OperationKind::BrushStroke : OperationKind::EraserStroke;
    m_document.apply(std::make_unique<DrawnMaskOperation>(kind, std::exchange(m_before, {}),
                                                          std::exchange(m_drawn, {})));
}

void StrokeTool::cancel() {
    m_isDrawing = false;
    m_before = {};
    m_drawn = {};
}

void StrokeTool::paint(QPainter& painter, const ViewTransform& transform,
                       const QPointF& pointer) const {
    const double radius = m_options.brush.radiusPx * transform.scale();
    const QPointF centre = transform.toView(pointer);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    // Dark outside, light inside: to be seen on every picture.
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1.5));
    painter.drawEllipse(centre, radius + 1, radius + 1);
    painter.setPen(QPen(Qt::white, 1.2));
    painter.drawEllipse(centre, radius, radius);
}

}  // namespace limn::ui
