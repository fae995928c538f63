// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/InferenceService.h"

#include "core/io/PictureReader.h"

#include "tests/support/FakeEngine.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/resource.h>
#include <unistd.h>
#include <semaphore>

using namespace limn;
using limn::test::FakeEngineScript;

namespace {

/// Stops the engine before the progress that the test names, until the test lets it go on.
class Gate {
public:
    Gate(FakeEngineScript& script, Phase phase, int step) {
        script.beforeProgress = [this, phase, step](const Progress& progress,
                                                    const std::stop_token& stop) {
            if (progress.phase == phase && progress.step == step && !m_isOpen) {
                m_reached.release();
                const std::stop_callback wake(stop, [this] { m_goOn.release(); });
                m_goOn.acquire();
            }
        };
    }
    void waitUntilReached() { m_reached.acquire(); }
    void open() {
        m_isOpen = true;
        m_goOn.release();
    }

private:
    std::counting_semaphore<1000> m_reached{0};
    std::counting_semaphore<1000> m_goOn{0};
    std::atomic<bool> m_isOpen = false;
};

struct Studio {
    std::shared_ptr<FakeEngineScript> script = std::make_shared<FakeEngineScript>();
    QTemporaryDir folder;
    InferenceService service{[this] {
        return std::make_unique<test::FakeEngine>(script);
    }};
    QSignalSpy started{&service, &InferenceService::jobStarted};
    QSignalSpy progressed{&service, &InferenceService::jobProgressed};
    QSignalSpy pictures{&service, &InferenceService::pictureFinished};
    QSignalSpy finished{&service, &InferenceService::jobFinished};
    QSignalSpy stopping{&service, &InferenceService::jobStopping};
    QSignalSpy cancelled{&service, &InferenceService::jobCancelled};
    QSignalSpy failed{&service, &InferenceService::jobFailed};
    QSignalSpy loaded{&service, &InferenceService::modelLoaded};

    PictureOrder order(const std::string& prompt, std::uint64_t seed = 7) const {
        PictureOrder order;
        order.model = "/models/a";
        order.request.prompt = prompt;
        order.request.seed = seed;
        order.folder = std::filesystem::path(folder.path().toStdString());
        return order;
    }
};

FinishedPicture pictureOf(const QSignalSpy& spy, int index) {
    return spy.at(index).at(1).value<FinishedPicture>();
}

JobId idOf(const QSignalSpy& spy, int index) {
    return spy.at(index).at(0).value<JobId>();
}

}  // namespace

