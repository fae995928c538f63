// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/document/CanvasContent.h"
#include "core/document/mask_shapes.h"

#include <QPointF>
#include <QRect>

#include <memory>
#include <stop_token>
#include <vector>

namespace limn {

/// What a step is called in "Undo …". Stored in the journal: values stay what they are.
enum class OperationKind : std::uint8_t {
    BrushStroke = 1,
    EraserStroke = 2,
    Rectangle = 3,
    Lasso = 4,
    Feather = 5,
    Invert = 6,
    ClearMask = 7,
    ShowPicture = 8,
    Generate = 9,
    Repaint = 10,
    CloseCanvas = 11,
    LoadMask = 12,
};
inline constexpr std::uint8_t kLastOperationKind = 12;

/// A change of the canvas that can be undone. It makes new content from old and touches nothing else, so that it may
/// run on any thread; what it makes is pushed to the history only when it is Done.
class Operation {
public:
    virtual ~Operation() = default;
    virtual OperationKind kind() const = 0;
    virtual Outcome<CanvasContent> apply(const CanvasContent& content,
                                         std::stop_token stop) const = 0;
    /// True where it takes so long on a big picture that the GUI thread must not do it.
    virtual bool isSlow(const CanvasContent&) const { return false; }
};

/// A stroke that was drawn with the brush, or with the eraser, which takes away.
class StrokeOperation final : public Operation {
public:
    StrokeOperation(std::vector<QPointF> points, MaskBrush brush, MaskMode mode)
        : m_points(std::move(points)), m_brush(brush), m_mode(mode) {}
    OperationKind kind() const override;
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;

private:
    std::vector<QPointF> m_points;
    MaskBrush m_brush;
    MaskMode m_mode;
};

/// What a tool has drawn already, stroke by stroke, before the eyes of the person. Refused where the mask was changed
/// by somebody else meanwhile.
class DrawnMaskOperation final : public Operation {
public:
    DrawnMaskOperation(OperationKind kind, Mask before, Mask drawn)
        : m_kind(kind), m_before(std::move(before)), m_drawn(std::move(drawn)) {}
    OperationKind kind() const override { return m_kind; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;

private:
    OperationKind m_kind;
    Mask m_before;
    Mask m_drawn;
};

class RectangleOperation final : public Operation {
public:
    RectangleOperation(const QRect& rectangle, MaskMode mode)
        : m_rectangle(rectangle), m_mode(mode) {}
    OperationKind kind() const override { return OperationKind::Rectangle; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;

private:
    QRect m_rectangle;
    MaskMode m_mode;
};

class LassoOperation final : public Operation {
public:
    LassoOperation(std::vector<QPointF> outline, MaskMode mode)
        : m_outline(std::move(outline)), m_mode(mode) {}
    OperationKind kind() const override { return OperationKind::Lasso; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;

private:
    std::vector<QPointF> m_outline;
    MaskMode m_mode;
};

class FeatherOperation final : public Operation {
public:
    explicit FeatherOperation(int radiusPx) : m_radiusPx(radiusPx) {}
    OperationKind kind() const override { return OperationKind::Feather; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;
    bool isSlow(const CanvasContent& content) const override;

private:
    int m_radiusPx;
};

class InvertOperation final : public Operation {
public:
    OperationKind kind() const override { return OperationKind::Invert; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;
};

class ClearMaskOperation final : public Operation {
public:
    OperationKind kind() const override { return OperationKind::ClearMask; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;
};

/// Takes a mask that was made elsewhere (a file, the assistant). It must have the picture's size.
class LoadMaskOperation final : public Operation {
public:
    explicit LoadMaskOperation(Image grey) : m_grey(std::move(grey)) {}
    OperationKind kind() const override { return OperationKind::LoadMask; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;

private:
    Image m_grey;
};

/// Puts another picture on the canvas. A repaint keeps the mask, so that it can be tried again; everything else
/// begins with a clear one.
class ReplacePictureOperation final : public Operation {
public:
    ReplacePictureOperation(CanvasPicture picture, OperationKind kind)
        : m_picture(std::move(picture)), m_kind(kind) {}
    OperationKind kind() const override { return m_kind; }
    Outcome<CanvasContent> apply(const CanvasContent& content, std::stop_token stop) const override;

private:
    CanvasPicture m_picture;
    OperationKind m_kind;
};

}  // namespace limn
