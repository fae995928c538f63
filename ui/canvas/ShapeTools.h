// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/canvas/CanvasTool.h"

#include <vector>

namespace limn::ui {

/// Masks a rectangle of whole pixels. Shift makes it a square.
class RectangleTool final : public CanvasTool {
public:
    using CanvasTool::CanvasTool;

    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override { m_isDrawing = false; }
    bool isDrawing() const override { return m_isDrawing; }
    void paint(QPainter& painter, const ViewTransform& transform,
               const QPointF& pointer) const override;

private:
    QRect rectangle() const;

    bool m_isDrawing = false;
    QPointF m_from;
    QPointF m_to;
};

/// Masks the inside of a line drawn by hand.
class LassoTool final : public CanvasTool {
public:
    using CanvasTool::CanvasTool;

    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override { m_outline.clear(); }
    bool isDrawing() const override { return !m_outline.empty(); }
    void paint(QPainter& painter, const ViewTransform& transform,
               const QPointF& pointer) const override;

private:
    std::vector<QPointF> m_outline;
};

}  // namespace limn::ui
