// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/JobRunner.h"

#include <QtTest/QtTest>

#include <array>
#include <atomic>
#include <latch>
#include <memory>
#include <semaphore>
#include <thread>

using namespace limn;
using CancelResult = JobRunner::CancelResult;
using JobIds = std::vector<JobId>;

namespace {

/// A job that the test holds running until it opens the gate.
class Gate {
public:
    JobRunner::Job job() {
        return [this](std::stop_token) {
            m_entered.release();
            m_opened.acquire();
        };
    }
    void waitUntilRunning() { m_entered.acquire(); }
    void open() { m_opened.release(); }

private:
    std::binary_semaphore m_entered{0};
    std::binary_semaphore m_opened{0};
};

/// A job that ends when it is asked to stop.
JobRunner::Job untilStopped(std::latch& running, std::atomic<bool>& wasStopped) {
    return [&running, &wasStopped](const std::stop_token& stop) {
        std::binary_semaphore stopped(0);
        const std::stop_callback wake(stop, [&stopped] { stopped.release(); });
        running.count_down();
        stopped.acquire();
        wasStopped = true;
    };
}

/// Calls a function when the last copy of the job that captured it is gone.
class AtEnd {
public:
    explicit AtEnd(std::function<void()> function) : m_function(std::move(function)) {}
    ~AtEnd() { m_function(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

private:
    std::function<void()> m_function;
};

}  // namespace

class TstJobRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jobsRunInOrder() {
        std::vector<int> order;  // the worker's alone until waitUntilIdle
        JobRunner runner;
        for (int i = 0; i < 100; ++i) {
            runner.submit([&order, i](std::stop_token) { order.push_back(i); });
        }
        runner.waitUntilIdle();
        QCOMPARE(order.size(), std::size_t{100});
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void frontGoesBeforeTheQueue() {
        Gate gate;
        std::string order;
        JobRunner runner;
        runner.submit(gate.job());
        gate.waitUntilRunning();
        runner.submit([&](std::stop_token) { order += 'a'; });
        runner.submit([&](std::stop_token) { order += 'b'; });
        runner.submit([&](std::stop_token) { order += 'c'; }, JobPlace::Front);
        gate.open();
        runner.waitUntilIdle();
        QCOMPARE(order, std::string("cab"));
    }

    void idsGrowAndAreNotUsedAgain() {
        JobRunner runner;
        QCOMPARE(runner.submit([](std::stop_token) {}), JobId{1});
        runner.waitUntilIdle();
        QCOMPARE(runner.submit([](std::stop_token) {}, JobPlace::Front), JobId{2});
        runner.waitUntilIdle();
        QCOMPARE(runner.cancel(1), CancelResult::Unknown);
        QCOMPARE(runner.submit([](std::stop_token) {}), JobId{3});
    }

    void theQueueAndTheRunningJobAreSeen() {
        Gate gate;
        JobRunner runner;
        QCOMPARE(runner.runningJob(), std::optional<JobId>());
        const JobId first = runner.submit(gate.job());
        gate.waitUntilRunning();
        const JobId second = runner.submit([](std::stop_token) {});
        QCOMPARE(runner.runningJob(), std::optional(first));
        QCOMPARE(runner.queuedJobs(), JobIds{second});
        gate.open();
        runner.waitUntilIdle();
        QCOMPARE(runner.runningJob(), std::optional<JobId>());
        QVERIFY(runner.queuedJobs().empty());
    }

    void cancelOfAQueuedJobAnswersAtOnce() {
        Gate gate;
        bool ran = false;
        bool isFreed = false;
        JobRunner runner;
        runner.submit(gate.job());
        gate.waitUntilRunning();
        auto captured = std::make_shared<AtEnd>([&isFreed] { isFreed = true; });
        const JobId queued = runner.submit([captured, &ran](std::stop_token) { ran = true; });
        captured.reset();
        QCOMPARE(runner.cancel(queued), CancelResult::RemovedFromQueue);
        QVERIFY(isFreed);  // while the gate is still shut
        QCOMPARE(runner.cancel(queued), CancelResult::Unknown);
        gate.open();
        runner.waitUntilIdle();
        QVERIFY(!ran);
    }

    void cancelOfTheRunningJobAsksThatJobOnly() {
        std::latch running(1);
        std::atomic<bool> wasStopped = false;
        bool nextWasAsked = true;
        JobRunner runner;
        const JobId first = runner.submit(untilStopped(running, wasStopped));
        runner.submit([&](const std::stop_token& stop) { nextWasAsked = stop.stop_requested(); });
        running.wait();
        QCOMPARE(runner.cancel(first), CancelResult::AskedToStop);
        runner.waitUntilIdle();
        QVERIFY(wasStopped);
        QVERIFY(!nextWasAsked);
    }

    void cancelOfAnUnknownJobDoesNothing() {
        Gate gate;
        JobRunner runner;
        QCOMPARE(runner.cancel(0), CancelResult::Unknown);
        runner.submit(gate.job());
        gate.waitUntilRunning();
        QCOMPARE(runner.cancel(77), CancelResult::Unknown);
        gate.open();
        runner.waitUntilIdle();
    }

