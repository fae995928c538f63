// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/TextReader.h"

#include <ATen/ATen.h>

#include <QFontDatabase>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

using namespace limn;

/// Tesseract and torch share one OpenMP library. Whoever computes while a picture is read has all of its threads: torch
/// counts on as many as it asked for, and computes nonsense with fewer.
class TestReadingBesideTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readingTakesNobodysThreads() {
        QVERIFY(at::ones({64, 64}).mm(at::ones({64, 64})).eq(64).all().item<bool>());
        const Image picture = written(QStringLiteral("Harbour office, open until noon"));
        std::atomic<bool> isRead = false;
        std::string text;
        const std::jthread reader([&] {
            const auto read = vision::readText(picture, {}, {});
            text = read.isDone() ? read.value().text() : read.error().message;
            isRead = true;
        });
        int fewest = 2;
        while (!isRead) {
#pragma omp parallel num_threads(2)
            {
#pragma omp single
                fewest = std::min(fewest, omp_get_num_threads());
            }
        }
        QCOMPARE(fewest, 2);
        QCOMPARE(text, std::string("Harbour office, open until noon"));
    }

private:
    static Image written(const QString& text) {
        QImage image(640, 160, QImage::Format_RGB888);
        image.fill(Qt::white);
        QPainter painter(&image);
        QFont font(QFontDatabase::applicationFontFamilies(
                       QFontDatabase::addApplicationFont(LIMN_TEST_FONT))
                       .value(0));
        font.setPixelSize(30);
        painter.setFont(font);
        painter.drawText(image.rect(), Qt::AlignCenter, text);
        painter.end();
        Image result(image.width(), image.height(), 3);
        for (int y = 0; y < image.height(); ++y) {
            std::memcpy(result.row(y), image.constScanLine(y), result.rowBytes());
        }
        return result;
    }
};

QTEST_MAIN(TestReadingBesideTorch)
#include "tst_ReadingBesideTorch.moc"
