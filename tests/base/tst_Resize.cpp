// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/resize.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtTest/QtTest>

using namespace limn;

namespace {

/// The same noise as tests/golden/resize.py.
Image noise(int widthPx, int heightPx, int channels) {
    Image image(widthPx, heightPx, channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        auto v = static_cast<std::uint32_t>(i * 2654435761U);
        v ^= v >> 15;
        v *= 2246822519U;
        v ^= v >> 13;
        int byte = static_cast<int>(v & 255U);
        if (channels == 4 && i % 4 == 3) {
            byte = byte < 64 ? 0 : byte > 192 ? 255 : byte;
        }
        image.pixels[i] = static_cast<std::uint8_t>(byte);
    }
    return image;
}

}  // namespace

class TstResize : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsPillow_data() {
        QTest::addColumn<int>("filter");
        QTest::addColumn<QList<int>>("numbers");
        QTest::addColumn<QByteArray>("hash");
        QTest::addColumn<QByteArray>("start");
        QFile golden(LIMN_TEST_GOLDEN "/resize.txt");
        QVERIFY(golden.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = golden.readAll().trimmed().split('\n');
        QVERIFY(lines.size() > 400);
        for (const QByteArray& line : lines) {
            const QList<QByteArray> parts = line.split(' ');
            QCOMPARE(parts.size(), 8);
            const QByteArray& name = parts[0];
            const ResizeFilter filter = name == "bilinear"  ? ResizeFilter::Bilinear
                                        : name == "bicubic" ? ResizeFilter::Bicubic
                                                            : ResizeFilter::Lanczos;
            QList<int> numbers;
            for (int i = 1; i < 6; ++i) {
                numbers.append(parts[i].toInt());
            }
            const QByteArray row = parts.mid(0, 6).join(' ');
            QTest::newRow(row.constData())
                << static_cast<int>(filter) << numbers << parts[6] << parts[7];
        }
    }
    void equalsPillow() {
        QFETCH(int, filter);
        QFETCH(QList<int>, numbers);
        QFETCH(QByteArray, hash);
        QFETCH(QByteArray, start);
        const Image source = noise(numbers[1], numbers[2], numbers[0]);
        const auto result =
            resize(source, numbers[3], numbers[4], static_cast<ResizeFilter>(filter));
        QVERIFY(result.isDone());
        const std::vector<std::uint8_t>& pixels = result.value().pixels;
        const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char*>(pixels.data()),
                                                   static_cast<qsizetype>(pixels.size()));
        QCOMPARE(bytes.left(16).toHex(), start);
        QCOMPARE(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(), hash);
    }

    void largestSides() {
        const auto wide = resize(noise(2, 2, 3), kLargestSidePx, 1, ResizeFilter::Lanczos);
        QVERIFY(wide.isDone());
        const auto back = resize(wide.value(), 2, kLargestSidePx, ResizeFilter::Lanczos);
        QVERIFY(back.isDone());
        QCOMPARE(back.value().heightPx, kLargestSidePx);
    }

    void impossibleSizes_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("zero") << 0 << 5;
        QTest::newRow("negative") << 5 << -1;
        QTest::newRow("too wide") << kLargestSidePx + 1 << 1;
        QTest::newRow("overflow") << 2147483647 << 2147483647;
    }
    void impossibleSizes() {
        QFETCH(int, width);
        QFETCH(int, height);
        const auto result = resize(noise(4, 4, 3), width, height, ResizeFilter::Bicubic);
        QVERIFY(result.isFailed());
        QCOMPARE(result.error().code, ErrorCode::InvalidRequest);
    }

    void impossiblePictures() {
        Image wrong = noise(4, 4, 3);
        wrong.channels = 2;
        QVERIFY(resize(wrong, 2, 2, ResizeFilter::Bicubic).isFailed());
        wrong.channels = 4;
        QVERIFY(resize(wrong, 2, 2, ResizeFilter::Bicubic).isFailed());
        QVERIFY(resize(Image(), 2, 2, ResizeFilter::Bicubic).isFailed());
    }

    void stops() {
        std::stop_source source;
        source.request_stop();
        QVERIFY(resize(noise(64, 64, 3), 32, 32, ResizeFilter::Lanczos, source.get_token())
                    .isCancelled());
    }
};

QTEST_APPLESS_MAIN(TstResize)
#include "tst_Resize.moc"
