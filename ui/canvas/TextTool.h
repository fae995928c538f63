// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "ui/canvas/CanvasTool.h"
#include "ui/canvas/PictureText.h"

namespace limn::ui {

/// Selects words of the picture: a drag from one to another, a click for one, a click beside them for none. The view
/// paints what is selected.
class TextTool final : public CanvasTool {
public:
    TextTool(CanvasDocument& document, const ToolOptions& options, PictureText& text)
        : CanvasTool(document, options), m_text(text) {}

    void press(const Pointer& pointer) override;
    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override;
    bool isDrawing() const override { return m_isSelecting; }
    void paint(QPainter&, const ViewTransform&, const QPointF&) const override {}

private:
    PictureText& m_text;
    bool m_isSelecting = false;
    QPointF m_from;
};

}  // namespace limn::ui
