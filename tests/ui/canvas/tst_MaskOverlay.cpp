// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/mask_shapes.h"
#include "ui/canvas/MaskOverlay.h"
#include "ui/canvas/PictureSurface.h"
#include "ui/canvas/ViewTransform.h"

#include <QPainter>
#include <QTest>

#include <cmath>

using namespace limn;
using namespace limn::ui;

namespace {

const QColor kTint(90, 75, 214);

QImage painted(const MaskOverlay& overlay, const ViewTransform& transform, const QSize& view,
               int phase = 0) {
    QImage image(view, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    overlay.paint(painter, transform, QRectF(image.rect()), kTint, phase);
    return image;
}

ViewTransform at(const QSize& picture, const QSize& view, double zoom) {
    ViewTransform transform;
    transform.setViewport(QSizeF(view), 1, {});
    transform.setPictureSize(picture);
    transform.setZoom(zoom);
    return transform;
}

}  // namespace

class TstMaskOverlay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tintsWhatIsMasked() {
        Mask mask(200, 100);
        drawRectangle(mask, QRect(50, 20, 60, 40), MaskMode::Add);
        MaskOverlay overlay;
        overlay.setMask(mask);
        const ViewTransform transform = at(QSize(200, 100), QSize(400, 200), 2);
        const QImage image = painted(overlay, transform, QSize(400, 200));
        QCOMPARE(qAlpha(image.pixel(40, 40)), 0);
        QCOMPARE(qAlpha(image.pixel(160, 80)), 128);
        QVERIFY(qBlue(image.pixel(160, 80)) > qRed(image.pixel(160, 80)));
        // The edge is a line of opaque dashes, and they move.
        int edge = 0;
        for (int y = 0; y < 200; ++y) {
            edge += qAlpha(image.pixel(99, y)) == 255 ? 1 : 0;
        }
        QCOMPARE(edge, 80);
        QVERIFY(painted(overlay, transform, QSize(400, 200), 4) != image);
    }

    /// Following tile by tile gives what a new overlay gives.
    void followsChanges() {
        Mask mask(500, 400);
        MaskOverlay following;
        following.setMask(mask);
        const ViewTransform transform = at(QSize(500, 400), QSize(500, 400), 1);
        for (int i = 0; i < 8; ++i) {
            drawBrushLine(mask, {i * 60.0, 10}, {400 - i * 40.0, 390}, {11, 0.4},
                          i == 5 ? MaskMode::Subtract : MaskMode::Add);
            if (i == 6) {
                mask.invert();
            }
            following.setMask(mask);
            MaskOverlay anew;
            anew.setMask(mask);
            QCOMPARE(painted(following, transform, QSize(500, 400)),
                     painted(anew, transform, QSize(500, 400)));
        }
        mask.clear();
        following.setMask(mask);
        QCOMPARE(qAlpha(painted(following, transform, QSize(500, 400)).pixel(250, 200)), 0);
    }

    /// A big mask that is zoomed into shows its own pixels, not those of the small copy.
    void bigMasksAreExactNearby() {
        Mask mask(8192, 8192);
        drawRectangle(mask, QRect(4097, 4097, 3, 3), MaskMode::Add);
        MaskOverlay overlay;
        overlay.setMask(mask);
        const ViewTransform transform = at(QSize(8192, 8192), QSize(200, 200), 16);
        const QImage image = painted(overlay, transform, QSize(200, 200));
        const QRectF area = transform.toView(QRectF(4097, 4097, 3, 3));
        int inside = 0;
        for (int y = 0; y < 200; ++y) {
            for (int x = 0; x < 200; ++x) {
                inside += qAlpha(image.pixel(x, y)) > 0 ? 1 : 0;
            }
        }
        QVERIFY(std::abs(inside - area.width() * area.height()) <= 4 * 50);
    }

    void surfacesHalveUntilSmall() {
        Image image(1000, 600, 3);
        std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{77});
        const auto surface = PictureSurface::make(image);
        QVERIFY(surface);
        QCOMPARE(surface->size(), QSize(1000, 600));
        QCOMPARE(surface->levelFor(1).size(), QSize(1000, 600));
        QCOMPARE(surface->levelFor(0.51).size(), QSize(1000, 600));
        QCOMPARE(surface->levelFor(0.5).size(), QSize(500, 300));
        QCOMPARE(surface->levelFor(0.2).size(), QSize(250, 150));
        QCOMPARE(surface->levelFor(0.01).size(), QSize(125, 75));
        QCOMPARE(surface->levelFor(0.01).pixel(3, 3), qRgb(77, 77, 77));
    }

    void noSurfaceOfWhatIsNoPicture() {
        QVERIFY(!PictureSurface::make(Image()));
        Image twoChannels(4, 4, 1);
        twoChannels.channels = 2;
        QVERIFY(!PictureSurface::make(twoChannels));
        std::stop_source stopped;
        stopped.request_stop();
        QVERIFY(!PictureSurface::make(Image(50, 50, 3), stopped.get_token()));
    }
};

QTEST_MAIN(TstMaskOverlay)
#include "tst_MaskOverlay.moc"
