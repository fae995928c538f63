// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/description/pointed_boxes.h"
#include "core/document/CanvasDocument.h"
#include "core/jobs/Background.h"
#include "ui/canvas/CanvasTool.h"
#include "ui/canvas/MaskOverlay.h"
#include "ui/canvas/PictureText.h"
#include "ui/canvas/SurfaceSlot.h"
#include "ui/canvas/ViewTransform.h"

#include <QTimer>
#include <QWidget>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

class QNativeGestureEvent;
class QPinchGesture;

namespace limn::ui {

class Theme;

/// Shows the document's picture and takes the pointer and the keys: zoom, pan, drawing tools, before and after. Asks
/// the document's state what to paint. Paints only what is in view, from prepared levels. GUI thread; owned by the pane.
class CanvasView final : public QWidget {
    Q_OBJECT
public:
    CanvasView(CanvasDocument& document, Background& background, const Theme& theme,
               QWidget* parent = nullptr);
    ~CanvasView() override;

    ToolKind tool() const { return m_toolKind; }
    void setTool(ToolKind tool);
    /// Leaves room for the mask bar when the picture is fitted.
    void setHasBarAbove(bool hasBar);
    const ToolOptions& toolOptions() const { return m_toolOptions; }
    void setToolOptions(const ToolOptions& options);

    const ViewTransform& transform() const { return m_transform; }
    void fit();
    void setZoom(double zoom);
    void zoomIn();
    void zoomOut();

    /// A line divides the picture before (left) from the one of now (right).
    bool isComparing() const { return m_toolKind == ToolKind::Compare; }
    /// Where the line is, 0 ... 1.
    double comparePosition() const { return m_comparePosition; }
    void setComparePosition(double position01);
    /// Shows only the picture before, as long as a key is held.
    void setShowsBefore(bool showsBefore);
    bool showsBefore() const { return m_showsBefore; }
    /// Nothing to compare with: there was no picture before.
    bool hasBefore() const { return m_before.surface() != nullptr; }

    /// What was read in the picture, for the tool that selects text; nullopt: nobody has read it yet. Forgotten with the
    /// picture.
    void setText(const vision::TextReading& reading);
    bool hasText() const { return m_text.has_value(); }
    /// Empty while nothing is selected.
    QString selectedText() const { return m_text ? m_text->selectedText() : QString(); }
    void selectAllText();
    /// What is to be seen in the picture of this file, for those who do not see it; empty: nobody said. Told as long as the
    /// picture is here.
    void setAltText(const std::filesystem::path& file, const QString& alt);
    /// What an answer pointed at, framed until Esc, the next answer or another picture.
    void setMarks(const std::vector<PointedBox>& marks);
    const std::vector<PointedBox>& marks() const { return m_marks; }

    /// The picture of now as it is painted; null while it is not there. Shares its pixels.
    QImage image() const { return m_surface.surface() ? m_surface.surface()->image() : QImage(); }
    /// The same, halved as often as it still has a pixel for each when it is fitted into `size`.
    QImage imageFor(const QSize& size) const;
    /// The mask as it is painted: with the stroke under way.
    const Mask& shownMask() const;

Q_SIGNALS:
    void toolChanged(limn::ui::ToolKind tool);
    void toolOptionsChanged();
    void viewChanged();
    void beforeChanged();
    void contextMenuRequested(const QPoint& globalPosition);
    /// The picture is being dragged out of the window.
    void dragOutRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    enum class Gesture { None = 1, Pan, Draw, Compare, MayDragOut };

    void followDocument();
    void showState();
    void showPicture();
    void showMask();
    void showBefore();
    void describe();
    QString altText() const;
    void updateViewport();
    void transformed();
    void updatePointerShape();
    Gesture gestureFor(const QMouseEvent& event) const;
    CanvasTool::Pointer pointerAt(const QPointF& view, Qt::KeyboardModifiers modifiers) const;
    void endGesture(Qt::KeyboardModifiers modifiers);
    void movePointer(const QPointF& view);
    bool zoomByGesture(const QNativeGestureEvent& gesture);
    void zoomByPinch(const QPinchGesture& pinch);
    bool leaveByEscape();
    void noteOwnKeys();
    bool panByKey(int key, Qt::KeyboardModifiers modifiers);
    bool drawByKey(int key, Qt::KeyboardModifiers modifiers);

    // canvas_painting.cpp
    void paintPicture(QPainter& painter, const QRectF& clip) const;
    void paintGenerating(QPainter& painter, const QRectF& clip,
                         const GeneratingCanvas& state) const;
    void paintComparison(QPainter& painter, const QRectF& clip) const;
    void paintOne(QPainter& painter, const QRectF& clip, const PictureSurface& surface,
                  Sampling sampling) const;
    void paintGrid(QPainter& painter, const QRectF& clip) const;
    void paintLabel(QPainter& painter, const QString& text, const QPointF& corner,
                    Qt::Alignment side) const;
    void paintCrosshair(QPainter& painter) const;
    void paintText(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;

    CanvasDocument& m_document;
    const Theme& m_theme;
    ViewTransform m_transform;
    SurfaceSlot m_surface;
    SurfaceSlot m_before;
    std::shared_ptr<const PictureSurface> m_preview;
    const void* m_previewPixels = nullptr;
    MaskOverlay m_overlay;
    std::optional<PictureText> m_text;
    std::vector<PointedBox> m_marks;
    std::filesystem::path m_altFile;
    QString m_altText;
    QTimer m_marching;
    int m_phase = 0;

    ToolKind m_toolKind = ToolKind::Move;
    ToolOptions m_toolOptions;
    std::unique_ptr<CanvasTool> m_tool;  // null: a tool that does not draw
    Gesture m_gesture = Gesture::None;
    QPointF m_pressed;
    std::optional<QPointF> m_pointer;   // in the view, while it hovers
    std::optional<QPointF> m_keyboard;  // in the picture: the crosshair that keys move
    bool m_isSpaceHeld = false;
    bool m_showsFocus = false;  // it came by a key: a frame says where it is
    bool m_hasBarAbove = false;
    bool m_showsBefore = false;
    double m_comparePosition = 0.5;
};

}  // namespace limn::ui
