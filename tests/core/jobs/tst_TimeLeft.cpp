// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/TimeLeft.h"

#include <QtTest/QtTest>

using namespace limn;

namespace {

Progress denoise(int step, int of, int image = 0) {
    return {.phase = Phase::Denoise, .step = step, .of = of, .imageIndex = image, .preview = {}};
}

}  // namespace

class TestTimeLeft : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysNothingBeforeItKnows() {
        TimeLeft left;
        QVERIFY(!left.seconds());
        left.take({.phase = Phase::Load, .step = 1, .of = 3, .imageIndex = 0, .preview = {}}, 1);
        left.take(denoise(0, 10), 2);
        QVERIFY(!left.seconds());
        QCOMPARE(left.fraction(), 0.0);
    }

    void evenStepsGiveTheExactRest() {
        TimeLeft left(2);
        for (int step = 0; step <= 4; ++step) {
            left.take(denoise(step, 10), 100 + 0.5 * step);
        }
        QVERIFY(left.seconds());
        QCOMPARE(*left.seconds(), 6 * 0.5 + 10 * 0.5);  // of this picture and the next
        QCOMPARE(left.fraction(), 0.2);
    }

    void theNextPictureGoesOnFromWhatIsKnown() {
        TimeLeft left(2);
        left.take(denoise(0, 2), 0);
        left.take(denoise(1, 2), 1);
        left.take(denoise(2, 2), 2);
        left.take(denoise(0, 2, 1), 50);  // a long decode in between is not a step
        QCOMPARE(*left.seconds(), 2.0);
        QCOMPARE(left.fraction(), 0.5);
    }

    void aSlowerMachineIsNoticed() {
        TimeLeft left;
        double now = 0;
        for (int step = 0; step <= 20; ++step) {
            left.take(denoise(step, 40), now);
            now += step < 10 ? 1 : 3;
        }
        QVERIFY(*left.seconds() > 20 * 2.8);
        QVERIFY(*left.seconds() < 20 * 3.0);
    }

    void theSameStepAgainChangesNothing() {
        TimeLeft left;
        left.take(denoise(0, 10), 0);
        left.take(denoise(1, 10), 1);
        left.take(denoise(1, 10), 5);
        QCOMPARE(*left.seconds(), 9.0);
    }

    void theShareNeverGoesBack() {
        TimeLeft left;
        left.take(denoise(8, 10), 0);
        left.take(denoise(0, 10), 1);
        QCOMPARE(left.fraction(), 0.8);
    }
};

QTEST_APPLESS_MAIN(TestTimeLeft)
#include "tst_TimeLeft.moc"
