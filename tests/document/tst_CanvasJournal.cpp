// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/document/CanvasJournal.h"
#include "core/document/history_records.h"
#include "core/document/journal_reading.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <random>

using namespace limn;

namespace {

constexpr int kSidePx = 300;

std::filesystem::path folderOf(const QTemporaryDir& dir) {
    return std::filesystem::path(dir.path().toStdString()) / "canvas";
}

/// What step number `n` of the child does: always the same, so that the test knows what must be there.
CanvasHistory::Step stepNumber(int n, const CanvasHistory& history,
                               const std::filesystem::path& folder) {
    CanvasContent content = history.content();
    if (n % 10 == 0) {
        CanvasPicture picture;
        picture.widthPx = kSidePx;
        picture.heightPx = kSidePx;
        auto pixels = std::make_shared<Image>(kSidePx, kSidePx, 3);
        std::fill(pixels->pixels.begin(), pixels->pixels.end(), static_cast<std::uint8_t>(n));
        picture.pixels = pixels;
        picture.origin.handle = QString::number(n);
        picture.journalFile = CanvasJournal::newPictureFile(folder);
        return {OperationKind::ShowPicture, unmasked(picture), 0};
    }
    const double x = (n * 37) % kSidePx;
    drawBrushLine(content.mask, {x, 10}, {kSidePx - x, kSidePx - 10.0}, {12, 0.5}, MaskMode::Add);
    return {OperationKind::BrushStroke, content, 0};
}

int handleOf(const CanvasHistory& history) {
    return history.content().picture.origin.handle.toInt();
}

/// Works on the journal until it is killed. Says after each step that it is kept.
int workUntilKilled(const std::filesystem::path& folder) {
    Result<CanvasJournal::Opened> opened = CanvasJournal::open(folder, {});
    if (!opened) {
        return 1;
    }
    CanvasHistory history = std::move(opened->history);
    int n = static_cast<int>(history.position());
    while (true) {
        const CanvasContent before = history.content();
        const CanvasHistory::Step step = stepNumber(n, history, folder);
        const CanvasPicture& picture = step.content.picture;
        if (picture.journalFile != before.picture.journalFile &&
            !CanvasJournal::writePicture(picture.journalFile, *picture.pixels)) {
            return 1;
        }
        history.push(step);
        if (!opened->journal.append({stepRecord(before, step)}) ||
            (n % 7 == 6 && !opened->journal.rewrite(history))) {
            return 1;
        }
        ++n;
        std::printf("%d\n", n);
        std::fflush(stdout);
    }
}

}  // namespace

