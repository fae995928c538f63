// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/PictureNames.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <fstream>

using namespace limn;

class TestPictureNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAreSafeAndReadable_data() {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("words");
        QTest::addRow("plain") << QByteArray("A lighthouse at sunset")
                               << QByteArray("a-lighthouse-at-sunset");
        QTest::addRow("marks") << QByteArray("(fox:1.3), {red|blue} <lora:x>!!")
                               << QByteArray("fox-1-3-red-blue-lora-x");
        QTest::addRow("path") << QByteArray("../../etc/passwd") << QByteArray("etc-passwd");
        QTest::addRow("nothing") << QByteArray("../..") << QByteArray();
        QTest::addRow("other scripts")
            << QByteArray("Ein Häuschen 夕日 дом") << QByteArray("ein-häuschen-夕日-дом");
        QTest::addRow("long") << QByteArray(500, 'a') << QByteArray(40, 'a');
        QTest::addRow("cut at a hyphen") << QByteArray(39, 'a') + " b c" << QByteArray(39, 'a');
        QTest::addRow("not UTF-8") << QByteArray(
                                          "a\xff\xfe"
                                          "b")
                                   << QByteArray("a-b");
        QTest::addRow("newline and NUL") << QByteArray("a\n\0b", 4) << QByteArray("a-b");
    }

    void wordsAreSafeAndReadable() {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, words);
        QCOMPARE(QByteArray::fromStdString(wordsForFileName(prompt.toStdString())), words);
    }

    void numbersGrowAndGapsStay() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::ofstream(path / "00007-1-old.png") << "x";
        std::ofstream(path / "00003-1-older.png") << "x";
        std::ofstream(path / "2024-holiday.png") << "x";        // not a number of ours
        std::ofstream(path / "99999999999999-1-x.png") << "x";  // neither
        PictureNames names;
        const auto first = names.next(path, 41, "a fox");
        QVERIFY(first);
        QCOMPARE(QString::fromStdString(first->filename().string()),
                 QStringLiteral("00008-41-a-fox.png"));
        const auto second = names.next(path, 42, "");
        QVERIFY(second);
        QCOMPARE(QString::fromStdString(second->filename().string()),
                 QStringLiteral("00009-42.png"));
    }

    void aNameThatAppearedMeanwhileIsNotGiven() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        PictureNames names;
        QVERIFY(names.next(path, 1, "a"));
        std::ofstream(path / "00002-1-a.png") << "x";
        const auto next = names.next(path, 1, "a");
        QVERIFY(next);
        QCOMPARE(QString::fromStdString(next->filename().string()),
                 QStringLiteral("00003-1-a.png"));
    }

    void aFolderThatIsGoneIsASentence() {
        PictureNames names;
        const auto name = names.next("/nowhere/at/all", 1, "a");
        QVERIFY(!name);
        QVERIFY(name.error().message.find("/nowhere/at/all") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestPictureNames)
#include "tst_PictureNames.moc"