    void queuedJobsMove_data() {
        QTest::addColumn<int>("job");
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("order");
        QTest::newRow("to the front") << 3 << 0 << "cab";
        QTest::newRow("to its own place") << 2 << 1 << "abc";
        QTest::newRow("to the end") << 1 << 2 << "bca";
        QTest::newRow("beyond the end") << 1 << 99 << "bca";
        QTest::newRow("the running job stays") << 0 << 2 << "abc";
        QTest::newRow("unknown") << 50 << 0 << "abc";
    }
    void queuedJobsMove() {
        QFETCH(int, job);
        QFETCH(int, index);
        QFETCH(QString, order);
        Gate gate;
        QString ran;
        JobRunner runner;
        const JobId first = runner.submit(gate.job());
        gate.waitUntilRunning();
        for (const char c : {'a', 'b', 'c'}) {
            runner.submit([&ran, c](std::stop_token) { ran += QLatin1Char(c); });
        }
        const bool isQueued = job >= 1 && job <= 3;
        QCOMPARE(
            runner.moveQueued(first + static_cast<JobId>(job), static_cast<std::size_t>(index)),
            isQueued);
        gate.open();
        runner.waitUntilIdle();
        QCOMPARE(ran, order);
    }

    void theDestructorStopsTheRunningJobAndDropsTheRest() {
        std::latch running(1);
        std::atomic<bool> wasStopped = false;
        std::atomic<bool> queuedRan = false;
        {
            JobRunner runner;
            runner.submit(untilStopped(running, wasStopped));
            runner.submit([&](std::stop_token) { queuedRan = true; });
            running.wait();
        }
        QVERIFY(wasStopped);
        QVERIFY(!queuedRan);
    }

    void theThreadIsPreparedFirst() {
        std::string order;
        std::thread::id startThread;
        std::thread::id jobThread;
        {
            JobRunner runner([&] {
                order += "start ";
                startThread = std::this_thread::get_id();
            });
            runner.submit([&](std::stop_token) {
                order += "job";
                jobThread = std::this_thread::get_id();
            });
            runner.waitUntilIdle();
        }
        QCOMPARE(order, std::string("start job"));
        QVERIFY(startThread == jobThread);
        QVERIFY(jobThread != std::this_thread::get_id());
    }

    void aJobIsFreedOnItsThreadBeforeItCountsAsEnded() {
        std::thread::id freedOn;
        JobRunner runner;
        auto captured =
            std::make_shared<AtEnd>([&freedOn] { freedOn = std::this_thread::get_id(); });
        std::thread::id jobThread;
        runner.submit([captured = std::move(captured), &jobThread](std::stop_token) {
            jobThread = std::this_thread::get_id();
        });
        runner.waitUntilIdle();
        QVERIFY(freedOn == jobThread);
    }

    void jobsMaySubmitJobs() {
        int ran = 0;
        JobRunner runner;
        runner.submit([&](std::stop_token) {
            runner.submit([&](std::stop_token) { ++ran; });
            ++ran;
        });
        runner.waitUntilIdle();
        QCOMPARE(ran, 2);
    }

    /// Stop callbacks and the captures of dropped jobs may call the runner: nothing is locked then.
    void whatACancelCallsMayCallTheRunner() {
        std::latch running(1);
        std::optional<JobId> seen;
        JobRunner runner;
        const JobId first = runner.submit([&](const std::stop_token& stop) {
            std::binary_semaphore stopped(0);
            const std::stop_callback wake(stop, [&] {
                seen = runner.runningJob();
                stopped.release();
            });
            running.count_down();
            stopped.acquire();
        });
        running.wait();
        std::size_t queuedThen = 99;
        auto captured = std::make_shared<AtEnd>([&] { queuedThen = runner.queuedJobs().size(); });
        const JobId queued = runner.submit([captured = std::move(captured)](std::stop_token) {});
        QCOMPARE(runner.cancel(queued), CancelResult::RemovedFromQueue);
        QCOMPARE(queuedThen, std::size_t{0});
        QCOMPARE(runner.cancel(first), CancelResult::AskedToStop);
        QCOMPARE(seen, std::optional(first));
        runner.waitUntilIdle();
    }

    /// Every job either runs once or is removed once, whoever calls when. Most of its worth is under TSan.
    void manyThreadsMayCall() {
        constexpr int kThreads = 4;
        constexpr int kJobs = 300;
        std::atomic<int> ran = 0;
        std::atomic<int> removed = 0;
        JobRunner runner;
        {
            std::array<std::jthread, kThreads> callers;
            for (int t = 0; t < kThreads; ++t) {
                callers[static_cast<std::size_t>(t)] = std::jthread([&runner, &ran, &removed, t] {
                    for (int i = 0; i < kJobs; ++i) {
                        const JobPlace place = i % 5 == 0 ? JobPlace::Front : JobPlace::Back;
                        const JobId id = runner.submit([&ran](std::stop_token) { ++ran; }, place);
                        (void)runner.moveQueued(id, static_cast<std::size_t>(i % 3));
                        (void)runner.queuedJobs();
                        if (i % 3 == t % 3 && runner.cancel(id) == CancelResult::RemovedFromQueue) {
                            ++removed;
                        }
                    }
                });
            }
        }
        runner.waitUntilIdle();
        QCOMPARE(ran + removed, kThreads * kJobs);
    }
};

QTEST_APPLESS_MAIN(TstJobRunner)
#include "tst_JobRunner.moc"
