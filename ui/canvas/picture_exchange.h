// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasContent.h"

#include <QImage>

class QMimeData;
class QPainter;
class QPrinter;
class QRectF;
class QWidget;

namespace limn::ui {

// The picture of the canvas on its way to other programs. GUI thread; `image` is a surface's, which copies nothing.

/// For the clipboard and for dragging: the file itself where there is one, and the pixels.
QMimeData* mimeDataOf(const CanvasPicture& picture, const QImage& image);

/// Drags the picture out of the window. Returns when it was dropped or given up.
void dragOut(QWidget& source, const CanvasPicture& picture, const QImage& image);

/// As large as the page allows, in its middle, never above the picture's size at 72 pixels an inch.
QRectF placeOnPage(const QSizeF& picture, const QRectF& page, double dotsPerInch);
void printPage(QPrinter& printer, const QImage& image);
/// Asks for the printer and prints; nothing waits.
void printWithDialog(QWidget& parent, const QImage& image, const QString& title);

}  // namespace limn::ui
