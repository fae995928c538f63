// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/canvas/CanvasTool.h"

namespace limn::ui {

/// Brush and eraser: masks what it goes over, before one's eyes. A ring shows its size.
class StrokeTool final : public CanvasTool {
public:
    StrokeTool(CanvasDocument& document, const ToolOptions& options, ToolKind kind)
        : CanvasTool(document, options), m_kind(kind) {}

    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override;
    bool isDrawing() const override { return m_isDrawing; }
    const Mask* drawnMask() const override { return m_isDrawing ? &m_drawn : nullptr; }
    void paint(QPainter& painter, const ViewTransform& transform,
               const QPointF& pointer) const override;

private:
    void drawTo(const QPointF& to);

    ToolKind m_kind;
    bool m_isDrawing = false;
    MaskMode m_mode = MaskMode::Add;
    Mask m_before;
    Mask m_drawn;
    QPointF m_first;
    QPointF m_last;
};

}  // namespace limn::ui
