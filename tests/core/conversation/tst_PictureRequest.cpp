// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/picture_request.h"

#include "core/jobs/failure_sentence.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace limn;

class TestPictureRequest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizesKeepTheAreaAndTheMultiple_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("multiple");
        QTest::newRow("16:9") << 16 << 9 << 8;
        QTest::newRow("9:16") << 9 << 16 << 8;
        QTest::newRow("1:1") << 1 << 1 << 64;
        QTest::newRow("8:1") << 8 << 1 << 8;
        QTest::newRow("2:3") << 2 << 3 << 64;
    }
    void sizesKeepTheAreaAndTheMultiple() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, multiple);
        const SizePx size = sizeForAspect({width, height}, {512, 512}, multiple);
        QCOMPARE(size.width % multiple, 0);
        QCOMPARE(size.height % multiple, 0);
        // Each side is off by at most half a multiple.
        const double ratio = static_cast<double>(width) / height;
        QVERIFY(std::abs(size.width - 512 * std::sqrt(ratio)) <= multiple / 2.0);
        QVERIFY(std::abs(size.height - 512 / std::sqrt(ratio)) <= multiple / 2.0);
    }

    void whatTheMessageSaysGoesIntoTheOrder() {
        PictureOrder order;
        order.request.seed = 1;
        order.request.negativePrompt = "blur";
        const PromptReading reading = readPrompt("a fox --ar 2:1 --seed 9 --no text");
        applyReading(reading, std::nullopt, order);
        QCOMPARE(order.request.prompt, std::string("a fox"));
        QCOMPARE(order.request.seed, std::uint64_t{9});
        QCOMPARE(order.request.negativePrompt.value_or(""), std::string("blur, text"));
        QCOMPARE(order.request.widthPx.value_or(0), 728);  // 512 * sqrt(2) = 724.1
        QCOMPARE(order.request.heightPx.value_or(0), 360);

        const std::vector<DoneRow> rows = readingRows(reading, order);
        QCOMPARE(rows.size(), std::size_t{3});
        QVERIFY(rows[0].kind == DoneRowKind::Note);
        QCOMPARE(rows[0].arguments, QStringLiteral("--ar 2:1"));
        QVERIFY(rows[0].outcome.contains(QStringLiteral("728")));
        QVERIFY(rows[2].outcome.contains(QStringLiteral("text")));
    }

    void whatTheMessageDoesNotSayStays() {
        PictureOrder order;
        order.request.seed = 1;
        order.request.widthPx = 640;
        applyReading(readPrompt("a fox"), std::nullopt, order);
        QCOMPARE(order.request.seed, std::uint64_t{1});
        QCOMPARE(order.request.widthPx.value_or(0), 640);
        QVERIFY(!order.request.negativePrompt);
        QVERIFY(readingRows(readPrompt("a fox"), order).empty());
    }

    void manyWeightsAreOneRow() {
        const PromptReading reading = readPrompt("(a:1.1) (b:1.2) (c:0.9) --seed 3");
        const std::vector<DoneRow> rows = readingRows(reading, {});
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[1].arguments, QStringLiteral("(a:1.1), (b:1.2), (c:0.9)"));
    }

    void theModelSaysWhatTheOrderDoesNot() {
        ModelInfo model;
        model.defaultWidthPx = 1024;
        model.defaultHeightPx = 768;
        QVERIFY((expectedSize({}, model) == SizePx{1024, 768}));
        QVERIFY((expectedSize({}, std::nullopt) == SizePx{0, 0}));
        PictureOrder order;
        order.request.widthPx = 512;
        QVERIFY((expectedSize(order, model) == SizePx{512, 768}));
    }

    void titlesAreShortAndWithoutMarks_data() {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("title");
        QTest::newRow("short") << "a red fox"
                               << "A red fox";
        QTest::newRow("marks") << "a (red:1.3) fox --ar 16:9"
                               << "A red fox";
        QTest::newRow("lines") << "  a\nred\tfox "
                               << "A red fox";
        QTest::newRow("empty") << "  "
                               << "Pictures";
        QTest::newRow("only options") << "--ar 1:1"
                                      << "--ar 1:1";
        QTest::newRow("long") << "a lighthouse at dusk with a storm rolling in over the sea"
                              << "A lighthouse at dusk with a storm rolling in…";
        QTest::newRow("one long word") << QString(100, u'x') << u'X' + QString(47, u'x') + u'…';
    }
    void titlesAreShortAndWithoutMarks() {
        QFETCH(QString, message);
        QFETCH(QString, title);
        QCOMPARE(titleFrom(message), title);
    }

    void refusedFilesAreNamed_data() {
        QTest::addColumn<int>("files");
        QTest::addColumn<WantedFile>("wanted");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("two") << 2 << WantedFile::Picture
                             << "2 files are not pictures: 0.txt, 1.txt";
        QTest::newRow("models") << 2 << WantedFile::Model << "2 files are not models: 0.txt, 1.txt";
        QTest::newRow("many") << 9 << WantedFile::Picture
                              << "9 files are not pictures: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, "
                                 "5.txt, 6.txt, 7.txt, …";
    }
    void refusedFilesAreNamed() {
        QFETCH(int, files);
        QFETCH(WantedFile, wanted);
        QFETCH(QString, sentence);
        QStringList paths;
        for (int i = 0; i < files; ++i) {
            paths += QStringLiteral("/a b/%1.txt").arg(i);
        }
        QCOMPARE(refusedFilesSentence(paths, wanted), sentence);
    }

    void failuresSayWhatToDo() {
        for (int code = 1; code <= static_cast<int>(ErrorCode::Internal); ++code) {
            const QString sentence =
                failureSentence({static_cast<ErrorCode>(code), "It broke.", "detail"});
            QVERIFY(sentence.startsWith(QStringLiteral("It broke. ")));
            QVERIFY(sentence.size() > 20);
            QVERIFY(!sentence.contains(QStringLiteral("detail")));
        }
    }
};

QTEST_APPLESS_MAIN(TestPictureRequest)
#include "tst_PictureRequest.moc"
