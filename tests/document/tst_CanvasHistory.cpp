// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasHistory.h"
#include "core/document/history_records.h"

#include <QTest>

using namespace limn;

namespace {

CanvasPicture picture(const char* file, int width, int height, bool withPixels = true) {
    CanvasPicture result;
    result.file = file;
    result.widthPx = width;
    result.heightPx = height;
    result.origin.prompt = QStringLiteral("a lighthouse, ein Häuschen, 灯台");
    result.origin.seed = 0xFFFFFFFFFFFFFFFFULL;
    if (withPixels) {
        result.pixels = std::make_shared<const Image>(width, height, 3);
    }
    return result;
}

CanvasHistory::Step masked(const CanvasHistory& history, const QRect& rectangle) {
    CanvasContent content = history.content();
    drawRectangle(content.mask, rectangle, MaskMode::Add);
    return {OperationKind::Rectangle, content, 0};
}

CanvasHistory someHistory() {
    CanvasHistory history;
    history.push({OperationKind::ShowPicture, unmasked(picture("/a.png", 500, 300)), 0});
    history.push(masked(history, QRect(10, 10, 50, 50)));
    CanvasContent stroke = history.content();
    drawBrushLine(stroke.mask, {50, 50}, {300, 200}, {30, 0.4}, MaskMode::Add);
    history.push({OperationKind::BrushStroke, stroke, 0});
    CanvasContent repainted = history.content();
    repainted.picture = picture("/b.png", 500, 300);
    repainted.picture.origin.madeFrom = "/a.png";
    repainted.picture.origin.pixelsChangedOutsideMask = 0;
    history.push({OperationKind::Repaint, repainted, 0});
    CanvasContent inverted = history.content();
    inverted.mask.invert();
    history.push({OperationKind::Invert, inverted, 0});
    history.goTo(3);
    return history;
}

void compare(const CanvasHistory& a, const CanvasHistory& b) {
    QCOMPARE(a.position(), b.position());
    QCOMPARE(a.steps().size(), b.steps().size());
    for (std::size_t i = 0; i <= a.steps().size(); ++i) {
        QVERIFY(a.contentAt(i).mask == b.contentAt(i).mask);
        QCOMPARE(a.contentAt(i).picture.file, b.contentAt(i).picture.file);
        QCOMPARE(a.contentAt(i).picture.widthPx, b.contentAt(i).picture.widthPx);
        QVERIFY(a.contentAt(i).picture.origin == b.contentAt(i).picture.origin);
        QVERIFY(i == 0 || a.steps()[i - 1].kind == b.steps()[i - 1].kind);
    }
}

}  // namespace

