// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/prompt_syntax.h"

#include <QElapsedTimer>
#include <QtTest/QtTest>

using namespace limn;

class TestPromptSyntax : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAreFreedOfMarks_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("words");
        QTest::newRow("plain") << "a red fox"
                               << "a red fox";
        QTest::newRow("weight") << "a (red:1.3) fox"
                                << "a red fox";
        QTest::newRow("spaces in the weight") << "a (red : 1.3 ) fox"
                                              << "a red fox";
        QTest::newRow("brackets") << "((a)) [fox]"
                                  << "a fox";
        QTest::newRow("nested") << "((a:1.2) red:1.1) fox"
                                << "a red fox";
        QTest::newRow("colon that is no weight") << "(ratio 3:2 frame)"
                                                 << "ratio 3:2 frame";
        QTest::newRow("escaped") << R"(a \(red\) fox)"
                                 << "a (red) fox";
        QTest::newRow("unmatched") << "a :) fox ("
                                   << "a :) fox (";
        QTest::newRow("crossed") << "(a [b) c]"
                                 << "(a b) c";
        QTest::newRow("schedule") << "[cat:dog:0.5] on a mat"
                                  << "cat on a mat";
        QTest::newRow("late") << "[dog:0.5] on a mat"
                              << "dog on a mat";
        QTest::newRow("from nothing") << "[:dog:0.5] on a mat"
                                      << "dog on a mat";
        QTest::newRow("alternation") << "[cat|dog|cow] on a mat"
                                     << "cat on a mat";
        QTest::newRow("lora") << "a fox <lora:style_v2:0.8>"
                              << "a fox";
        QTest::newRow("not a tag") << "a < b > c"
                                   << "a < b > c";
        QTest::newRow("break") << "a fox BREAK snow"
                               << "a fox, snow";
        QTest::newRow("break inside a word") << "BREAKFAST BREAKS"
                                             << "BREAKFAST BREAKS";
        QTest::newRow("options") << "a fox --ar 16:9 --seed 5"
                                 << "a fox";
        QTest::newRow("option in the middle") << "a fox --seed 5 in snow"
                                              << "a fox in snow";
        QTest::newRow("prose dash") << "a fox --in snow"
                                    << "a fox --in snow";
        QTest::newRow("hyphens in a word") << "well--known"
                                           << "well--known";
        QTest::newRow("foreign") << "a fox --v 6 --sref https://x/y.png --tile"
                                 << "a fox";
        QTest::newRow("foreign without a value") << "a fox --tile in snow"
                                                 << "a fox in snow";
        QTest::newRow("lines") << "a fox,\n\n in   snow ,"
                               << "a fox, in snow";
        QTest::newRow("letters of the world") << "狐 (雪:1.2) ثعلب"
                                              << "狐 雪 ثعلب";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("only options") << "--ar 1:1"
                                      << "";
    }
    void wordsAreFreedOfMarks() {
        QFETCH(QString, written);
        QFETCH(QString, words);
        QCOMPARE(QString::fromStdString(readPrompt(written.toStdString()).words), words);
    }

    void optionsAreRead() {
        const PromptReading reading = readPrompt(
            "a street --ar 16:9 --no cars, people --seed 18446744073709551615 --no (rain:1.2)");
        QCOMPARE(reading.words, std::string("a street"));
        QVERIFY(reading.aspect == (AspectRatio{16, 9}));
        QCOMPARE(reading.negative, std::string("cars, people, rain"));
        QCOMPARE(reading.seed.value_or(0), std::uint64_t{18446744073709551615ULL});
        QCOMPARE(reading.notes.at(0),
                 (PromptNote{PromptNote::Kind::AspectRatio, "--ar 16:9", "16:9"}));
        QCOMPARE(reading.notes.at(1),
                 (PromptNote{PromptNote::Kind::Negative, "--no cars, people", "cars, people"}));
    }

    void dashesThatEditorsMakeAreReadToo() {
        const PromptReading reading = readPrompt("a fox \u2014ar 3:2 \u2014seed=7");
        QCOMPARE(reading.words, std::string("a fox"));
        QVERIFY(reading.aspect == (AspectRatio{3, 2}));
        QCOMPARE(reading.seed.value_or(0), std::uint64_t{7});
        QCOMPARE(readPrompt("a fox \u2014v 6").words, std::string("a fox \u2014v 6"));
    }

    void valuesThatCannotBeAreLeftOutAndTold_data() {
        QTest::addColumn<QString>("option");
        for (const char* option :
             {"--ar", "--ar 16", "--ar 0:9", "--ar 100:1", "--ar 16:x", "--seed", "--seed -1",
              "--seed 1e9", "--seed 18446744073709551616"}) {
            QTest::newRow(option) << option;
        }
    }
    void valuesThatCannotBeAreLeftOutAndTold() {
        QFETCH(QString, option);
        const PromptReading reading = readPrompt(("a fox " + option).toStdString());
        QCOMPARE(reading.words, std::string("a fox"));
        QVERIFY(!reading.seed && !reading.aspect);
        QCOMPARE(reading.notes.size(), std::size_t{1});
        QVERIFY(reading.notes[0].kind == PromptNote::Kind::BadOption);
        QCOMPARE(reading.notes[0].written, option.toStdString());
    }

    void notesSayWhatWasRead() {
        const PromptReading reading = readPrompt("(red:1.3) [a|b] <lora:x:1> BREAK --v 6");
        std::vector<PromptNote::Kind> kinds;
        for (const PromptNote& note : reading.notes) {
            kinds.push_back(note.kind);
        }
        using Kind = PromptNote::Kind;
        QVERIFY(kinds == (std::vector<Kind>{Kind::UnknownOption, Kind::Weight, Kind::Alternation,
                                            Kind::LoraTag, Kind::Break}));
        QCOMPARE(reading.notes[1].written, std::string("(red:1.3)"));
        QCOMPARE(reading.notes[1].readAs, std::string("red"));
    }

    void writtenWordsAreReadBack_data() {
        QTest::addColumn<QString>("words");
        for (const char* words : {"a fox", "a (red) fox", R"(a \ fox)", "[a|b:0.5]", ":)"}) {
            QTest::newRow(words) << words;
        }
    }
    void writtenWordsAreReadBack() {
        QFETCH(QString, words);
        const std::string written = writtenPrompt(words.toStdString());
        QCOMPARE(QString::fromStdString(readPrompt(written).words), words);
    }

    void hostileTextsTakeTimeByTheirLength_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("open") << QByteArray(1'000'000, '(');
        QTest::newRow("square") << QByteArray(1'000'000, '[');
        QTest::newRow("nested") << QByteArray(500'000, '(') + QByteArray(500'000, ')');
        QTest::newRow("pairs") << QByteArray("(a:1.1)").repeated(140'000);
        QTest::newRow("square pairs") << QByteArray("[a|b]").repeated(200'000);
        QTest::newRow("tags") << QByteArray("<").repeated(1'000'000);
        QTest::newRow("dashes") << QByteArray(" --").repeated(330'000);
        QTest::newRow("no") << QByteArray(" --no a").repeated(140'000);
        QTest::newRow("weights") << QByteArray("(a:").repeated(330'000);
        QTest::newRow("bytes") << QByteArray("\xff\x80(\xc3").repeated(250'000);
    }
    void hostileTextsTakeTimeByTheirLength() {
        QFETCH(QByteArray, text);
        QElapsedTimer timer;
        timer.start();
        const PromptReading reading = readPrompt(text.toStdString());
        QVERIFY(reading.notes.size() <= kMostPromptNotes);
        QVERIFY(reading.words.size() <= static_cast<std::size_t>(text.size()));
        // What grows with the square of the length takes minutes; this holds on a slow machine under sanitizers.
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestPromptSyntax)
#include "tst_PromptSyntax.moc"
