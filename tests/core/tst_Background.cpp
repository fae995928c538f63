// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/Background.h"

#include <QTest>
#include <QThread>
#include <QThreadPool>

#include <atomic>
#include <future>
#include <memory>
#include <optional>

using namespace limn;

class TstBackground : public QObject {
    Q_OBJECT

    QThreadPool m_pool;

private Q_SLOTS:
    void init() { m_pool.setMaxThreadCount(1); }

    void theResultArrivesOnTheThreadOfTheContext() {
        Background background(m_pool);
        QObject context;
        QThread* worker = nullptr;
        QThread* receiver = nullptr;
        int answer = 0;
        background.start(
            &context,
            [&worker](const std::stop_token&) {
                worker = QThread::currentThread();
                return 42;
            },
            [&](int value) {
                receiver = QThread::currentThread();
                answer = value;
            });
        QTRY_COMPARE(answer, 42);
        QCOMPARE(receiver, QThread::currentThread());
        QVERIFY(worker != receiver);
    }

    void nothingArrivesAfterTheContextEnded() {
        Background background(m_pool);
        auto context = std::make_unique<QObject>();
        std::promise<void> mayEnd;
        std::shared_future<void> end = mayEnd.get_future().share();
        std::promise<void> started;
        bool wasStopped = false;
        bool hasArrived = false;
        BackgroundTask task = background.start(
            context.get(),
            [end, &started, &wasStopped](const std::stop_token& stop) {
                started.set_value();
                end.wait();
                wasStopped = stop.stop_requested();
                return 1;
            },
            [&](int) { hasArrived = true; });
        started.get_future().wait();
        context.reset();
        mayEnd.set_value();
        QTRY_VERIFY(!task.isRunning());
        QCoreApplication::sendPostedEvents();
        QVERIFY(wasStopped);
        QVERIFY(!hasArrived);
    }

    void whatIsCancelledIsNotDelivered() {
        Background background(m_pool);
        QObject context;
        bool hasArrived = false;
        BackgroundTask task = background.start(
            &context, [](const std::stop_token&) { return 1; }, [&](int) { hasArrived = true; });
        QVERIFY(m_pool.waitForDone());  // its result is posted, and not yet delivered
        task.cancel();
        QCoreApplication::sendPostedEvents();
        QVERIFY(!hasArrived);
    }

    void queuedWorkThatIsCancelledNeverStarts() {
        Background background(m_pool);
        QObject context;
        std::promise<void> mayEnd;
        std::shared_future<void> end = mayEnd.get_future().share();
        std::atomic<bool> hasStarted = false;
        background.start(
            &context,
            [end](const std::stop_token&) {
                end.wait();
                return 1;
            },
            [](int) {});
        auto kept = std::make_shared<int>(1);
        BackgroundTask second = background.start(
            &context,
            [&hasStarted, kept](const std::stop_token&) {
                hasStarted = true;
                return 1;
            },
            [](int) {});
        second.cancelAndWait();  // must not wait for the first
        QVERIFY(!second.isRunning());
        QCOMPARE(kept.use_count(), 1L);  // what it used is let go
        mayEnd.set_value();
        QVERIFY(m_pool.waitForDone());
        QVERIFY(!hasStarted);
    }

    void visibleComesFirst() {
        Background background(m_pool);
        QObject context;
        std::promise<void> mayStart;
        std::shared_future<void> start = mayStart.get_future().share();
        QStringList order;
        const auto note = [&order](const QString& name) {
            order += name;
        };
        background.start(
            &context,
            [start](const std::stop_token&) {
                start.wait();
                return QStringLiteral("first");
            },
            note);
        const auto named = [](const char* name) {
            return [name](const std::stop_token&) {
                return QString::fromLatin1(name);
            };
        };
        background.start(&context, named("low"), note, BackgroundPriority::Low);
        background.start(&context, named("normal"), note);
        background.start(&context, named("high"), note, BackgroundPriority::High);
        mayStart.set_value();
        QTRY_COMPARE(order.size(), 4);
        QCOMPARE(order.join(' '), QStringLiteral("first high normal low"));
    }

    void theEndWaitsForWhatRuns() {
        std::atomic<bool> hasEnded = false;
        QObject context;
        {
            Background background(m_pool);
            std::promise<void> started;
            background.start(
                &context,
                [&](const std::stop_token& stop) {
                    started.set_value();
                    while (!stop.stop_requested()) {
                        QThread::yieldCurrentThread();
                    }
                    hasEnded = true;
                    return 1;
                },
                [](int) {});
            started.get_future().wait();
        }
        QVERIFY(hasEnded);
    }

    void aDeliveryToALivingContextKeepsItsOrder() {
        QObject context;
        const Delivery delivery(&context);
        QList<int> got;
        for (int i = 0; i < 100; ++i) {
            delivery.post([&got, i]() { got += i; });
        }
        QVERIFY(got.isEmpty());  // never at once
        QTRY_COMPARE(got.size(), 100);
        QVERIFY(std::is_sorted(got.begin(), got.end()));
    }
};

QTEST_GUILESS_MAIN(TstBackground)
#include "tst_Background.moc"
