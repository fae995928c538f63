// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/Mask.h"
#include "core/document/mask_shapes.h"
#include "core/document/masked_pixels.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace limn;

namespace {

std::int64_t sumOf(const Mask& mask) {
    const Image image = mask.toImage();
    std::int64_t sum = 0;
    for (const std::uint8_t value : image.pixels) {
        sum += value;
    }
    return sum;
}

Image coloured(int width, int height, int channels, std::uint8_t first) {
    Image image(width, height, channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        image.pixels[i] = static_cast<std::uint8_t>(first + i * 7);
    }
    return image;
}

}  // namespace

class TstMask : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNewMaskMasksNothing() {
        const Mask mask(300, 200);
        QVERIFY(mask.isClear());
        QVERIFY(mask.bounds().isEmpty());
        QCOMPARE(mask.at(299, 199), std::uint8_t{0});
        QCOMPARE(sumOf(mask), std::int64_t{0});
    }

    void rectangles_data() {
        QTest::addColumn<QRect>("rectangle");
        QTest::addColumn<QRect>("expected");
        QTest::newRow("inside one tile") << QRect(5, 6, 7, 8) << QRect(5, 6, 7, 8);
        QTest::newRow("over tiles") << QRect(100, 100, 100, 90) << QRect(100, 100, 100, 90);
        QTest::newRow("whole") << QRect(0, 0, 300, 200) << QRect(0, 0, 300, 200);
        QTest::newRow("beyond") << QRect(-10, 190, 1000, 1000) << QRect(0, 190, 300, 10);
        QTest::newRow("outside") << QRect(300, 0, 5, 5) << QRect();
    }
    void rectangles() {
        QFETCH(QRect, rectangle);
        QFETCH(QRect, expected);
        Mask mask(300, 200);
        drawRectangle(mask, rectangle, MaskMode::Add);
        QCOMPARE(mask.bounds(), expected);
        QCOMPARE(sumOf(mask), std::int64_t{255} * expected.width() * expected.height());
        for (const QPoint& corner : {expected.topLeft(), expected.bottomRight()}) {
            if (!expected.isEmpty()) {
                QCOMPARE(mask.at(corner.x(), corner.y()), std::uint8_t{255});
            }
        }
        drawRectangle(mask, rectangle, MaskMode::Subtract);
        QVERIFY(mask.isClear());
    }

    void uniformTilesAreShared() {
        Mask mask(1000, 1000);
        drawRectangle(mask, QRect(0, 0, 1000, 1000), MaskMode::Add);
        for (std::size_t i = 0; i < mask.tileCount(); ++i) {
            QCOMPARE(mask.tile(i), Mask::fullTile());
        }
        mask.invert();
        QVERIFY(mask.isClear());
    }

    void aCopyKeepsItsPixels() {
        Mask mask(400, 400);
        drawRectangle(mask, QRect(10, 10, 20, 20), MaskMode::Add);
        const Mask before = mask;
        QVERIFY(mask.sharesAllWith(before));
        drawRectangle(mask, QRect(200, 200, 20, 20), MaskMode::Add);
        QVERIFY(!mask.sharesAllWith(before));
        QCOMPARE(before.bounds(), QRect(10, 10, 20, 20));
        QCOMPARE(mask.tile(0), before.tile(0));  // shared: not drawn on
        drawRectangle(mask, QRect(200, 200, 20, 20), MaskMode::Subtract);
        QCOMPARE(mask, before);
    }

    void drawingTheSameAgainChangesNoTile() {
        Mask mask(400, 400);
        drawBrushLine(mask, {50, 50}, {90, 70}, {20, 0.5}, MaskMode::Add);
        const Mask before = mask;
        drawBrushLine(mask, {50, 50}, {90, 70}, {20, 0.5}, MaskMode::Add);
        QVERIFY(mask.sharesAllWith(before));
    }

    /// The area of a round dab is pi r^2, wherever it lies, also over the border between tiles.
    void aDabIsRound_data() {
        QTest::addColumn<QPointF>("centre");
        QTest::newRow("within a tile") << QPointF(64, 64);
        QTest::newRow("corner of four tiles") << QPointF(128, 128);
        QTest::newRow("not on the grid") << QPointF(130.37, 77.81);
    }
    void aDabIsRound() {
        QFETCH(QPointF, centre);
        Mask mask(256, 256);
        constexpr double kRadius = 30;
        drawBrushLine(mask, centre, centre, {kRadius, 1.0}, MaskMode::Add);
        // A hard brush fades over the one pixel around its radius, so half a pixel is added.
        const double expected = M_PI * (kRadius + 0.5) * (kRadius + 0.5);
        QVERIFY(std::abs(static_cast<double>(sumOf(mask)) / 255 - expected) < 0.005 * expected);
        QCOMPARE(mask.at(static_cast<int>(centre.x()), static_cast<int>(centre.y())),
                 std::uint8_t{255});
    }

    void aStrokeIsTheSameInPieces() {
        Mask whole(300, 300);
        drawBrushLine(whole, {40, 150}, {240, 150}, {15, 0.6}, MaskMode::Add);
        Mask pieces(300, 300);
        for (int x = 40; x < 240; x += 8) {
            drawBrushLine(pieces, QPointF(x, 150), QPointF(x + 8, 150), {15, 0.6}, MaskMode::Add);
        }
        QCOMPARE(pieces, whole);
    }

    void anEraserTakesAwayWhatTheBrushGave() {
        Mask mask(200, 200);
        drawRectangle(mask, mask.area(), MaskMode::Add);
        drawBrushLine(mask, {100, 100}, {100, 100}, {20, 1.0}, MaskMode::Subtract);
        QCOMPARE(mask.at(100, 100), std::uint8_t{0});
        QCOMPARE(mask.at(100, 60), std::uint8_t{255});
    }

    void aLassoCoversItsArea_data() {
        QTest::addColumn<std::vector<QPointF>>("outline");
        QTest::addColumn<double>("expected");
        QTest::newRow("square on the grid")
            << std::vector<QPointF>{{10, 10}, {110, 10}, {110, 60}, {10, 60}} << 5000.0;
        QTest::newRow("the other way round")
            << std::vector<QPointF>{{10, 60}, {110, 60}, {110, 10}, {10, 10}} << 5000.0;
        QTest::newRow("half pixels")
            << std::vector<QPointF>{{10.5, 10.5}, {20.5, 10.5}, {20.5, 20.5}, {10.5, 20.5}}
            << 100.0;
        QTest::newRow("triangle over tiles")
            << std::vector<QPointF>{{20, 20}, {220, 20}, {20, 180}} << 16000.0;
        QTest::newRow("crossing itself, wound twice")
            << std::vector<QPointF>{{10, 10}, {30, 10}, {30, 30}, {10, 30},
                                    {10, 10}, {30, 10}, {30, 30}, {10, 30}}
            << 400.0;
        QTest::newRow("half outside the picture")
            << std::vector<QPointF>{{-100, 10}, {100, 10}, {100, 20}, {-100, 20}} << 1000.0;
        QTest::newRow("two points") << std::vector<QPointF>{{1, 1}, {50, 50}} << 0.0;
    }
    void aLassoCoversItsArea() {
        QFETCH(std::vector<QPointF>, outline);
        QFETCH(double, expected);
        Mask mask(256, 256);
        drawLasso(mask, outline, MaskMode::Add);
        QVERIFY2(
            std::abs(static_cast<double>(sumOf(mask)) / 255 - expected) <= 0.002 * expected + 0.01,
            qPrintable(QString::number(static_cast<double>(sumOf(mask)) / 255)));
    }

    void invertTwiceIsNothing() {
        Mask mask(333, 222);
        drawBrushLine(mask, {50, 50}, {290, 170}, {25, 0.3}, MaskMode::Add);
        Mask twice = mask;
        twice.invert();
        QCOMPARE(sumOf(mask) + sumOf(twice), std::int64_t{255} * 333 * 222);
        twice.invert();
        QCOMPARE(twice, mask);
    }

    /// Far from the edge nothing changes, at the edge it is half, and no mask is lost or won.
    void featherSoftensTheEdge() {
        Mask mask(600, 300);
        drawRectangle(mask, QRect(0, 0, 300, 300), MaskMode::Add);
        const Outcome<Mask> soft = feathered(mask, 20, {});
        QVERIFY(soft.isDone());
        Outcome<Mask> copy = soft;
        const Mask result = std::move(copy).value();
        QCOMPARE(result.at(0, 0), std::uint8_t{255});
        QCOMPARE(result.at(270, 150), std::uint8_t{255});
        QCOMPARE(result.at(330, 150), std::uint8_t{0});
        QVERIFY(std::abs(result.at(299, 150) - 128) < 10);
        QVERIFY(std::abs(result.at(299, 0) - result.at(299, 150)) < 3);  // the border goes on
        for (int x = 271; x < 330; ++x) {
            QVERIFY(result.at(x, 150) <= result.at(x - 1, 150));
        }
        QVERIFY(std::abs(sumOf(result) - sumOf(mask)) < sumOf(mask) / 200);
    }

    void featherStops() {
        Mask mask(600, 300);
        drawRectangle(mask, QRect(0, 0, 300, 300), MaskMode::Add);
        std::stop_source source;
        source.request_stop();
        QVERIFY(feathered(mask, 20, source.get_token()).isCancelled());
    }

    void picturesThereAndBack() {
        const Image grey = coloured(300, 200, 1, 9);
        QCOMPARE(Mask::fromImage(grey).toImage(), grey);
    }

    void changesOutsideAreCounted() {
        const Image before = coloured(64, 64, 3, 0);
        Image after = before;
        Image mask(64, 64, 1);
        mask.row(10)[10] = 1;
        after.row(10)[30] ^= 1;  // pixel (10, 10), masked a little
        QCOMPARE(*countPixelsChangedOutside(before, after, mask), std::int64_t{0});
        QCOMPARE(*countPixelsChangedOutside(before, after, mask, 128), std::int64_t{1});
        after.row(0)[0] ^= 1;
        after.row(63)[63 * 3 + 2] ^= 1;
        after.row(63)[63 * 3 + 1] ^= 1;  // the same pixel counts once
        QCOMPARE(*countPixelsChangedOutside(before, after, mask), std::int64_t{2});
        QVERIFY(!countPixelsChangedOutside(before, Image(64, 63, 3), mask));
        QVERIFY(!countPixelsChangedOutside(before, after, Image(64, 64, 3)));
    }

    void greyAndColourOfTheSameLookAreEqual() {
        Image grey(2, 1, 1);
        grey.pixels = {7, 9};
        Image rgba(2, 1, 4);
        rgba.pixels = {7, 7, 7, 255, 9, 9, 9, 254};
        QCOMPARE(*countPixelsChangedOutside(grey, rgba, Image(2, 1, 1)), std::int64_t{1});
    }

    void blendingKeepsTheOutsideExactly() {
        const Image before = coloured(50, 40, 4, 3);
        const Image after = coloured(50, 40, 3, 200);
        Image mask(50, 40, 1);
        for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
            mask.pixels[i] = static_cast<std::uint8_t>(i % 3 == 0 ? 0 : i % 3 == 1 ? 255 : 128);
        }
        const Result<Image> mixed = blendedInside(before, after, mask);
        QVERIFY(mixed);
        QCOMPARE(mixed->channels, 4);
        QCOMPARE(*countPixelsChangedOutside(before, *mixed, mask), std::int64_t{0});
        for (int x = 0; x < 50; ++x) {
            const std::uint8_t* is = mixed->row(7) + x * 4;
            const std::uint8_t* was = before.row(7) + x * 4;
            const std::uint8_t* wanted = after.row(7) + x * 3;
            const double weight = mask.row(7)[x] / 255.0;
            for (int c = 0; c < 3; ++c) {
                QVERIFY(std::abs(is[c] - (was[c] + (wanted[c] - was[c]) * weight)) <= 0.5001);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TstMask)
#include "tst_Mask.moc"
