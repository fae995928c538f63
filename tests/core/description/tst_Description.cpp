// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/alt_text.h"
#include "core/description/write_words.h"
#include "core/io/PictureReader.h"
#include "core/io/write_picture.h"
#include "core/io/xmp.h"
#include "tests/support/FakeEngine.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace limn;

class TestDescription : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void altTexts_data() {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<bool>("isAiMade");
        QTest::addColumn<QString>("alt");
        QTest::newRow("plain") << "Two boats on a lake." << false << "Two boats on a lake.";
        QTest::newRow("opening") << "An image of two boats." << false << "Two boats.";
        QTest::newRow("opening, capitals") << "The Picture Shows a cat." << false << "A cat.";
        QTest::newRow("lines") << "  A cat\n on a  mat. " << false << "A cat on a mat.";
        QTest::newRow("made") << "A cat." << true << "A cat. (AI-made)";
        QTest::newRow("only the opening") << "Image of " << false << "Image of";
        QTest::newRow("empty") << "" << false << "";
    }
    void altTexts() {
        QFETCH(QString, sentence);
        QFETCH(bool, isAiMade);
        QFETCH(QString, alt);
        QCOMPARE(QString::fromStdString(altFrom(sentence.toStdString(), isAiMade)), alt);
    }

    void longAltTextsAreCutAtAWord() {
        std::string sentence;
        for (int i = 0; i < 40; ++i) {
            sentence += "über ";
        }
        for (const bool isAiMade : {false, true}) {
            const auto alt = altFrom(sentence, isAiMade);
            QVERIFY(charactersIn(alt) <= kLongestAlt);
            QVERIFY(charactersIn(alt) > kLongestAlt - 20);
            QVERIFY(QString::fromStdString(alt).contains("über…"));
            QCOMPARE(alt.ends_with("(AI-made)"), isAiMade);
        }
        QCOMPARE(charactersIn(altFrom(std::string(500, 'x'), false)), kLongestAlt);
    }

    void tags() {
        QCOMPARE(tagsFrom(" Boat,red  boat, boat\nSea. ,,"),
                 (std::vector<std::string>{"boat", "red boat", "sea"}));
        QVERIFY(tagsFrom("").empty());
    }

    void wordsAreWrittenIntoTheFile_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("png") << "a.png";
        QTest::newRow("jpeg") << "a.jpg";
        QTest::newRow("webp") << "a.webp";
    }
    void wordsAreWrittenIntoTheFile() {
        QFETCH(QString, name);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(name).toStdString();
        QVERIFY(writePicture(file, test::fakePicture(3, "x", 40, 30), {}, Overwrite::Replace));
        const auto before = readPicture(file);
        WordsForFile words{.alt = "Ein Schiff – „groß“",
                           .longDescription = "Lang & breit <b>",
                           .caption = "Kurz",
                           .tags = {"schiff", "meer"}};
        QVERIFY(writeWords(file, words));
        const auto reader = PictureReader::open(file);
        QVERIFY(reader.has_value());
        const auto fields = readXmp(reader->info().xmp);
        QVERIFY(fields.has_value());
        QCOMPARE(fields->altText.value_or(""), words.alt);
        QCOMPARE(fields->extendedDescription.value_or(""), words.longDescription);
        QCOMPARE(fields->description.value_or(""), words.caption);
        QCOMPARE(fields->keywords.value_or(std::vector<std::string>{}), words.tags);
        QVERIFY(reader->decode().value() == before.value());
        // Taken away again.
        QVERIFY(writeWords(file, {}));
        const auto bare = readXmp(PictureReader::open(file)->info().xmp);
        QVERIFY(!bare->altText.has_value());
    }

    void whatIsNoPictureIsRefused() {
        QTemporaryDir folder;
        const auto written = writeWords(folder.filePath("none.png").toStdString(), {});
        QVERIFY(!written);
        QVERIFY(QString::fromStdString(written.error().message).contains("none.png"));
    }
};

QTEST_GUILESS_MAIN(TestDescription)
#include "tst_Description.moc"
