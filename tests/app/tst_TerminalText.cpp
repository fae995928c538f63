// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/Console.h"
#include "app/cli/spelling.h"
#include "app/cli/terminal_text.h"

#include <QTest>

#include <sstream>

using namespace limn::cli;

/// What may stand on a terminal, and how wide it is.
class tst_TerminalText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columns_data();
    void columns();
    void cuttingNeverSplitsACharacter();
    void resultsAreEscapedOnlyOnATerminal();
    void errorsAreAlwaysOneLine();
    void coloursOnlyWhereTheyAreWanted();
    void failedStreamIsNoticed();
    void editDistances_data();
    void editDistances();
};

void tst_TerminalText::columns_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("columns");
    QTest::newRow("empty") << QByteArray("") << 0;
    QTest::newRow("ASCII") << QByteArray("fox") << 3;
    QTest::newRow("two bytes") << QByteArray("für") << 3;
    QTest::newRow("wide") << QByteArray("狐狸") << 4;
    QTest::newRow("emoji") << QByteArray("🦊") << 2;
    QTest::newRow("combining mark") << QByteArray("e\xcc\x81") << 1;
    QTest::newRow("broken bytes") << QByteArray("\xff\xfe") << 2;
}

void tst_TerminalText::columns() {
    QFETCH(QByteArray, text);
    QFETCH(int, columns);
    QCOMPARE(displayColumns(text.toStdString()), columns);
}

void tst_TerminalText::cuttingNeverSplitsACharacter() {
    const std::string text = "ab狐狸🦊é xyz";
    for (int columns = 0; columns <= 16; ++columns) {
        const std::string cut = cutToColumns(text, columns);
        QVERIFY(displayColumns(cut) <= columns);
        QCOMPARE(QString::fromUtf8(cut.data(), static_cast<qsizetype>(cut.size()))
                     .contains(QChar(0xFFFD)),
                 false);
    }
    QCOMPARE(cutToColumns(text, 100), text);
    QCOMPARE(cutToColumns(text, 5), std::string("ab狐…"));
}

void tst_TerminalText::resultsAreEscapedOnlyOnATerminal() {
    const std::string name = "a\x1b[2J\xffü.png";
    for (const bool isTerminal : {false, true}) {
        std::ostringstream out;
        std::ostringstream err;
        Console console(out, err, {.isOutputTerminal = isTerminal, .widthColumns = {}});
        console.printResult(name);
        QCOMPARE(out.str(), isTerminal ? std::string("a\\x1B[2J\\xFFü.png\n") : name + "\n");
    }
}

void tst_TerminalText::errorsAreAlwaysOneLine() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {});
    console.printError("a\nb\r\u202ec");
    QCOMPARE(err.str(), std::string("limn: a\\x0Ab\\x0D\\xE2\\x80\\xAEc\n"));
}

void tst_TerminalText::coloursOnlyWhereTheyAreWanted() {
    for (const bool usesColour : {false, true}) {
        std::ostringstream out;
        std::ostringstream err;
        Console console(out, err, {.usesColour = usesColour, .widthColumns = {}});
        console.printError("No.");
        QCOMPARE(err.str().find('\x1b') != std::string::npos, usesColour);
    }
}

void tst_TerminalText::failedStreamIsNoticed() {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {});
    console.printResult("fine");
    QVERIFY(console.flushResults());
    out.setstate(std::ios::badbit);
    QVERIFY(!console.flushResults());
}

void tst_TerminalText::editDistances_data() {
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<int>("distance");
    QTest::newRow("equal") << QByteArray("seed") << QByteArray("seed") << 0;
    QTest::newRow("kitten") << QByteArray("kitten") << QByteArray("sitting") << 3;
    QTest::newRow("from nothing") << QByteArray("") << QByteArray("abc") << 3;
    QTest::newRow("to nothing") << QByteArray("abc") << QByteArray("") << 3;
}

void tst_TerminalText::editDistances() {
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(int, distance);
    QCOMPARE(static_cast<int>(editDistance(one.toStdString(), other.toStdString())), distance);
}

QTEST_APPLESS_MAIN(tst_TerminalText)
#include "tst_TerminalText.moc"
