// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/plain_tool_tip.h"

#include <QTest>

using namespace limn;

class TestPlainToolTip : public QObject {
    Q_OBJECT

    static QString paragraph(const QString& inner) {
        return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(inner);
    }

private Q_SLOTS:
    void textIsShownLetterByLetter_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("inner");
        QTest::newRow("words") << QStringLiteral("a lighthouse") << QStringLiteral("a lighthouse");
        QTest::newRow("a picture of somebody's disk")
            << QStringLiteral("<img src=\"/home/me/secret.png\">")
            << QStringLiteral("&lt;img src=&quot;/home/me/secret.png&quot;&gt;");
        QTest::newRow("already escaped")
            << QStringLiteral("a &lt; b") << QStringLiteral("a &amp;lt; b");
        QTest::newRow("lines") << QStringLiteral("one\ntwo") << QStringLiteral("one\ntwo");
        QTest::newRow("a place marker") << QStringLiteral("%1 of %2") << QStringLiteral("%1 of %2");
    }
    void textIsShownLetterByLetter() {
        QFETCH(QString, text);
        QFETCH(QString, inner);
        QCOMPARE(plainToolTip(text), paragraph(inner));
    }

    void noTextIsNoToolTip() { QCOMPARE(plainToolTip({}), QString()); }

    void longTextIsCut() {
        const QString most(600, QLatin1Char('x'));
        QCOMPARE(plainToolTip(most), paragraph(most));
        QCOMPARE(plainToolTip(QString(1'000'000, QLatin1Char('x'))),
                 paragraph(most + QChar(0x2026)));
        // What is cut is text, so that no half of an escape is left.
        const QString signs(601, QLatin1Char('<'));
        QCOMPARE(plainToolTip(signs),
                 paragraph(QStringLiteral("&lt;").repeated(600) + QChar(0x2026)));
    }

    void noHalfCharacterIsLeft() {
        const QString owl = QString::fromUcs4(U"\U0001F989");
        const QString cut = plainToolTip(QString(599, QLatin1Char('x')) + owl + owl);
        QCOMPARE(cut, paragraph(QString(599, QLatin1Char('x')) + QChar(0x2026)));
    }
};

QTEST_GUILESS_MAIN(TestPlainToolTip)
#include "tst_PlainToolTip.moc"
