// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasDocument.h"

#include <QCursor>
#include <QPointF>

class QPainter;

namespace limn::ui {

class ViewTransform;

enum class ToolKind { Move = 1, Pan, Brush, Eraser, Rectangle, Lasso, Text, Compare };

/// What the mask bar sets for all drawing tools.
struct ToolOptions {
    MaskBrush brush;
    MaskMode mode = MaskMode::Add;
};

/// One of the drawing tools: takes the pointer in the picture's pixels, shows what it will do, and gives the document
/// an operation when the button is released. Owned by the view.
class CanvasTool {
public:
    struct Pointer {
        QPointF at;                  ///< in the picture, also outside of it
        bool isReversed = false;     ///< Alt: subtract instead of add
        bool isConstrained = false;  ///< Shift: a square, a straight line
    };

    CanvasTool(CanvasDocument& document, const ToolOptions& options)
        : m_document(document), m_options(options) {}
    virtual ~CanvasTool() = default;

    virtual void press(const Pointer& pointer) = 0;
    /// Only while isDrawing().
    virtual void move(const Pointer& pointer) = 0;
    virtual void release(const Pointer& pointer) = 0;
    /// Gives up what was begun.
    virtual void cancel() = 0;
    virtual bool isDrawing() const = 0;
    /// The mask as it will be, while it is drawn; else null.
    virtual const Mask* drawnMask() const { return nullptr; }
    /// In view coordinates, over everything. `pointer` is where the pointer hovers, in the picture.
    virtual void paint(QPainter& painter, const ViewTransform& transform,
                       const QPointF& pointer) const = 0;

protected:
    MaskMode modeFor(const Pointer& pointer) const;

    CanvasDocument& m_document;
    const ToolOptions& m_options;
};

}  // namespace limn::ui
