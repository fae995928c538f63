// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/ViewTransform.h"

#include <QTest>

#include <cmath>

using namespace limn::ui;

namespace {

bool isNear(const QPointF& a, const QPointF& b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y()) < 1e-6;
}

ViewTransform shown(const QSize& picture, const QSizeF& view, double ratio = 1) {
    ViewTransform transform;
    transform.setViewport(view, ratio, QMarginsF(50, 20, 50, 40));
    transform.setPictureSize(picture);
    return transform;
}

}  // namespace

class TstViewTransform : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fits_data() {
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<QSizeF>("view");
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("zoom");
        QTest::newRow("wide") << QSize(1000, 500) << QSizeF(600, 600) << 1.0 << 0.5;
        QTest::newRow("high") << QSize(500, 1080) << QSizeF(600, 600) << 1.0 << 0.5;
        QTest::newRow("small ones grow to 200 %")
            << QSize(64, 64) << QSizeF(900, 900) << 1.0 << 2.0;
        QTest::newRow("200 % desktop") << QSize(1000, 500) << QSizeF(600, 600) << 2.0 << 1.0;
        QTest::newRow("tiny view without margins")
            << QSize(800, 800) << QSizeF(80, 80) << 1.0 << 0.1;
    }
    void fits() {
        QFETCH(QSize, picture);
        QFETCH(QSizeF, view);
        QFETCH(double, ratio);
        QFETCH(double, zoom);
        const ViewTransform transform = shown(picture, view, ratio);
        QVERIFY(transform.isFitted());
        QVERIFY(std::abs(transform.zoom() - zoom) < 1e-9);
        QVERIFY(transform.isWholeInView());
    }

    void thereAndBack() {
        ViewTransform transform = shown(QSize(640, 480), QSizeF(500, 400), 1.5);
        transform.setZoom(3.3, QPointF(120, 77));
        for (const QPointF& point : {QPointF(0, 0), QPointF(639.5, 12.25), QPointF(-30, 900)}) {
            QVERIFY(isNear(transform.toPicture(transform.toView(point)), point));
        }
    }

    void zoomKeepsThePointUnderThePointer_data() {
        QTest::addColumn<double>("zoom");
        for (const double zoom : {0.5, 1.0, 2.0, 17.0, 64.0}) {
            QTest::addRow("%g", zoom) << zoom;
        }
    }
    void zoomKeepsThePointUnderThePointer() {
        QFETCH(double, zoom);
        ViewTransform transform = shown(QSize(1000, 1000), QSizeF(800, 600));
        const QPointF pointer(430, 310);
        const QPointF before = transform.toPicture(pointer);
        transform.setZoom(zoom, pointer);
        QVERIFY(isNear(transform.toPicture(pointer), before));
        QVERIFY(!transform.isFitted());
    }

    void zoomIsBounded() {
        ViewTransform transform = shown(QSize(100, 100), QSizeF(800, 600));
        transform.setZoom(1e9);
        QCOMPARE(transform.zoom(), ViewTransform::kLargestZoom);
        transform.setZoom(0);
        QCOMPARE(transform.zoom(), ViewTransform::kSmallestZoom);
    }

    void thePictureCannotBeLost() {
        ViewTransform transform = shown(QSize(500, 500), QSizeF(800, 600));
        transform.setZoom(1);
        for (const QPointF& by :
             {QPointF(1e6, 0), QPointF(-2e6, 0), QPointF(0, 1e6), QPointF(0, -2e6)}) {
            transform.pan(by);
            const QRectF seen = transform.pictureArea().intersected(QRectF(0, 0, 800, 600));
            QVERIFY(seen.width() >= 63.9 && seen.height() >= 63.9);
        }
    }

    void resizingKeepsTheMiddle() {
        ViewTransform transform = shown(QSize(2000, 2000), QSizeF(800, 600));
        transform.setZoom(1.5, QPointF(100, 100));
        const QPointF middle = transform.toPicture(QPointF(400, 300));
        transform.setViewport(QSizeF(500, 900), 1, {});
        QVERIFY(isNear(transform.toPicture(QPointF(250, 450)), middle));
        QCOMPARE(transform.zoom(), 1.5);
    }

    void aPictureOfTheSameSizeDoesNotMove() {
        ViewTransform transform = shown(QSize(512, 512), QSizeF(800, 600));
        transform.setZoom(4, QPointF(10, 10));
        const QRectF area = transform.pictureArea();
        transform.setPictureSize(QSize(512, 512));
        QCOMPARE(transform.pictureArea(), area);
        transform.setPictureSize(QSize(512, 256));
        QVERIFY(transform.isFitted());
    }

    void stepsAreRoundAndReversible() {
        ViewTransform transform = shown(QSize(512, 512), QSizeF(800, 600));
        transform.setZoom(1.1);
        QCOMPARE(transform.nextZoom(1), 1.25);
        QCOMPARE(transform.nextZoom(-1), 1.0);
        transform.setZoom(1);
        QCOMPARE(transform.nextZoom(1), 1.25);
        QCOMPARE(transform.nextZoom(-1), 0.8);
        transform.setZoom(64);
        QCOMPARE(transform.nextZoom(1), 64.0);
    }

    void nothingToShowIsNoDivision() {
        ViewTransform transform;
        transform.setViewport(QSizeF(0, 0), 0, {});
        transform.fit();
        QCOMPARE(transform.zoom(), 1.0);
        QVERIFY(transform.pictureArea().isEmpty());
    }
};

QTEST_APPLESS_MAIN(TstViewTransform)
#include "tst_ViewTransform.moc"
