// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/batch/DescriptionBatch.h"
#include "core/gallery/PictureIndex.h"
#include "core/gallery/gallery_schema.h"
#include "core/gallery/picture_files.h"
#include "core/gallery/picture_rows.h"
#include "tests/support/EngineGate.h"
#include "tests/support/FakeEngine.h"
#include "tests/support/GalleryFixture.h"

#include <QProcess>
#include <QSignalSpy>
#include <QtTest/QtTest>

#include <fstream>
#include <map>
#include <random>
#include <set>

using namespace limn;
using limn::test::GalleryFixture;

namespace {

std::vector<MigrationStep> allSteps() {
    auto steps = gallerySteps();
    for (auto& step : batchSteps()) {
        steps.push_back(std::move(step));
    }
    return steps;
}

struct Work {
    explicit Work(Database& database) : batch(database, inference) {
        script->model.describesPictures = true;
        inference.setStarterDescriber("/models/eyes");
    }
    std::shared_ptr<test::FakeEngineScript> script = std::make_shared<test::FakeEngineScript>();
    InferenceService inference{[this] {
        return std::make_unique<test::FakeEngine>(script);
    }};
    DescriptionBatch batch;
};

}  // namespace

/// Many pictures are described: each once, none lost, also when the process is killed in the middle. LIMN_BATCH_PICTURES
/// says how many; a bench runs it with 500.
class TestDescriptionBatch : public QObject {
    Q_OBJECT

    std::unique_ptr<GalleryFixture> m_gallery;

    void fill(int pictures) {
        m_gallery = std::make_unique<GalleryFixture>(allSteps());
        for (int i = 1; i <= pictures; ++i) {
            GalleryFixture::save(fileOf(i), i);
        }
        const auto taken =
            m_gallery->onWorker([this, pictures](const std::stop_token& stop) -> Status {
                for (int i = 1; i <= pictures; ++i) {
                    auto facts = lookAtPicture(fileOf(i), stop);
                    if (!facts.isDone()) {
                        return Error{ErrorCode::Internal, "no facts", {}};
                    }
                    const auto id = m_gallery->database().writeAndWait([&](Connection& connection) {
                        return putPicture(connection, facts.value());
                    });
                    if (!id) {
                        return id.error();
                    }
                }
                return Unit{};
            });
        QVERIFY(taken.has_value());
    }
    std::filesystem::path fileOf(int number) const {
        return m_gallery->pictures() / (std::to_string(number) + ".png");
    }
    std::vector<PictureId> ids(int pictures) {
        std::vector<PictureId> all;
        for (int i = 1; i <= pictures; ++i) {
            all.push_back(rowOf(i).id);
        }
        return all;
    }
    PictureRow rowOf(int number) {
        const auto file = fileOf(number);
        return m_gallery
            ->read([file](Connection& connection) { return pictureByFile(connection, file); })
            .value()
            .value_or(PictureRow{});
    }
    std::string descriptionOf(int number) { return rowOf(number).description; }
    void put(int number, const std::string& description, const std::vector<std::string>& tags) {
        const DescribedPicture words{fileOf(number), description, "OPEN", tags,
                                     "alt of " + description};
        const auto done = m_gallery->write(
            [words](Connection& connection) { return putDescription(connection, words); });
        QVERIFY(done.has_value());
    }
    BatchCount count() {
        return m_gallery->read([](Connection& connection) { return nextWaiting(connection); })
            .value()
            .count;
    }
    /// How often the engine was asked about each picture.
    std::map<int, int> ledger() const {
        std::map<int, int> asked;
        std::ifstream file(m_gallery->root() / "ledger");
        for (int number = 0; file >> number;) {
            ++asked[number];
        }
        return asked;
    }

private Q_SLOTS:
    void everyPictureIsDescribedAndFound() {
        fill(6);
        std::filesystem::remove(fileOf(6));
        Work work(m_gallery->database());
        DescriptionBatch& batch = work.batch;
        QSignalSpy finished(&batch, &DescriptionBatch::finished);
        QSignalSpy progressed(&batch, &DescriptionBatch::progressed);
        batch.add(ids(6));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QCOMPARE(finished[0][0].toLongLong(), 6);
        QCOMPARE(finished[0][1].toLongLong(), 1);  // the one that is not there
        QCOMPARE(progressed.count(), 6);
        for (int i = 1; i <= 5; ++i) {
            QCOMPARE(descriptionOf(i), std::string("A red ball."));
            QVERIFY2(rowOf(i).alt.starts_with("A red ball"), rowOf(i).alt.c_str());
        }
        QVERIFY(!batch.isRunning());
    }