class TstCanvasHistory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void undoAndRedoWalkTheSteps() {
        CanvasHistory history = someHistory();
        QCOMPARE(history.undoKind(), OperationKind::BrushStroke);
        QCOMPARE(history.redoKind(), OperationKind::Repaint);
        history.goTo(1);
        QVERIFY(history.content().mask.isClear());
        history.push(masked(history, QRect(0, 0, 5, 5)));
        QVERIFY(!history.canRedo());
        QCOMPARE(history.steps().size(), std::size_t{2});
    }

    void recordsMakeTheSameHistory() {
        const CanvasHistory history = someHistory();
        CanvasHistory read;
        for (const QByteArray& record : recordsOf(history)) {
            const Status status = replay(record, read, {});
            QVERIFY2(status, status ? "" : status.error().message.c_str());
        }
        compare(read, history);
        QVERIFY(read.content().picture.pixels == nullptr);
    }

    /// A rectangle over an 8192 x 8192 mask is a few bytes, not 64 MB.
    void aBigChangeIsASmallRecord() {
        CanvasHistory history(unmasked(picture("/big.png", 8192, 8192, false)));
        const CanvasContent before = history.content();
        history.push(masked(history, QRect(100, 100, 8000, 8000)));
        QVERIFY(stepRecord(before, history.steps()[0]).size() < 100'000);
        QVERIFY(history.steps()[0].maskBytes < std::size_t{6} << 20);
    }

    void damagedRecordsAreRefused() {
        const CanvasHistory history = someHistory();
        for (const QByteArray& record : recordsOf(history)) {
            for (qsizetype length = 0; length < record.size(); length += 1 + length / 9) {
                CanvasHistory read = history;
                QVERIFY(!replay(record.left(length), read, {}));
            }
            CanvasHistory read = history;
            QVERIFY(!replay(record + 'x', read, {}));
        }
        QByteArray unknown(20, '\x7f');
        CanvasHistory read;
        QVERIFY(!replay(unknown, read, {}));
    }

    /// Turned bits may make another record, but never more memory than the record is worth, and never a crash.
    void turnedBitsAreSurvived() {
        const CanvasHistory history = someHistory();
        for (const QByteArray& record : recordsOf(history)) {
            for (qsizetype at = 0; at < record.size(); at += 1 + record.size() / 199) {
                QByteArray turned = record;
                turned[at] = static_cast<char>(turned[at] ^ (1 << (at % 8)));
                CanvasHistory read = history;
                if (replay(turned, read, {})) {
                    QCOMPARE(read.content().mask.widthPx(), read.content().picture.widthPx);
                }
            }
        }
    }

    void stepsAreBounded() {
        CanvasHistory history(unmasked(picture("/a.png", 100, 100)));
        for (int i = 0; i < 20; ++i) {
            history.push(masked(history, QRect(i, i, 1, 1)));
            history.trim({.steps = 5, .bytes = 1 << 30});
        }
        QCOMPARE(history.steps().size(), std::size_t{5});
        QCOMPARE(history.position(), std::size_t{5});
        history.goTo(0);
        QCOMPARE(history.content().mask.bounds(), QRect(0, 0, 15, 15));
    }

    void memoryIsBounded() {
        CanvasHistory history(unmasked(picture("/a.png", 1000, 1000)));
        constexpr std::size_t kLimit = 400'000;
        for (int i = 0; i < 60; ++i) {
            CanvasContent content = history.content();
            drawBrushLine(content.mask, {0, i * 16.0}, {999, i * 16.0}, {8, 0.2}, MaskMode::Add);
            history.push({OperationKind::BrushStroke, content, 0});
            history.trim({.steps = 1000, .bytes = kLimit});
            QVERIFY(history.bytesForUndo() <= kLimit);
        }
        QVERIFY(history.steps().size() >= 2);
    }

    /// Pixels that a file still has are let go before any step is.
    void pixelsGoBeforeSteps() {
        CanvasHistory history(unmasked(picture("/0.png", 200, 200)));
        for (int i = 1; i <= 9; ++i) {
            const std::string name = "/" + std::to_string(i) + ".png";
            history.push({OperationKind::Generate, unmasked(picture(name.c_str(), 200, 200)), 0});
            history.trim({.steps = 100, .bytes = 3 * 120'000 + 10'000});
        }
        QCOMPARE(history.steps().size(), std::size_t{9});
        QVERIFY(history.content().picture.pixels != nullptr);
        QVERIFY(history.contentAt(8).picture.pixels != nullptr);
        QVERIFY(history.contentAt(1).picture.pixels == nullptr);
    }

    void picturesWithoutAFileGoWithTheirSteps() {
        CanvasHistory history;
        for (int i = 0; i < 9; ++i) {
            history.push({OperationKind::ShowPicture, unmasked(picture("", 200, 200)), 0});
            history.trim({.steps = 100, .bytes = 3 * 120'000 + 10'000});
        }
        QCOMPARE(history.steps().size(), std::size_t{3});
        for (std::size_t i = 0; i <= 3; ++i) {
            QVERIFY(history.contentAt(i).picture.pixels != nullptr);
        }
    }
};

QTEST_APPLESS_MAIN(TstCanvasHistory)
#include "tst_CanvasHistory.moc"
