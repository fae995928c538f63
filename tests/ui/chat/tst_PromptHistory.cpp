// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/PromptHistory.h"

#include <QtTest/QtTest>

using limn::ui::PromptHistory;

class TestPromptHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesBackAndForth() {
        PromptHistory history;
        QVERIFY(!history.older(QStringLiteral("x")));
        history.setEntries({QStringLiteral("c"), QStringLiteral("b"), QStringLiteral("a")});
        QVERIFY(!history.newer());
        QCOMPARE(*history.older(QStringLiteral("half")), QStringLiteral("c"));
        QCOMPARE(*history.older(QStringLiteral("c")), QStringLiteral("b"));
        QCOMPARE(*history.older(QStringLiteral("b")), QStringLiteral("a"));
        QVERIFY(!history.older(QStringLiteral("a")));
        QCOMPARE(*history.newer(), QStringLiteral("b"));
        QCOMPARE(*history.newer(), QStringLiteral("c"));
        QCOMPARE(*history.newer(), QStringLiteral("half"));
        QVERIFY(!history.newer());
    }

    void writingBeginsAnew() {
        PromptHistory history;
        history.setEntries({QStringLiteral("b"), QStringLiteral("a")});
        history.older({});
        history.leave();
        QCOMPARE(*history.older(QStringLiteral("mine")), QStringLiteral("b"));
        QCOMPARE(*history.newer(), QStringLiteral("mine"));
    }

    void equalOnesAreKeptOnce() {
        PromptHistory history;
        for (const char* text : {"a", "b", "a", " "}) {
            history.add(QString::fromLatin1(text));
        }
        QCOMPARE(*history.older({}), QStringLiteral("a"));
        QCOMPARE(*history.older({}), QStringLiteral("b"));
        QVERIFY(!history.older({}));
    }

    void theOldestGo() {
        PromptHistory history;
        for (int i = 0; i < 500; ++i) {
            history.add(QString::number(i));
        }
        int count = 0;
        while (history.older({})) {
            ++count;
        }
        QCOMPARE(count, 200);
    }
};

QTEST_APPLESS_MAIN(TestPromptHistory)
#include "tst_PromptHistory.moc"