class TestInferenceService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPictureIsOnTheDiskBeforeItIsTold() {
        Studio studio;
        PictureOrder order = studio.order("a red fox", 41);
        order.request.count = 2;
        bool wasThere = true;
        connect(&studio.service, &InferenceService::pictureFinished, this,
                [&](JobId, const FinishedPicture& picture) {
                    wasThere = wasThere && std::filesystem::exists(picture.file);
                });
        const JobId id = studio.service.submit(order);
        QTRY_COMPARE(studio.finished.count(), 1);
        QCOMPARE(idOf(studio.finished, 0), id);
        QCOMPARE(studio.pictures.count(), 2);
        QVERIFY(wasThere);
        const FinishedPicture second = pictureOf(studio.pictures, 1);
        QCOMPARE(QString::fromStdString(second.file.filename().string()),
                 QStringLiteral("00002-42-a-red-fox.png"));
        const auto read = readPicture(second.file);
        QVERIFY(read.isDone());
        QVERIFY(read.value() == second.image);
        QVERIFY(second.image == test::fakePicture(42, "a red fox", 64, 64));
        QCOMPARE(second.seed, std::uint64_t{42});
        QCOMPARE(second.index, 1);
        QCOMPARE(second.modelName, std::string("fake"));
        QCOMPARE(second.order.request.steps,
                 std::optional<int>(4));  // the model's default, filled in
        QCOMPARE(second.order.request.scheduler, std::optional<std::string>("pndm"));
        QCOMPARE(second.pixelsChangedOutsideMask, std::int64_t{-1});
        QVERIFY(second.seconds >= 0);
        QCOMPARE(studio.loaded.count(), 1);
        QVERIFY(studio.service.loadedModel());
        QVERIFY(!studio.service.runningJob());
    }

    void aRepaintKeepsEveryPixelOutsideItsMask() {
        Studio studio;
        PictureOrder order = studio.order("a door", 3);
        order.request.initImage = Image(64, 64, 3);
        order.request.mask = Image(64, 64, 1);
        std::fill_n(order.request.mask->pixels.begin(), 64 * 32, std::uint8_t{255});
        studio.service.submit(order);
        QTRY_COMPARE(studio.finished.count(), 1);
        const FinishedPicture picture = pictureOf(studio.pictures, 0);
        QCOMPARE(picture.pixelsChangedOutsideMask, std::int64_t{0});
        const Image drawn = test::fakePicture(3, "a door", 64, 64);
        const std::size_t half = drawn.rowBytes() * 32;
        QVERIFY(std::equal(drawn.pixels.begin(), drawn.pixels.begin() + half,
                           picture.image.pixels.begin()));
        // The fake engine draws everywhere; what is outside the mask is the start picture all the same.
        QVERIFY(std::all_of(picture.image.pixels.begin() + half, picture.image.pixels.end(),
                            [](std::uint8_t value) { return value == 0; }));
    }

    void aModelIsLoadedOnceForEqualOrders() {
        Studio studio;
        studio.service.submit(studio.order("one"));
        studio.service.submit(studio.order("two"));
        PictureOrder any = studio.order("three");
        any.model.clear();  // whatever is loaded
        studio.service.submit(any);
        QTRY_COMPARE(studio.finished.count(), 3);
        QCOMPARE(studio.script->loads.size(), std::size_t{1});
        PictureOrder other = studio.order("four");
        other.model = "/models/b";
        studio.service.submit(other);
        QTRY_COMPARE(studio.finished.count(), 4);
        QCOMPARE(studio.script->loads.size(), std::size_t{2});
    }

    void withoutAModelTheStarterDraws() {
        Studio studio;
        studio.service.setStarterModel("/starter");
        PictureOrder order = studio.order("a fox");
        order.model.clear();
        studio.service.submit(order);
        QTRY_COMPARE(studio.finished.count(), 1);
        QCOMPARE(studio.script->loads.at(0).model, std::filesystem::path("/starter"));
    }

    void cancellingAQueuedJobDoesNotTouchTheRunningOne() {
        Studio studio;
        Gate gate(*studio.script, Phase::Denoise, 2);
        const JobId running = studio.service.submit(studio.order("first"));
        const JobId queued = studio.service.submit(studio.order("second"));
        gate.waitUntilReached();
        studio.service.cancel(queued);
        QCOMPARE(studio.cancelled.count(), 1);  // at once
        QCOMPARE(idOf(studio.cancelled, 0), queued);
        QCOMPARE(studio.stopping.count(), 0);
        gate.open();
        QTRY_COMPARE(studio.finished.count(), 1);
        QCOMPARE(idOf(studio.finished, 0), running);
        QCOMPARE(studio.script->orders.size(), std::size_t{1});
    }

    void aRunningJobStopsWithinItsStepAndIsNotHeardOfAgain() {
        Studio studio;
        Gate gate(*studio.script, Phase::Denoise, 2);
        const JobId id = studio.service.submit(studio.order("first"));
        gate.waitUntilReached();
        studio.service.cancel(id);
        QCOMPARE(studio.stopping.count(), 1);
        QCOMPARE(studio.started.count(), 1);  // told before, though the event had not come yet
        QVERIFY(studio.service.isStopping(id));
        const auto before = studio.progressed.count();
        QTRY_COMPARE(studio.cancelled.count(), 1);
        QCOMPARE(studio.progressed.count(), before);
        QCOMPARE(studio.finished.count() + studio.failed.count() + studio.pictures.count(), 0);
        // and the engine is usable at once
        gate.open();
        studio.service.submit(studio.order("again"));
        QTRY_COMPARE(studio.finished.count(), 1);
        QCOMPARE(studio.started.count(), 2);
    }

    void aLoadCanBeCancelled() {
        Studio studio;
        Gate gate(*studio.script, Phase::Load, 1);
        const JobId id = studio.service.loadModel("/models/a", {});
        gate.waitUntilReached();
        studio.service.cancel(id);
        QTRY_COMPARE(studio.cancelled.count(), 1);
        QCOMPARE(studio.loaded.count(), 0);
        gate.open();
        studio.service.submit(studio.order("one"));
        QTRY_COMPARE(studio.finished.count(), 1);
        QCOMPARE(studio.script->loads.size(), std::size_t{2});  // nothing half loaded is used
    }

    void aNewerLoadReplacesAWaitingOne() {
        Studio studio;
        Gate gate(*studio.script, Phase::Denoise, 1);
        studio.service.submit(studio.order("first"));
        gate.waitUntilReached();
        const JobId older = studio.service.loadModel("/models/b", {});
        studio.service.loadModel("/models/c", {});
        QCOMPARE(studio.cancelled.count(), 1);
        QCOMPARE(idOf(studio.cancelled, 0), older);
        gate.open();
        QTRY_COMPARE(studio.finished.count(), 2);
        QCOMPARE(studio.script->loads.back().model, std::filesystem::path("/models/c"));
    }

    void atMostOnePreviewWaits() {
        Studio studio;
        Gate gate(*studio.script, Phase::Decode, 0);
        PictureOrder order = studio.order("slow window");
        order.request.steps = 50;
        order.request.previewEverySteps = 1;
        studio.service.submit(order);
        gate.waitUntilReached();  // all steps are through; this thread took no event meanwhile
        QCoreApplication::sendPostedEvents(&studio.service);
        QCOMPARE(studio.progressed.count(), 1);
        const auto progress = studio.progressed.at(0).at(1).value<Progress>();
        QCOMPARE(progress.phase, Phase::Denoise);
        QCOMPARE(progress.step, 50);
        QVERIFY(progress.preview.has_value());
        gate.open();
        QTRY_COMPARE(studio.finished.count(), 1);
    }

    void aPreviewIsNotLostToAProgressWithoutOne() {
        Studio studio;
        Gate gate(*studio.script, Phase::Decode, 0);
        PictureOrder order = studio.order("every third");
        order.request.steps = 4;
        order.request.previewEverySteps = 3;
        studio.service.submit(order);
        gate.waitUntilReached();
        QCoreApplication::sendPostedEvents(&studio.service);
        const auto progress = studio.progressed.at(0).at(1).value<Progress>();
        QCOMPARE(progress.step, 4);
        QVERIFY(progress.preview.has_value());
        gate.open();
        QTRY_COMPARE(studio.finished.count(), 1);
    }

    void theQueueCanBeReorderedAndCutIntoAtTheFront() {
        Studio studio;
        Gate gate(*studio.script, Phase::Denoise, 1);
        const JobId a = studio.service.submit(studio.order("a"));
        gate.waitUntilReached();
        const JobId b = studio.service.submit(studio.order("b"));
        const JobId c = studio.service.submit(studio.order("c"));
        const JobId front = studio.service.submit(studio.order("front"), JobPlace::Front);
        QTRY_COMPARE(studio.service.runningJob(), std::optional<JobId>(a));
        QCOMPARE(studio.service.queuedJobs(), (std::vector<JobId>{front, b, c}));
        QVERIFY(studio.service.moveQueued(c, 1));
        QCOMPARE(studio.service.queuedJobs(), (std::vector<JobId>{front, c, b}));
        QVERIFY(!studio.service.moveQueued(a, 1));
        QVERIFY(!studio.service.moveQueued(999, 0));
        gate.open();
        QTRY_COMPARE(studio.finished.count(), 4);
        std::vector<std::string> drawn;
        for (const GenerateRequest& request : studio.script->orders) {
            drawn.push_back(request.prompt);
        }
        QCOMPARE(drawn, (std::vector<std::string>{"a", "front", "c", "b"}));
    }

    void aFailureIsOneSentenceAndTheNextJobRuns() {
        Studio studio;
        studio.script->generateError = Error{ErrorCode::OutOfMemory, "Too little memory.", {}};
        const JobId id = studio.service.submit(studio.order("one"));
        studio.service.submit(studio.order("two"));
        QTRY_COMPARE(studio.failed.count(), 2);
        QCOMPARE(idOf(studio.failed, 0), id);
        QCOMPARE(studio.failed.at(0).at(1).value<Error>().message,
                 std::string("Too little memory."));
    }

    void aFolderThatCannotBeMadeIsKnownBeforeAnythingIsDrawn() {
        Studio studio;
        PictureOrder order = studio.order("one");
        order.folder = "/proc/limn/pictures";
        studio.service.submit(order);
        QTRY_COMPARE(studio.failed.count(), 1);
        QVERIFY(studio.failed.at(0).at(1).value<Error>().message.find("/proc/limn/pictures") !=
                std::string::npos);
        QVERIFY(studio.script->orders.empty());
    }

    void aFolderThatTakesNothingIsKnownBeforeAnythingIsDrawn() {
        Studio studio;
        PictureOrder order = studio.order("one");
        order.folder = "/proc";
        studio.service.submit(order);
        QTRY_COMPARE(studio.failed.count(), 1);
        QCOMPARE(studio.failed.at(0).at(1).value<Error>().code, ErrorCode::WriteFailed);
        QVERIFY(studio.script->orders.empty());
    }

    void aPictureWhoseFolderIsGoneIsPutElsewhere() {
        Studio studio;
        const QTemporaryDir rescue;
        studio.service.setRescueFolder(std::filesystem::path(rescue.path().toStdString()) /
                                       "rescued");
        Gate gate(*studio.script, Phase::Denoise, 1);
        PictureOrder order = studio.order("one");
        order.folder /= "day";
        studio.service.submit(order);
        gate.waitUntilReached();
        std::filesystem::remove_all(order.folder);
        QFile inItsPlace(QString::fromStdString(order.folder.string()));
        QVERIFY(inItsPlace.open(QIODevice::WriteOnly));
        gate.open();
        QTRY_COMPARE(studio.failed.count(), 1);
        QCOMPARE(studio.pictures.count(), 1);
        const auto file = pictureOf(studio.pictures, 0).file;
        QVERIFY(readPicture(file).isDone());
        QCOMPARE(file.parent_path().filename().string(), std::string("rescued"));
        QVERIFY(studio.failed.at(0).at(1).value<Error>().message.find(file.string()) !=
                std::string::npos);
    }

    void aFaultLateInABatchCostsNoFinishedPicture() {
        Studio studio;
        studio.script->generateError = Error{ErrorCode::NotANumber, "Black.", {}};
        studio.script->errorAtImage = 2;
        PictureOrder order = studio.order("one");
        order.request.count = 3;
        studio.service.submit(order);
        QTRY_COMPARE(studio.failed.count(), 1);
        QCOMPARE(studio.pictures.count(), 2);
    }

    void cancelAllEmptiesEverything() {
        Studio studio;
        Gate gate(*studio.script, Phase::Denoise, 1);
        studio.service.submit(studio.order("a"));
        gate.waitUntilReached();
        studio.service.submit(studio.order("b"));
        studio.service.submit(studio.order("c"));
        QTRY_COMPARE(studio.started.count(), 1);
        studio.service.cancelAll();
        QTRY_COMPARE(studio.cancelled.count(), 3);
        QVERIFY(studio.service.queuedJobs().empty());
        QCOMPARE(studio.script->orders.size(), std::size_t{1});
    }

    void withoutAnEngineEveryJobSaysSo() {
        const QTemporaryDir folder;
        InferenceService service({});
        QSignalSpy failed(&service, &InferenceService::jobFailed);
        PictureOrder order;
        order.model = "/models/a";
        order.folder = std::filesystem::path(folder.path().toStdString());
        service.submit(order);
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.at(0).at(1).value<Error>().code, ErrorCode::Unsupported);
    }

    void itCanEndWhileAJobRuns() {
        auto script = std::make_shared<FakeEngineScript>();
        Gate gate(*script, Phase::Denoise, 1);
        const QTemporaryDir folder;
        {
            InferenceService service([&] { return std::make_unique<test::FakeEngine>(script); });
            PictureOrder order;
            order.model = "/models/a";
            order.request.prompt = "never";
            order.folder = std::filesystem::path(folder.path().toStdString());
            service.submit(order);
            service.submit(order);
            gate.waitUntilReached();
        }
        QCoreApplication::sendPostedEvents();  // nothing may arrive at what is gone
        QCOMPARE(script->orders.size(), std::size_t{1});
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void theInferenceThreadGivesWay() {
        Studio studio;
        std::atomic<int> niceThere = -100;
        studio.script->beforeProgress = [&](const Progress&, const std::stop_token&) {
            niceThere = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
        };
        studio.service.submit(studio.order("one"));
        QTRY_COMPARE(studio.finished.count(), 1);
        const int niceHere = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
        QVERIFY2(niceThere > niceHere || niceHere >= 10, "the inference thread is not nicer");
    }
};

QTEST_GUILESS_MAIN(TestInferenceService)
#include "tst_InferenceService.moc"