    void aRenamedPictureWaitsUnderItsNewName() {
        fill(2);
        const auto all = ids(2);
        const auto moved = m_gallery->pictures() / "moved.png";
        const auto next = m_gallery->write([&](Connection& connection) -> Result<WaitingPicture> {
            Status done = addWaiting(connection, all);
            if (done) {
                done = moveWaiting(connection, fileOf(1), moved);
            }
            if (done) {
                done = moveWaiting(connection, fileOf(2), moved);  // it took the other's place
            }
            return done ? nextWaiting(connection) : done.error();
        });
        QVERIFY(next.has_value());
        QCOMPARE(next->count.waiting, std::int64_t{1});
        QCOMPARE(next->next.value_or(std::filesystem::path()), moved);
    }

    void cancellingKeepsWhatIsDone() {
        fill(6);
        Work work(m_gallery->database());
        DescriptionBatch& batch = work.batch;
        QSignalSpy finished(&batch, &DescriptionBatch::finished);
        int described = 0;
        connect(&batch, &DescriptionBatch::pictureDescribed, &batch, [&] {
            if (++described == 2) {
                batch.cancel();
            }
        });
        batch.add(ids(6));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QCOMPARE(descriptionOf(1), std::string("A red ball."));
        QCOMPARE(descriptionOf(2), std::string("A red ball."));
        for (int i = 3; i <= 6; ++i) {  // nothing new was begun
            QCOMPARE(descriptionOf(i), std::string());
        }
        QCOMPARE(count().waiting, 0);
        QVERIFY(!batch.isRunning());
        QCOMPARE(finished.count(), 1);
    }

