// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/ProgressReport.h"

#include <QStringList>
#include <QTest>

#include <sstream>

using namespace limn;
using namespace limn::cli;
using namespace std::chrono_literals;

/// What a person sees while an engine works, on a clock that the test moves.
class tst_ProgressReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainLinesTellPhaseStepSpeedAndTimeLeft();
    void plainLinesAreFew();
    void liveLineIsReplacedAndFits();
    void liveLineGoesAwayBeforeOtherLines();
    void timeLeftCountsTheWholeBatch();
    void quietShowsNothing();
    void seconds_data();
    void seconds();

private:
    static Progress step(Phase phase, int at, int of, int image = 0) {
        return {.phase = phase, .step = at, .of = of, .imageIndex = image, .preview = {}};
    }
    ProgressReport::Clock clock() {
        return [this] {
            return m_now;
        };
    }

    std::chrono::steady_clock::time_point m_now{1h};
};

void tst_ProgressReport::plainLinesTellPhaseStepSpeedAndTimeLeft() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {});
    ProgressReport report(console, 1, clock());
    report.show(step(Phase::Denoise, 0, 10));
    m_now += 5s;
    report.show(step(Phase::Denoise, 2, 10));
    QCOMPARE(QString::fromStdString(err.str()),
             QString("Denoising  0/10\nDenoising  2/10  2.50 s/step  20 s left\n"));
    QCOMPARE(out.str(), std::string());
}

void tst_ProgressReport::plainLinesAreFew() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {});
    ProgressReport report(console, 1, clock());
    for (int i = 0; i <= 1000; ++i) {
        report.show(step(Phase::Denoise, i, 1000));
        m_now += 10ms;
    }
    const auto lines = QString::fromStdString(err.str()).split('\n', Qt::SkipEmptyParts);
    QVERIFY2(lines.size() >= 10 && lines.size() <= 12, qPrintable(QString::number(lines.size())));
    QVERIFY(lines.last().contains("1000/1000"));
}

void tst_ProgressReport::liveLineIsReplacedAndFits() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {.isErrorTerminal = true, .widthColumns = [] {
                                   return 30;
                               }});
    {
        ProgressReport report(console, 3, clock());
        for (int i = 0; i <= 5; ++i) {
            report.show(step(Phase::Denoise, i, 5));
            m_now += 1s;
        }
    }
    const QString shown = QString::fromStdString(err.str());
    QVERIFY(!shown.contains('\n'));
    for (const QString& line : shown.split("\r\x1b[K", Qt::SkipEmptyParts)) {
        QVERIFY2(line.size() <= 29, qPrintable(line));
    }
    QVERIFY(shown.endsWith("\r\x1b[K"));
}

void tst_ProgressReport::liveLineGoesAwayBeforeOtherLines() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {.isErrorTerminal = true, .widthColumns = {}});
    ProgressReport report(console, 1, clock());
    report.show(step(Phase::Load, 1, 5));
    console.printWarning("Careful.");
    QVERIFY2(err.str().ends_with("\r\x1b[KWarning: Careful.\n"), err.str().c_str());
    report.show(step(Phase::Denoise, 1, 5));
    console.printResult("a.png");
    QVERIFY2(err.str().ends_with("\r\x1b[K"), err.str().c_str());
}

void tst_ProgressReport::timeLeftCountsTheWholeBatch() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {});
    ProgressReport report(console, 3, clock());
    report.show(step(Phase::Denoise, 0, 10, 1));
    m_now += 10s;
    report.show(step(Phase::Denoise, 5, 10, 1));
    QVERIFY2(err.str().find("picture 2 of 3") != std::string::npos, err.str().c_str());
    QVERIFY2(err.str().find("2.00 s/step  30 s left") != std::string::npos, err.str().c_str());
}

void tst_ProgressReport::quietShowsNothing() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {.isErrorTerminal = true, .widthColumns = {}});
    console.setQuiet(true);
    {
        ProgressReport report(console, 1, clock());
        report.show(step(Phase::Load, 0, 5));
        report.show(step(Phase::Denoise, 5, 5));
    }
    QCOMPARE(err.str(), std::string());
}

void tst_ProgressReport::seconds_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("expected");
    QTest::newRow("short") << 0.4217 << "0.42 s";
    QTest::newRow("negative, from a clock set back") << -1.0 << "0.00 s";
    QTest::newRow("a minute") << 65.2 << "1 min 05 s";
    QTest::newRow("just below a minute") << 59.6 << "1 min 00 s";
    QTest::newRow("hours") << 7380.0 << "2 h 03 min";
    QTest::newRow("absurd") << 1e300 << "277777 h 46 min";
}

void tst_ProgressReport::seconds() {
    QFETCH(double, seconds);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(formatSeconds(seconds)), expected);
}

QTEST_APPLESS_MAIN(tst_ProgressReport)
#include "tst_ProgressReport.moc"
