// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasContent.h"
#include "core/jobs/Background.h"

#include <QImage>
#include <QSize>

#include <memory>

class QMimeData;
class QPainter;
class QPrinter;
class QRectF;
class QWidget;

namespace limn::ui {

// The picture of the canvas on its way to other programs. GUI thread; `image` is a surface's, which copies nothing.

/// For the clipboard and for dragging: the file itself where there is one, and the pixels.
QMimeData* mimeDataOf(const CanvasPicture& picture, const QImage& image);

/// What goes along with the mouse is at most as large as this, in pixels of the screen.
QSize dragSize(const QWidget& source);

/// Drags the picture out of the window. Returns when it was dropped or given up. `small`: the same picture with at least
/// dragSize(), so that nothing large is scaled while the hand waits.
void dragOut(QWidget& source, const CanvasPicture& picture, const QImage& image,
             const QImage& small);

/// As large as the page allows, in its middle, never above the picture's size at 72 pixels an inch.
QRectF placeOnPage(const QSizeF& picture, const QRectF& page, double dotsPerInch);
/// Takes seconds for a large picture: any thread, the printer is used by no other meanwhile.
void printPage(QPrinter& printer, const QImage& image);
/// printPage() off the GUI thread.
void printInBackground(Background& background, QObject* context, std::shared_ptr<QPrinter> printer,
                       const QImage& image);
/// Asks for the printer and prints; nothing waits.
void printWithDialog(QWidget& parent, Background& background, const QImage& image,
                     const QString& title);

}  // namespace limn::ui
