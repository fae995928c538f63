// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/CanvasDocument.h"
#include "ui/canvas/CanvasPane.h"
#include "ui/canvas/CanvasView.h"
#include "ui/style/Theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QTest>
#include <QThreadPool>
#include <QWheelEvent>

#include <algorithm>
#include <memory>

namespace limn::test {

using namespace limn::ui;

/// A sky, a sea and a sun: something to look at.
inline Image scene(int width, int height, int hue) {
    QImage image(width, height, QImage::Format_RGB888);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 0, height);
    sky.setColorAt(0, QColor::fromHsv(hue, 120, 200));
    sky.setColorAt(0.6, QColor::fromHsv((hue + 30) % 360, 90, 250));
    painter.fillRect(image.rect(), sky);
    painter.fillRect(0, height * 6 / 10, width, height,
                     QColor::fromHsv((hue + 200) % 360, 130, 120));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(255, 230, 150));
    painter.drawEllipse(QPointF(width * 0.62, height * 0.42), width * 0.11, width * 0.11);
    painter.end();
    Image result(width, height, 3);
    for (int y = 0; y < height; ++y) {
        std::copy_n(image.constScanLine(y), result.rowBytes(), result.row(y));
    }
    return result;
}

inline CanvasPicture picture(int width, int height, int hue = 200, const char* file = "") {
    CanvasPicture result;
    result.file = file;
    result.widthPx = width;
    result.heightPx = height;
    result.origin.handle = QStringLiteral("#12");
    result.origin.prompt = QStringLiteral("a lighthouse at sunset");
    result.origin.modelName = QStringLiteral("Starter");
    result.origin.seed = 41;
    result.pixels = std::make_shared<const Image>(scene(width, height, hue));
    return result;
}

/// A canvas with what it needs, in a window, and a hand that uses it.
struct CanvasStudio {
    QThreadPool pool;
    Background background{pool};
    Theme theme;
    bool isDressed;
    CanvasDocument document;
    CanvasPane pane;

    explicit CanvasStudio(QSize size = {900, 700})
        : isDressed(dress(theme)), document(background, {}), pane(document, background, theme) {
        pane.resize(size);
        pane.show();
        pane.activateWindow();
        (void)QTest::qWaitForWindowActive(&pane);
        pane.view().setFocus();
    }
    /// Before the first widget, as the program does it.
    static bool dress(Theme& theme) {
        theme.applyTo(*qApp);
        return true;
    }
    CanvasView& view() { return pane.view(); }
    QPoint at(double x, double y) { return view().transform().toView(QPointF(x, y)).toPoint(); }
    void drag(const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton,
              Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(&view(), button, modifiers, from);
        for (int i = 1; i <= 8; ++i) {
            const QPoint now = from + (to - from) * i / 8;
            QMouseEvent move(QEvent::MouseMove, QPointF(now), view().mapToGlobal(QPointF(now)),
                             Qt::NoButton, button, modifiers);
            QApplication::sendEvent(&view(), &move);
        }
        QTest::mouseRelease(&view(), button, modifiers, to);
    }
    template <class W>
    W* find(const char* name) {
        return pane.findChild<W*>(QLatin1String(name));
    }
    void wheel(const QPoint& at_, int notches) {
        QWheelEvent event(QPointF(at_), view().mapToGlobal(QPointF(at_)), QPoint(),
                          QPoint(0, 120 * notches), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&view(), &event);
    }
};

}  // namespace limn::test
