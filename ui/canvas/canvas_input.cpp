// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/CanvasView.h"

#include "ui/widgets/key_notes.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <cmath>
#include <utility>

// CanvasView's pointer and keys.

namespace limn::ui {
namespace {

constexpr double kWheelStep = 120;       // one notch
constexpr double kZoomPerNotch = 1.189;  // four notches double it
constexpr double kKeyPan = 48;
constexpr double kKeyPanFar = 240;
constexpr double kKeyDraw = 16;  // pixels of the picture
constexpr double kKeyDrawFine = 1;

QPointF directionOf(int key) {
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, -1};
    case Qt::Key_Down:
        return {0, 1};
    default:
        return {};
    }
}

}  // namespace

void CanvasView::noteOwnKeys() {
    noteKeys(*this, {{tr("Move the view (with Shift: further)"), tr("Arrow keys")},
                     {tr("Move the view with the mouse, while held"), tr("Space")},
                     {tr("See the picture before, while held"), QStringLiteral("\\")},
                     {tr("Draw without a mouse: move the cross (with Shift: by one pixel)"),
                      tr("Alt+arrow keys")},
                     {tr("Draw without a mouse: begin and end there"), tr("Enter")}});
}

void CanvasView::updatePointerShape() {
    if (m_gesture == Gesture::Pan) {
        setCursor(Qt::ClosedHandCursor);
    } else if (m_isSpaceHeld || m_toolKind == ToolKind::Pan) {
        setCursor(Qt::OpenHandCursor);
    } else if (m_toolKind == ToolKind::Compare) {
        setCursor(Qt::SplitHCursor);
    } else if (m_toolKind == ToolKind::Brush || m_toolKind == ToolKind::Eraser) {
        setCursor(m_document.isEditable() ? Qt::BlankCursor : Qt::ForbiddenCursor);
    } else if (m_toolKind == ToolKind::Text) {
        setCursor(m_text ? Qt::IBeamCursor : Qt::BusyCursor);
    } else if (m_tool) {
        setCursor(m_document.isEditable() ? Qt::CrossCursor : Qt::ForbiddenCursor);
    } else {
        setCursor(m_transform.isWholeInView() ? Qt::ArrowCursor : Qt::OpenHandCursor);
    }
}

CanvasTool::Pointer CanvasView::pointerAt(const QPointF& view,
                                          Qt::KeyboardModifiers modifiers) const {
    return {m_transform.toPicture(view), modifiers.testFlag(Qt::AltModifier),
            modifiers.testFlag(Qt::ShiftModifier)};
}

CanvasView::Gesture CanvasView::gestureFor(const QMouseEvent& event) const {
    if (m_transform.pictureSize().isEmpty()) {
        return Gesture::None;
    }
    if (event.button() == Qt::MiddleButton) {
        return Gesture::Pan;
    }
    if (event.button() != Qt::LeftButton) {
        return Gesture::None;
    }
    if (m_isSpaceHeld || m_toolKind == ToolKind::Pan) {
        return Gesture::Pan;
    }
    if (m_toolKind == ToolKind::Compare) {
        return Gesture::Compare;
    }
    if (m_tool) {
        return Gesture::Draw;
    }
    if (m_toolKind == ToolKind::Text) {
        return Gesture::None;  // the writing is still being read
    }
    return m_transform.isWholeInView() ? Gesture::MayDragOut : Gesture::Pan;
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
    if (m_gesture != Gesture::None) {
        return;  // another button while one is held
    }
    m_keyboard.reset();
    m_gesture = gestureFor(*event);
    m_pressed = event->position();
    if (m_gesture == Gesture::Draw) {
        m_tool->press(pointerAt(event->position(), event->modifiers()));
        showMask();
    } else if (m_gesture == Gesture::Compare) {
        movePointer(event->position());
    }
    updatePointerShape();
}

void CanvasView::movePointer(const QPointF& view) {
    if (m_gesture == Gesture::Pan) {
        m_transform.pan(view - m_pressed);
        m_pressed = view;
        transformed();
    } else if (m_gesture == Gesture::Compare) {
        const QRectF area = m_transform.pictureArea();
        setComparePosition((view.x() - area.x()) / area.width());
    }
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    m_pointer = event->position();
    if (m_gesture == Gesture::Draw && m_tool->isDrawing()) {
        m_tool->move(pointerAt(event->position(), event->modifiers()));
        if (m_tool->drawnMask() != nullptr) {
            showMask();
        }
    } else if (m_gesture == Gesture::MayDragOut) {
        const double far = QApplication::startDragDistance();
        if ((event->position() - m_pressed).manhattanLength() >= far) {
            m_gesture = Gesture::None;
            Q_EMIT dragOutRequested();
        }
    } else {
        movePointer(event->position());
    }
    if (m_tool) {
        update();  // the ring follows
    }
}

void CanvasView::endGesture(Qt::KeyboardModifiers modifiers) {
    const Gesture ended = std::exchange(m_gesture, Gesture::None);
    if (ended == Gesture::Draw && m_tool) {
        m_tool->release(pointerAt(m_pointer.value_or(m_pressed), modifiers));
        showMask();
    }
    updatePointerShape();
    update();
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    const bool isPanning = m_gesture == Gesture::Pan;
    const bool isOther =
        isPanning ? event->button() != Qt::MiddleButton && event->button() != Qt::LeftButton
                  : event->button() != Qt::LeftButton;
    if (m_gesture == Gesture::None || isOther) {
        return;
    }
    m_pointer = event->position();
    endGesture(event->modifiers());
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (m_tool || event->button() != Qt::LeftButton) {
        mousePressEvent(event);
        return;
    }
    if (m_transform.isFitted()) {
        m_transform.setZoom(1, event->position());
    } else {
        m_transform.fit();
    }
    transformed();
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    if (m_transform.pictureSize().isEmpty()) {
        event->ignore();
        return;
    }
    const QPoint pixels = event->pixelDelta();
    if (!pixels.isNull() && !event->modifiers().testFlag(Qt::ControlModifier)) {
        m_transform.pan(QPointF(pixels));  // two fingers on a touch pad
    } else {
        const double notches = event->angleDelta().y() / kWheelStep;
        m_transform.setZoom(m_transform.zoom() * std::pow(kZoomPerNotch, notches),
                            event->position());
    }
    event->accept();
    transformed();
}