class TstCanvasJournal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNewJournalIsEmpty() {
        const QTemporaryDir dir;
        const auto opened = CanvasJournal::open(folderOf(dir), {});
        QVERIFY(opened);
        QVERIFY(opened->problems.empty());
        QVERIFY(opened->history.content().picture.isNone());
        QCOMPARE(opened->history.steps().size(), std::size_t{0});
    }

    void stepsUndoAndRedoAreThereAgain() {
        const QTemporaryDir dir;
        CanvasHistory history;
        {
            auto opened = CanvasJournal::open(folderOf(dir), {});
            QVERIFY(opened);
            for (int n = 0; n < 6; ++n) {
                const CanvasContent before = history.content();
                history.push(stepNumber(n, history, folderOf(dir)));
                QVERIFY(opened->journal.append({stepRecord(before, history.steps().back())}));
            }
            QVERIFY(opened->journal.append({moveRecord(-3), moveRecord(1)}));
            history.goTo(4);
        }
        const auto again = CanvasJournal::open(folderOf(dir), {});
        QVERIFY(again);
        QVERIFY(again->problems.empty());
        QCOMPARE(again->history.position(), std::size_t{4});
        QCOMPARE(again->history.steps().size(), std::size_t{6});
        QVERIFY(again->history.content().mask == history.content().mask);
        QVERIFY(again->history.contentAt(6).mask == history.contentAt(6).mask);
    }

    /// Wherever the file is cut, what was whole before the cut is there, without a word.
    void aCutEndIsDropped() {
        const QTemporaryDir dir;
        std::vector<qint64> sizes;
        {
            auto opened = CanvasJournal::open(folderOf(dir), {});
            CanvasHistory history;
            sizes.push_back(qint64(opened->journal.sizeBytes()));
            for (int n = 0; n < 4; ++n) {
                const CanvasContent before = history.content();
                history.push(stepNumber(n, history, folderOf(dir)));
                QVERIFY(opened->journal.append({stepRecord(before, history.steps().back())}));
                sizes.push_back(qint64(opened->journal.sizeBytes()));
            }
        }
        const QString file = QString::fromStdString((folderOf(dir) / "canvas.journal").string());
        QFile whole(file);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        whole.close();
        QCOMPARE(bytes.size(), sizes.back());
        for (qsizetype cut = sizes.front(); cut <= bytes.size(); cut += 1 + bytes.size() / 97) {
            QFile target(file);
            QVERIFY(target.open(QIODevice::WriteOnly));
            target.write(bytes.left(cut));
            target.close();
            const auto opened = CanvasJournal::open(folderOf(dir), {});
            QVERIFY(opened);
            QVERIFY(opened->problems.empty());
            const auto whole_ = std::count_if(sizes.begin() + 1, sizes.end(),
                                              [cut](qint64 size) { return size <= cut; });
            QCOMPARE(opened->history.steps().size(), static_cast<std::size_t>(whole_));
        }
    }

    void aDamagedMiddleIsTold() {
        const QTemporaryDir dir;
        qint64 secondStep = 0;
        {
            auto opened = CanvasJournal::open(folderOf(dir), {});
            CanvasHistory history;
            for (int n = 0; n < 4; ++n) {
                const CanvasContent before = history.content();
                history.push(stepNumber(n, history, folderOf(dir)));
                QVERIFY(opened->journal.append({stepRecord(before, history.steps().back())}));
                secondStep = n == 0 ? qint64(opened->journal.sizeBytes()) : secondStep;
            }
        }
        const auto path = folderOf(dir) / "canvas.journal";
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(secondStep + 50));
        file.write("damage");
        file.close();
        auto opened = CanvasJournal::open(folderOf(dir), {});
        QVERIFY(opened);
        QCOMPARE(opened->problems.size(), std::size_t{1});
        QCOMPARE(opened->history.steps().size(), std::size_t{1});
        QVERIFY(std::filesystem::exists(path.string() + ".damaged"));
        // What is appended now stands behind what was sound.
        const CanvasContent before = opened->history.content();
        opened->history.push(stepNumber(10, opened->history, folderOf(dir)));
        QVERIFY(opened->journal.append({stepRecord(before, opened->history.steps().back())}));
        const auto again = CanvasJournal::open(folderOf(dir), {});
        QVERIFY(again->problems.empty());
        QCOMPARE(handleOf(again->history), 10);
    }

    void aForeignFileIsSetAside() {
        const QTemporaryDir dir;
        std::filesystem::create_directories(folderOf(dir));
        QFile file(QString::fromStdString((folderOf(dir) / "canvas.journal").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is a letter to my aunt");
        file.close();
        const auto opened = CanvasJournal::open(folderOf(dir), {});
        QVERIFY(opened);
        QCOMPARE(opened->problems.size(), std::size_t{1});
        QVERIFY(CanvasJournal::open(folderOf(dir), {})->problems.empty());
    }

    void aFolderThatCannotBeIsAnError() {
        const auto opened = CanvasJournal::open("/proc/limn-cannot-be", {});
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::WriteFailed);
    }

    void rewritingKeepsTheHistoryAndIsShort() {
        const QTemporaryDir dir;
        auto opened = CanvasJournal::open(folderOf(dir), {});
        CanvasHistory history;
        for (int n = 0; n < 30; ++n) {
            const CanvasContent before = history.content();
            CanvasHistory::Step step = stepNumber(n, history, folderOf(dir));
            if (n % 10 == 0) {
                QVERIFY(CanvasJournal::writePicture(step.content.picture.journalFile,
                                                    *step.content.picture.pixels));
            }
            history.push(step);
            QVERIFY(opened->journal.append({stepRecord(before, history.steps().back())}));
        }
        history.trim({.steps = 5, .bytes = std::size_t{1} << 30});
        const std::uint64_t longBytes = opened->journal.sizeBytes();
        QVERIFY(opened->journal.rewrite(history));
        QVERIFY(opened->journal.sizeBytes() < longBytes / 2);
        const auto again = CanvasJournal::open(folderOf(dir), {});
        QCOMPARE(again->history.steps().size(), std::size_t{5});
        QVERIFY(again->history.content().mask == history.content().mask);
        // Only the picture that is still named stays.
        const QDir pictures(QString::fromStdString(folderOf(dir).string()));
        QCOMPARE(pictures.entryList({QStringLiteral("picture-*.png")}).size(), 1);
    }

    /// kill -9 in the middle of work, again and again: every step that was said to be kept is there.
    void killedAtAnyMoment() {
        const QTemporaryDir dir;
        std::mt19937 dice(7);
        int kept = 0;
        for (int round = 0; round < 12; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--work"), QString::fromStdString(folderOf(dir).string())});
            const int until = kept + 1 + static_cast<int>(dice() % 9);
            int said = kept;
            while (said < until) {
                QVERIFY2(child.canReadLine() || child.waitForReadyRead(20'000),
                         "the child is silent");
                while (child.canReadLine()) {
                    said = child.readLine().trimmed().toInt();
                }
            }
            child.kill();
            QVERIFY(child.waitForFinished());
            for (const QByteArray& line : child.readAllStandardOutput().split('\n')) {
                said = line.isEmpty() ? said : line.toInt();
            }

            const auto opened = CanvasJournal::open(folderOf(dir), {});
            QVERIFY(opened);
            QVERIFY(opened->problems.empty());
            kept = static_cast<int>(opened->history.position());
            QVERIFY2(kept >= said, qPrintable(QStringLiteral("%1 of %2").arg(kept).arg(said)));
            CanvasHistory expected;
            for (int n = 0; n < kept; ++n) {
                expected.push(stepNumber(n, expected, folderOf(dir)));
            }
            QVERIFY(opened->history.content().mask == expected.content().mask);
            QCOMPARE(handleOf(opened->history), (kept - 1) / 10 * 10);
            QVERIFY(std::filesystem::exists(opened->history.content().picture.journalFile));
        }
        QVERIFY(kept >= 12);
    }
};

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc == 3 && QByteArray(argv[1]) == "--work") {
        return workUntilKilled(argv[2]);
    }
    TstCanvasJournal test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_CanvasJournal.moc"