    /// Whoever stops the picture at work did not say that the others be forgotten; nor does the next start go on by itself.
    void aPictureStoppedByHandPausesTheList() {
        fill(4);
        {
            Work work(m_gallery->database());
            const test::EngineGate gate(*work.script, Phase::Describe, 1);
            QSignalSpy paused(&work.batch, &DescriptionBatch::paused);
            QSignalSpy finished(&work.batch, &DescriptionBatch::finished);
            work.batch.add(ids(4));
            QTRY_VERIFY_WITH_TIMEOUT(work.inference.runningJob().has_value(), 60'000);
            work.inference.cancel(*work.inference.runningJob());
            QTRY_COMPARE_WITH_TIMEOUT(paused.count(), 1, 60'000);
            QCOMPARE(paused[0][0].toLongLong(), 4);
            QCOMPARE(finished.count(), 0);
            QCOMPARE(count().waiting, 4);
            QVERIFY(!work.batch.isRunning());
        }
        Work work(m_gallery->database());
        QSignalSpy paused(&work.batch, &DescriptionBatch::paused);
        QSignalSpy finished(&work.batch, &DescriptionBatch::finished);
        work.batch.start();
        QTRY_COMPARE_WITH_TIMEOUT(paused.count(), 1, 60'000);
        QCOMPARE(paused[0][0].toLongLong(), 4);
        QVERIFY(!work.batch.isRunning());
        work.batch.goOn();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QCOMPARE(finished[0][0].toLongLong(), 4);
        QCOMPARE(finished[0][1].toLongLong(), 0);
        for (int i = 1; i <= 4; ++i) {
            QCOMPARE(descriptionOf(i), std::string("A red ball."));
        }
    }

    void aPausedListGoesOnWhereMoreIsAskedFor() {
        fill(3);
        Work work(m_gallery->database());
        QSignalSpy paused(&work.batch, &DescriptionBatch::paused);
        QSignalSpy finished(&work.batch, &DescriptionBatch::finished);
        bool isFirst = true;
        const auto pauseOnce = [&] {
            if (std::exchange(isFirst, false)) {
                work.batch.pause();
            }
        };
        connect(&work.batch, &DescriptionBatch::progressed, &work.batch, pauseOnce,
                Qt::QueuedConnection);
        const auto all = ids(3);
        work.batch.add({all[0], all[1]});
        QTRY_COMPARE_WITH_TIMEOUT(paused.count(), 1, 60'000);
        work.batch.add({all[2]});
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QCOMPARE(finished[0][0].toLongLong(), 3);
        QCOMPARE(descriptionOf(1), std::string("A red ball."));
        QCOMPARE(descriptionOf(3), std::string("A red ball."));
    }

    void aPausedListCanBeForgotten() {
        fill(2);
        Work work(m_gallery->database());
        QSignalSpy paused(&work.batch, &DescriptionBatch::paused);
        QSignalSpy finished(&work.batch, &DescriptionBatch::finished);
        const auto added = m_gallery->write([all = ids(2)](Connection& connection) -> Status {
            const Status done = addWaiting(connection, all);
            return done ? setPaused(connection, true) : done;
        });
        QVERIFY(added.has_value());
        work.batch.start();
        QTRY_COMPARE_WITH_TIMEOUT(paused.count(), 1, 60'000);
        work.batch.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1,
                                  60'000);  // so that nobody goes on offering it
        QCOMPARE(count().waiting, 0);
        work.batch.start();
        work.batch.add(ids(1));  // no pause is left from before
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 2, 60'000);
        QCOMPARE(paused.count(), 1);
        QCOMPARE(descriptionOf(1), std::string("A red ball."));
    }

    /// The fault of the model is not the pictures': they wait for a start when it is mended.
    void aFaultOfTheModelEmptiesNoList() {
        fill(5);
        Work work(m_gallery->database());
        work.script->loadError = Error{ErrorCode::FileDamaged, "The model 'eyes' is damaged.", {}};
        QSignalSpy finished(&work.batch, &DescriptionBatch::finished);
        QSignalSpy stopped(&work.batch, &DescriptionBatch::stopped);
        QSignalSpy failed(&work.batch, &DescriptionBatch::failed);
        work.batch.add(ids(5));
        for (int start = 1; start <= 5; ++start) {  // more often than a picture is tried
            QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), start, 60'000);
            QCOMPARE(stopped[start - 1][0].toLongLong(), 5);
            QCOMPARE(failed.count(), 3 * start);  // the others were not tried for nothing
            QCOMPARE(count().waiting, 5);
            if (start < 5) {
                work.batch.start();
            }
        }
        work.script->loadError.reset();
        work.batch.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QCOMPARE(finished[0][1].toLongLong(), 0);
        QCOMPARE(descriptionOf(5), std::string("A red ball."));
    }

    /// Who gives up a list that had to stop is not asked again.
    void aStoppedListCanBeGivenUp() {
        fill(4);
        Work work(m_gallery->database());
        work.script->loadError = Error{ErrorCode::FileDamaged, "The model 'eyes' is damaged.", {}};
        QSignalSpy stopped(&work.batch, &DescriptionBatch::stopped);
        work.batch.add(ids(4));
        QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, 60'000);
        work.batch.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(count().waiting, 0, 60'000);
    }

    /// Of an earlier process too: the number of those that were described must be true.
    void failuresAreCountedAcrossStarts() {
        fill(3);
        std::filesystem::remove(fileOf(2));
        const auto all = ids(3);
        {
            Work work(m_gallery->database());
            QSignalSpy stopped(&work.batch, &DescriptionBatch::stopped);
            connect(&work.batch, &DescriptionBatch::failed, &work.batch, [&] {
                work.script->describeError = Error{ErrorCode::OutOfMemory, "No memory.", {}};
            });
            work.batch.add(all);
            QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, 60'000);
            QCOMPARE(count().failed, 1);
        }
        Work work(m_gallery->database());
        QSignalSpy finished(&work.batch, &DescriptionBatch::finished);
        work.batch.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QCOMPARE(finished[0][0].toLongLong(), 3);
        QCOMPARE(finished[0][1].toLongLong(), 1);
    }

    /// A fault that may pass lets the others go on; the picture is tried again later, and no more after the third time.
    void oneThatFailsHindersNoOther() {
        fill(3);
        Work work(m_gallery->database());
        const Error fault{ErrorCode::InvalidRequest, "The picture is too narrow.", {}};
        work.script->describeError = fault;
        QSignalSpy finished(&work.batch, &DescriptionBatch::finished);
        QSignalSpy stopped(&work.batch, &DescriptionBatch::stopped);
        connect(&work.batch, &DescriptionBatch::failed, &work.batch,
                [&] { work.script->describeError.reset(); });
        work.batch.add(ids(3));
        QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, 60'000);
        QCOMPARE(stopped[0][0].toLongLong(), 1);
        QCOMPARE(descriptionOf(1), std::string());
        QCOMPARE(descriptionOf(3), std::string("A red ball."));
        work.script->describeError = fault;
        work.batch.start();
        QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 2, 60'000);
        work.script->describeError = fault;
        work.batch.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QCOMPARE(finished[0][1].toLongLong(), 1);
        QCOMPARE(count().waiting, 0);
    }

    void aFolderThatIsAwayWaits() {
        fill(2);
        auto pictures = ids(2);
        const auto away = m_gallery->pictures() / "away";
        std::filesystem::create_directory(away);
        std::filesystem::rename(fileOf(1), away / "1.png");
        const auto moved = m_gallery->write([id = pictures[0], away](Connection& connection) {
            return setPlace(connection, id, away / "1.png");
        });
        QVERIFY(moved.has_value());
        std::filesystem::rename(away, m_gallery->root() / "elsewhere");
        Work work(m_gallery->database());
        QSignalSpy stopped(&work.batch, &DescriptionBatch::stopped);
        work.batch.add(pictures);
        QTRY_COMPARE_WITH_TIMEOUT(stopped.count(), 1, 60'000);
        QCOMPARE(descriptionOf(2), std::string("A red ball."));
        QCOMPARE(count().waiting, 1);
    }

    void whatThePersonWroteStays() {
        fill(1);
        const PictureId id = rowOf(1).id;
        const auto written = m_gallery->write([id](Connection& connection) -> Status {
            const Status said = setDescription(connection, id, "mine");
            return said ? setTags(connection, id, std::vector<std::string>{"Own"}) : said;
        });
        QVERIFY(written.has_value());
        put(1, "its", {"a", "own"});
        QCOMPARE(rowOf(1).description, std::string("mine"));
        QCOMPARE(rowOf(1).seenText, std::string("OPEN"));
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"a", "Own"}));
        put(1, "its", {"b"});
        QCOMPARE(rowOf(1).description, std::string("mine"));
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"b", "Own"}));
    }