bool CanvasView::zoomByGesture(const QNativeGestureEvent& gesture) {
    if (gesture.gestureType() != Qt::ZoomNativeGesture) {
        return false;
    }
    m_transform.setZoom(m_transform.zoom() * (1 + gesture.value()), gesture.position());
    transformed();
    return true;
}

void CanvasView::zoomByPinch(const QPinchGesture& pinch) {
    if (m_gesture == Gesture::Draw) {
        m_tool->cancel();  // the first finger has begun a stroke
        m_gesture = Gesture::None;
        showMask();
    }
    m_transform.pan(pinch.centerPoint() - pinch.lastCenterPoint());
    m_transform.setZoom(m_transform.zoom() * pinch.scaleFactor(),
                        mapFromGlobal(pinch.centerPoint()));
    transformed();
}

bool CanvasView::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture &&
        zoomByGesture(*static_cast<QNativeGestureEvent*>(event))) {
        return true;
    }
    if (event->type() == QEvent::Gesture) {
        auto* gestures = static_cast<QGestureEvent*>(event);
        if (auto* pinch = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture))) {
            zoomByPinch(*pinch);
            return true;
        }
    }
    return QWidget::event(event);
}

void CanvasView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    m_pointer.reset();
    update();
}

void CanvasView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    m_showsFocus = event->reason() == Qt::TabFocusReason ||
                   event->reason() == Qt::BacktabFocusReason ||
                   event->reason() == Qt::ShortcutFocusReason;
}

void CanvasView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    m_showsFocus = false;
    m_isSpaceHeld = false;  // its release goes to somebody else
    setShowsBefore(false);
    updatePointerShape();
}

bool CanvasView::panByKey(int key, Qt::KeyboardModifiers modifiers) {
    const QPointF direction = directionOf(key);
    if (direction.isNull() || modifiers.testFlag(Qt::ControlModifier)) {
        return false;
    }
    if (m_toolKind == ToolKind::Compare && direction.x() != 0) {
        constexpr double kCompareStep = 0.02;
        setComparePosition(m_comparePosition + direction.x() * kCompareStep);
        return true;
    }
    m_transform.pan(-direction * (modifiers.testFlag(Qt::ShiftModifier) ? kKeyPanFar : kKeyPan));
    transformed();
    return true;
}

/// Drawing without a mouse: Alt and the arrows move a crosshair, Enter begins and ends a stroke or shape there.
bool CanvasView::drawByKey(int key, Qt::KeyboardModifiers modifiers) {
    if (!m_tool || m_transform.pictureSize().isEmpty()) {
        return false;
    }
    const QSize size = m_transform.pictureSize();
    const QPointF middle(size.width() / 2.0, size.height() / 2.0);
    const QPointF direction = directionOf(key);
    if (!direction.isNull() && modifiers.testFlag(Qt::AltModifier)) {
        const double step = modifiers.testFlag(Qt::ShiftModifier) ? kKeyDrawFine : kKeyDraw;
        const QPointF to = m_keyboard.value_or(middle) + direction * step;
        m_keyboard = QPointF(std::clamp(to.x(), 0.0, double(size.width())),
                             std::clamp(to.y(), 0.0, double(size.height())));
        if (m_tool->isDrawing()) {
            m_tool->move({*m_keyboard, false, false});
        }
        showMask();
        return true;
    }
    if (key != Qt::Key_Return && key != Qt::Key_Enter) {
        return false;
    }
    m_keyboard = m_keyboard.value_or(middle);
    if (m_tool->isDrawing()) {
        m_tool->release({*m_keyboard, false, false});
    } else {
        m_tool->press({*m_keyboard, false, false});
    }
    showMask();
    return true;
}

/// Gives up what is under way or shown over the picture; false where there is nothing.
bool CanvasView::leaveByEscape() {
    if (m_tool && m_tool->isDrawing()) {
        m_tool->cancel();
        m_gesture = Gesture::None;
        showMask();
    } else if (!selectedText().isEmpty()) {
        m_text->selectNothing();
    } else if (!m_marks.empty()) {
        m_marks.clear();
    } else {
        return false;
    }
    update();
    return true;
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space) {
        m_isSpaceHeld = true;
        updatePointerShape();
    } else if (event->key() == Qt::Key_Backslash && !event->isAutoRepeat()) {
        setShowsBefore(hasBefore());
    } else if (event->key() == Qt::Key_Escape && leaveByEscape()) {
        event->accept();
    } else if (!drawByKey(event->key(), event->modifiers()) &&
               !panByKey(event->key(), event->modifiers())) {
        QWidget::keyPressEvent(event);
    }
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    if (event->isAutoRepeat()) {
        return;
    }
    if (event->key() == Qt::Key_Space) {
        m_isSpaceHeld = false;
        updatePointerShape();
    } else if (event->key() == Qt::Key_Backslash) {
        setShowsBefore(false);
    } else {
        QWidget::keyReleaseEvent(event);
    }
}

void CanvasView::contextMenuEvent(QContextMenuEvent* event) {
    Q_EMIT contextMenuRequested(event->globalPos());
    event->accept();
}

}  // namespace limn::ui
