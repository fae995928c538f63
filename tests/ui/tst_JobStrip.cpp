// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/jobs/JobStrip.h"

#include "core/jobs/InferenceService.h"
#include "core/jobs/JobListModel.h"
#include "tests/support/EngineGate.h"
#include "ui/jobs/QueuePanel.h"
#include "ui/style/Theme.h"
#include "ui/style/metrics.h"

#include <QLabel>
#include <QLayout>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace limn;
using namespace limn::ui;

namespace {

struct Bench {
    QTemporaryDir folder;
    std::shared_ptr<test::FakeEngineScript> script = std::make_shared<test::FakeEngineScript>();
    InferenceService service{[this] {
        return std::make_unique<test::FakeEngine>(script);
    }};
    JobListModel jobs{service};
    Theme theme;
    JobStrip strip{jobs, service, theme};
    QLabel* preview = strip.findChild<QLabel*>(QStringLiteral("previewLabel"));
    QLabel* phase = strip.findChild<QLabel*>(QStringLiteral("phaseLabel"));

    Bench() {
        strip.resize(1000, strip.height());
        strip.show();
    }
    void draw(int previewEverySteps) {
        PictureOrder order;
        order.model = "/models/a";
        order.folder = folder.path().toStdString();
        order.request.prompt = "a fox";
        order.request.seed = 7;
        order.request.previewEverySteps = previewEverySteps;
        service.submit(order);
    }
};

}  // namespace

/// What runs, at the bottom of the window.
class TestJobStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRunningPictureIsSeenAndNothingMoves() {
        Bench bench;
        test::EngineGate gate(*bench.script, Phase::Denoise, 3);
        QSignalSpy finished(&bench.service, &InferenceService::jobFinished);
        QVERIFY(bench.preview != nullptr && !bench.preview->isVisible());
        const int idleLeftPx = bench.phase->x();
        QVERIFY(idleLeftPx <= kSpacePx);  // no gap where nothing is drawn
        bench.draw(1);
        gate.waitUntilReached();
        QTRY_VERIFY(bench.preview->isVisible());
        QVERIFY(!bench.preview->pixmap().isNull());
        QVERIFY(bench.preview->geometry().right() < bench.phase->x());
        QVERIFY(!bench.preview->accessibleName().isEmpty());
        const int busyLeftPx = bench.phase->x();
        bench.preview->hide();  // between two jobs that follow each other
        bench.strip.layout()->activate();
        QCOMPARE(bench.phase->x(), busyLeftPx);
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QTRY_COMPARE(bench.phase->x(), idleLeftPx);
    }

    void anEmptyQueueSaysSo() {
        Bench bench;
        test::EngineGate gate(*bench.script, Phase::Denoise, 3);
        QSignalSpy finished(&bench.service, &InferenceService::jobFinished);
        QueuePanel panel(bench.jobs, bench.theme);
        const auto* empty = panel.findChild<QLabel*>(QStringLiteral("queueEmptyLabel"));
        const auto* all = panel.findChild<QPushButton*>(QStringLiteral("cancelAllPushButton"));
        const auto* list = panel.findChild<QListView*>(QStringLiteral("queueListView"));
        QVERIFY(empty != nullptr && all != nullptr && list != nullptr);
        QVERIFY(!empty->isHidden());
        QVERIFY(!all->isEnabled());
        QCOMPARE(list->accessibleDescription(), empty->text());
        bench.draw(0);
        gate.waitUntilReached();
        QTRY_VERIFY(empty->isHidden());
        QVERIFY(all->isEnabled());
        QVERIFY(list->accessibleDescription().isEmpty());
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QTRY_VERIFY(!empty->isHidden());
    }

    void withoutPreviewsItsPlaceStaysEmpty() {
        Bench bench;
        QSignalSpy progressed(&bench.service, &InferenceService::jobProgressed);
        QSignalSpy finished(&bench.service, &InferenceService::jobFinished);
        bench.draw(0);
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(progressed.count() > 0);
        QVERIFY(!bench.preview->isVisible());
    }
};

QTEST_MAIN(TestJobStrip)
#include "tst_JobStrip.moc"