    /// What the person corrected is not undone by the next description; what is the program's follows it.
    void whatThePersonCorrectedStays() {
        fill(2);
        put(1, "its", {"a", "b"});
        const auto correct = [this](const EditedWords& words) {
            const auto done = m_gallery->write(
                [words](Connection& connection) { return putEditedWords(connection, words); });
            QVERIFY(done.has_value());
        };
        correct({.file = fileOf(1),
                 .alt = "mine",
                 .seenText = "OPEN 9-5",
                 .addedTags = {"own", "B"},
                 .removedTags = {"A"}});
        QCOMPARE(rowOf(1).alt, std::string("mine"));
        QCOMPARE(rowOf(1).description, std::string("its"));
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"b", "own"}));
        put(1, "its second", {"a", "b", "c"});
        QCOMPARE(rowOf(1).alt, std::string("mine"));
        QCOMPARE(rowOf(1).seenText, std::string("OPEN 9-5"));
        QCOMPARE(rowOf(1).description, std::string("its second"));
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"b", "c", "own"}));
        correct({.file = fileOf(1), .description = "my own", .seenText = ""});
        put(1, "its third", {"b"});
        QCOMPARE(rowOf(1).description, std::string("my own"));
        QCOMPARE(rowOf(1).seenText, std::string());  // there is no writing, whatever is read
        QCOMPARE(rowOf(2).alt, std::string());
        put(2, "one", {});
        put(2, "two", {});
        QCOMPARE(rowOf(2).alt, std::string("alt of two"));
        correct({.file = "/nowhere.png", .alt = "x"});  // of no picture of the gallery
    }

    void betterWordsReplaceFormerOnes() {
        fill(1);
        put(1, "colours", {"blue", "red"});
        const PictureId id = rowOf(1).id;
        const auto removed = m_gallery->write([id](Connection& connection) {
            return removeTag(connection, std::span(&id, 1), "red");
        });
        QVERIFY(removed.has_value());
        put(1, "a boat", {"boat", "blue", "red"});
        QCOMPARE(rowOf(1).description, std::string("a boat"));
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"blue", "boat"}));  // red was taken away
        put(1, "two boats", {"boats"});
        QCOMPARE(rowOf(1).description, std::string("two boats"));
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"boats"}));
        put(1, "two red boats", {"boats", "red"});
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"boats"}));
        // Put back by hand it is the person's own, and stays whatever is said later.
        const auto added = m_gallery->write(
            [id](Connection& connection) { return addTag(connection, std::span(&id, 1), "red"); });
        QVERIFY(added.has_value());
        put(1, "two boats", {"boats"});
        QCOMPARE(rowOf(1).tags, (std::vector<std::string>{"boats", "red"}));
    }

    void killedInTheMiddle() {
#ifdef __SANITIZE_THREAD__
        QSKIP("The thread sanitizer does not follow a fork of a process with threads.");
#endif
        const int pictures = std::max(qEnvironmentVariableIntValue("LIMN_BATCH_PICTURES"), 24);
        const int kills = std::max(3, pictures / 25);
        fill(pictures);
        const auto all = ids(pictures);
        const auto added =
            m_gallery->write([all](Connection& connection) { return addWaiting(connection, all); });
        QVERIFY(added.has_value());
        const auto root = m_gallery->root();
        std::mt19937 random(7);
        std::map<int, int> before;
        for (int run = 0; run <= kills; ++run) {
            std::set<int> stored;
            for (int i = 1; i <= pictures; ++i) {
                if (!descriptionOf(i).empty()) {
                    stored.insert(i);
                }
            }
            m_gallery->close();
            QProcess process;
            process.start(QStringLiteral(LIMN_BATCH_CHURN),
                          {QString::fromStdString(root.string())});
            QVERIFY(process.waitForStarted());
            if (run < kills) {
                process.waitForFinished(200 + static_cast<int>(random() % 500));
                process.kill();
            }
            QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished(600'000));
            QVERIFY(run < kills || process.exitCode() == 0);
            m_gallery->reopen();
            const auto after = ledger();
            for (const int number : stored) {  // never asked about again
                QCOMPARE(after.contains(number) ? after.at(number) : 0,
                         before.contains(number) ? before.at(number) : 0);
            }
            before = after;
        }
        int twice = 0;
        for (int i = 1; i <= pictures; ++i) {
            QCOMPARE(QString::fromStdString(descriptionOf(i)),
                     QStringLiteral("picture number %1").arg(i));
            twice += ledger().at(i) > 1 ? 1 : 0;
        }
        QVERIFY2(
            twice <= kills,
            "only a picture that was at work when the process was killed may be looked at again");
        QCOMPARE(count().waiting, 0);
        qInfo("%d pictures, %d kills: %d were looked at twice, all are described", pictures, kills,
              twice);
    }
};

QTEST_GUILESS_MAIN(TestDescriptionBatch)
#include "tst_DescriptionBatch.moc"
