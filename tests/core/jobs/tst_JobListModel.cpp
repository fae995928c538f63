// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/JobListModel.h"

#include "core/jobs/InferenceService.h"
#include "tests/support/FakeEngine.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <semaphore>

using namespace limn;

class TestJobListModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itFollowsTheServiceAndOrdersIt() {
        auto script = std::make_shared<test::FakeEngineScript>();
        std::binary_semaphore reached(0);
        std::binary_semaphore goOn(0);
        script->beforeProgress = [&](const Progress& progress, const std::stop_token&) {
            if (progress.phase == Phase::Denoise && progress.step == 2 &&
                script->orders.size() == 1) {
                reached.release();
                goOn.acquire();
            }
        };
        const QTemporaryDir folder;
        InferenceService service([&] { return std::make_unique<test::FakeEngine>(script); });
        QSignalSpy finished(&service, &InferenceService::jobFinished);
        JobListModel model(service);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto submit = [&](const std::string& prompt) {
            PictureOrder order;
            order.model = "/models/a";
            order.request.prompt = prompt;
            order.folder = std::filesystem::path(folder.path().toStdString());
            service.submit(order);
        };
        const auto titles = [&] {
            QStringList all;
            for (int row = 0; row < model.rowCount(); ++row) {
                all += model.index(row).data().toString();
            }
            return all.join(QLatin1Char(' '));
        };
        for (const char* prompt : {"one", "two", "three", "four"}) {
            submit(prompt);
        }
        reached.acquire();
        QTRY_COMPARE(model.index(0).data(JobListModel::FractionRole).toDouble(), 0.25);
        QCOMPARE(titles(), QStringLiteral("one two three four"));
        QVERIFY(model.index(0).data(JobListModel::IsRunningRole).toBool());
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Now: one"));
        QCOMPARE(model.index(1).data(Qt::AccessibleTextRole).toString(), QStringLiteral("two"));
        QCOMPARE(model.waitingCount(), 3);
        QCOMPARE(model.progress()->step, 1);

        QVERIFY(model.moveBy(model.index(3), -1));
        QCOMPARE(titles(), QStringLiteral("one two four three"));
        QVERIFY(!model.moveBy(model.index(3), 1));
        QVERIFY(!model.moveBy(model.index(1), -1));
        QVERIFY(!model.moveBy(model.index(0), 1));  // it runs
        model.cancel(model.index(1));
        QCOMPARE(titles(), QStringLiteral("one four three"));

        goOn.release();
        QTRY_COMPARE(finished.count(), 3);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.progress());
        QCOMPARE(script->orders.at(1).prompt, std::string("four"));
    }

    void aLoadIsNamed() {
        auto script = std::make_shared<test::FakeEngineScript>();
        InferenceService service([&] { return std::make_unique<test::FakeEngine>(script); });
        JobListModel model(service);
        service.loadModel("/models/sd15.safetensors", {});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Loading sd15.safetensors"));
    }
};

QTEST_GUILESS_MAIN(TestJobListModel)
#include "tst_JobListModel.moc"
