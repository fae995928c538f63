// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/start_failure.h"

#include "tests/support/LeadingTranslator.h"

#include <QMessageBox>
#include <QtTest/QtTest>

using namespace limn;
using namespace limn::studio;

/// A start from a menu that fails is seen.
class TestStartFailure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBoxIsForThoseWithoutATerminal_data() {
        QTest::addColumn<bool>("hasTerminal");
        QTest::addColumn<QString>("platform");
        QTest::addColumn<bool>("expected");
        QTest::addRow("from a menu, X11") << false << QStringLiteral("xcb") << true;
        QTest::addRow("from a menu, Wayland") << false << QStringLiteral("wayland") << true;
        QTest::addRow("in a terminal") << true << QStringLiteral("xcb") << false;
        QTest::addRow("no screen") << false << QStringLiteral("offscreen") << false;
        QTest::addRow("no screen at all") << false << QStringLiteral("minimal") << false;
    }

    void aBoxIsForThoseWithoutATerminal() {
        QFETCH(bool, hasTerminal);
        QFETCH(QString, platform);
        QFETCH(bool, expected);
        QCOMPARE(needsFailureBox(hasTerminal, platform), expected);
    }

    void itSaysWhatFailedInTheLanguageOfTheProgram() {
        const Error error{ErrorCode::WriteFailed, "'/data/<b>lock' cannot be written.", {}};
        const auto box = makeFailureBox(error);
        QCOMPARE(box->text(), QStringLiteral("'/data/<b>lock' cannot be written."));
        QCOMPARE(box->textFormat(), Qt::PlainText);
        QVERIFY(!box->windowTitle().isEmpty());
        const test::LeadingTranslator language;
        QCOMPARE(makeFailureBox(error)->text(),
                 QStringLiteral("Lead: '/data/<b>lock' cannot be written."));
    }
};

QTEST_MAIN(TestStartFailure)
#include "tst_StartFailure.moc"
