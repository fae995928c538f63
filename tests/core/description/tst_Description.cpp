// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/alt_text.h"
#include "core/description/describe_picture.h"
#include "core/description/own_words.h"
#include "core/description/pointed_boxes.h"
#include "core/description/task_prompts.h"
#include "core/description/text_question.h"
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
        const auto opens = [](const char* opening, const char* rest, const char* alt) {
            QTest::newRow(opening) << QString(opening) + QString(rest) << false << QString(alt);
        };
        for (const char* opening :
             {"This is an image of ", "This is a picture of ", "This is a photo of ",
              "An image showing ", "A picture showing ", "A photo showing ", "The photo shows ",
              "This photo shows ", "A close-up photo of "}) {
            opens(opening, "a cat.", "A cat.");
        }
        for (const char* opening : {"Gambar ini menunjukkan ", "Foto ini menunjukkan ",
                                    "Sebuah foto ", "Sebuah foto dari "}) {
            opens(opening, "perahu.", "Perahu.");
        }
        QTest::newRow("a thing of that name")
            << "A photo album lies open." << false << "A photo album lies open.";
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
        QCOMPARE(tagsFrom("- beach\n* sea-shell\n#sun"),
                 (std::vector<std::string>{"beach", "sea-shell", "sun"}));
        const std::vector<std::string> expected{"red ball", "grass", "35mm"};
        QCOMPARE(tagsFrom("red ball, grass,, 35mm."), expected);
        QCOMPARE(tagsFrom("- red ball\n- grass\n* 35mm\n"), expected);
        QCOMPARE(tagsFrom("#red ball; Grass; grass; #35mm;"), expected);
        QVERIFY(tagsFrom(" ,\n-").empty());
        QVERIFY(tagsFrom("- ").empty());
        QVERIFY(tagsFrom("").empty());
    }

    void boxes_data() {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<int>("count");
        const QString one = QStringLiteral(R"({"bbox_2d": [100, 200, 500, 900], "label": "owl"})");
        QTest::newRow("one") << "[" + one + "]" << 1;
        QTest::newRow("fenced") << "```json\n[" + one + ", " + one + "]\n```" << 2;
        QTest::newRow("none") << "[]" << 0;
        QTest::newRow("words") << "On the left." << 0;
        QTest::newRow("words before") << "Here: [" + one + "]" << 0;
        QTest::newRow("cut off") << "[" + one + ", {\"bbox" << 0;
        QTest::newRow("other list") << "[1, 2]" << 0;
        QTest::newRow("no number") << R"([{"bbox_2d": [1, 2, "3", 4]}])" << 0;
        QTest::newRow("three edges") << R"([{"bbox_2d": [1, 2, 3]}])" << 0;
        QTest::newRow("inside out") << R"([{"bbox_2d": [500, 2, 3, 40]}])" << 0;
        QTest::newRow("nested far") << QString(9000, u'[') << 0;
        QTest::newRow("many") << "[" + QStringList(300, one).join(u',') + "]" << 100;
    }
    void boxes() {
        QFETCH(QString, answer);
        QFETCH(int, count);
        const auto boxes = pointedBoxes(answer.toStdString());
        QCOMPARE(int(boxes.size()), count);
        if (count > 0) {
            QVERIFY((boxes.back() == PointedBox{"owl", 0.1, 0.2, 0.5, 0.9}));
        }
    }

    void boxesEndAtThePicturesEdges() {
        const auto boxes = pointedBoxes(R"([{"bbox_2d": [-5, 0, 4000, 1000]}])");
        QCOMPARE(boxes.size(), std::size_t{1});
        QVERIFY((boxes.front() == PointedBox{"", 0, 0, 1, 1}));
    }

    /// Words are passed on as they come; what turns out to be boxes is not.
    void answersThatPointAreNotStreamed() {
        const auto script = std::make_shared<test::FakeEngineScript>();
        script->model.describesPictures = true;
        std::string reply;
        script->reply = [&reply](const DescribeRequest&) {
            Description said;
            said.text = reply;
            return said;
        };
        test::FakeEngine engine(script);
        QVERIFY(engine.load({}, {}, {}).isDone());
        const auto answered = [&](const std::string& text) {
            reply = text;
            std::string streamed;
            const auto answer =
                answerAbout(std::vector{test::fakePicture(1, "x", 32, 32)}, {}, "Where?", {},
                            {&engine, "eyes", nullptr}, {}, {},
                            [&streamed](std::string_view piece) { streamed += piece; });
            return std::pair(streamed, answer.value().boxes.size());
        };
        QCOMPARE(answered("On the left."), std::pair(std::string("On the left."), std::size_t{0}));
        QCOMPARE(answered("[not boxes]"), std::pair(std::string("[not boxes]"), std::size_t{0}));
        QCOMPARE(answered(R"([{"bbox_2d": [0, 0, 9, 9]}])"),
                 std::pair(std::string(), std::size_t{1}));
    }

    void questionsForWriting_data() {
        QTest::addColumn<bool>("isForWriting");
        const std::pair<const char*, bool> rows[] = {
            {"What does the sign say?", true},
            {"what does it say", true},
            {"What do the two labels say?", true},
            {"What is written on the wall?", true},
            {"What's written there?", true},
            {"Which words are on the shirt?", true},
            {"What does the label read?", true},
            {"What text is on the poster?", true},
            {"What is the text?", true},
            {"What's the writing on the door?", true},
            {"Is there any text in it?", true},
            {"Read the sign", true},
            {"Please read it", true},
            {"Can you read the letter out?", true},
            {"Read what is on the board", true},
            {"Transcribe this page", true},
            {"What does the headline say, please?", true},
            {"Apa tulisannya?", true},
            {"Apa tulisan di papan itu?", true},
            {"Tulisan apa itu?", true},
            {"Apa yang tertulis di sana?", true},
            {"Apa bunyinya?", true},
            {"Papan itu berbunyi apa?", true},
            {"Ada teks di gambar ini?", true},
            {"Bacakan tulisannya", true},
            {"Tolong baca teksnya", true},
            {"Apa teks di poster itu?", true},
            {"Sebutkan tulisan di baju itu", true},
            {"What is this?", false},
            {"What is the text?", true},
            {"Can you translate what the sign says?", false},
            {"Summarise what the page says", false},
            {"What is the person doing next to the text?", false},
            {"What does the man say?", false},
            {"Read the time on the clock", false},
            {"Which words describe the mood best?", false},
            {"Terjemahkan apa yang tertulis di sana", false},
            {"What colour is the text?", false},
            {"Where is the writing?", false},
            {"What font is the text?", false},
            {"How many words are there?", false},
            {"What language is the text in?", false},
            {"Write alt text", false},
            {"What is a good alt text?", false},
            {"What would you say about this?", false},
            {"What do people say about it?", false},
            {"What can you say about the mood?", false},
            {"Who is reading the book?", false},
            {"Why does it say so?", false},
            {"Describe it in a few words", false},
            {"Is the woman reading?", false},
            {"Apa warna tulisan itu?", false},
            {"Tulisan itu di mana?", false},
            {"Teks alternatif", false},
            {"Apa ini?", false},
            {"Apa bahasa teksnya?", false},
            {"Berapa tulisan di sana?", false},
            {"Apa arti tulisan itu?", false},
            {"What does the text mean?", false},
        };
        for (const auto& [question, isForWriting] : rows) {
            QTest::newRow(question) << isForWriting;
        }
    }
    void questionsForWriting() {
        QFETCH(bool, isForWriting);
        QCOMPARE(asksForWriting(QTest::currentDataTag()), isForWriting);
    }

    void writingIsToldAsItWasRead() {
        vision::TextReading reading;
        QCOMPARE(writingInWords(reading, {}), std::string("No writing was found in the picture."));
        reading.isCut = true;
        QCOMPARE(writingInWords(reading, {}), std::string("No writing could be read in time."));
        reading.lines.resize(2);
        reading.lines[0].text = "OPEN";
        reading.lines[1].text = "until nine";
        QCOMPARE(writingInWords(reading, {}),
                 std::string("It says: “OPEN\nuntil nine”. Only part of the text was read."));
        reading.isCut = false;
        QCOMPARE(writingInWords(reading, {}), std::string("It says: “OPEN\nuntil nine”."));
    }

    /// A reader reads better than a model that describes, and answers where there is none.
    void whatIsWrittenIsRead() {
        auto reader = vision::TextReader::open();
        QVERIFY(reader);
        const auto script = std::make_shared<test::FakeEngineScript>();
        script->model.describesPictures = true;
        test::FakeEngine engine(script);
        QVERIFY(engine.load({}, {}, {}).isDone());
        const auto picture = readPicture(LIMN_SOURCE_FOLDER "/tests/data/codes/qr.png");
        QVERIFY(picture.isDone());
        for (Engine* model : {static_cast<Engine*>(&engine), static_cast<Engine*>(nullptr)}) {
            std::string streamed;
            const Eyes eyes{model, "eyes", &*reader};
            QVERIFY(canAnswer("What does it say?", eyes));
            const auto answer =
                answerAbout(std::span(&picture.value(), 1), {}, "What does it say?", {}, eyes, {},
                            {}, [&streamed](std::string_view piece) { streamed += piece; });
            QVERIFY(answer.isDone());
            QVERIFY2(
                answer.value().text.find("https://example.org/limn?a=1&b=2") != std::string::npos,
                answer.value().text.c_str());
            QCOMPARE(streamed, answer.value().text);
        }
        QVERIFY(script->questions.empty());
        // Where nothing is read the model may see more; and it is asked everything else.
        const Image blank = test::fakePicture(1, "x", 32, 32);
        for (const auto& [where, question] :
             {std::pair(&blank, "What does it say?"), std::pair(&picture.value(), "What is it?")}) {
            const auto answer = answerAbout(std::span(where, 1), {}, question, {},
                                            {&engine, "eyes", &*reader}, {}, {}, {});
            QCOMPARE(answer.value().text, std::string("A red ball."));
        }
        QCOMPARE(script->questions.size(), std::size_t{2});
        QVERIFY(!canAnswer("What is it?", {nullptr, {}, &*reader}));
        // A model that cannot read is not asked for writing, but for everything else.
        const Eyes illiterate{&engine, "eyes", &*reader, false};
        const Image black(64, 64, 3);
        const auto none =
            answerAbout(std::span(&black, 1), {}, "What does it say?", {}, illiterate, {}, {}, {});
        QCOMPARE(none.value().text, std::string("No writing was found in the picture."));
        QCOMPARE(script->questions.size(), std::size_t{2});
        const auto other =
            answerAbout(std::span(&black, 1), {}, "What is it?", {}, illiterate, {}, {}, {});
        QCOMPARE(other.value().text, std::string("A red ball."));
    }

    /// In place of a model that does not know the picture.
    void whatWasMeasuredAndReadIsTold() {
        auto reader = vision::TextReader::open();
        QVERIFY(reader);
        const auto script = std::make_shared<test::FakeEngineScript>();
        script->model.describesPictures = true;
        script->reply = [](const DescribeRequest&) {
            Description said;
            said.text = "A zebra.";
            said.strangeness = 2.0;
            return said;
        };
        test::FakeEngine engine(script);
        QVERIFY(engine.load({}, {}, {}).isDone());
        const auto code = readPicture(LIMN_SOURCE_FOLDER "/tests/data/codes/qr.png");
        QVERIFY(code.isDone());
        const Image black(64, 64, 3);
        const auto told = [&](const Image& picture, vision::TextReader* eyesReader) {
            std::string streamed;
            const auto answer = answerAbout(
                std::span(&picture, 1), {}, "What is it?", {}, {&engine, "eyes", eyesReader}, {},
                {}, [&streamed](std::string_view piece) { streamed += piece; });
            const std::string text = answer.value().text;
            const bool isMeasured =
                text.find("my kind of picture. What can be measured: ") != std::string::npos;
            return isMeasured && streamed.ends_with(text) ? text : "not so: " + streamed;
        };
        const std::string written = "It says: “QR code: https://example.org/limn?a=1&b=2”.";
        QVERIFY2(told(code.value(), &*reader).ends_with(" " + written),
                 told(code.value(), &*reader).c_str());
        for (const std::string& text : {told(code.value(), nullptr), told(black, &*reader)}) {
            QVERIFY2(text.starts_with("I cannot tell") &&
                         text.find("No writing") == std::string::npos &&
                         text.find("It says") == std::string::npos,
                     text.c_str());
        }
    }

    /// Whoever uses the program in another language is told of pictures in it.
    void itSpeaksThePersonsLanguage() {
        const auto script = std::make_shared<test::FakeEngineScript>();
        script->model.describesPictures = true;
        std::vector<std::string> asked;
        bool knows = true;
        script->reply = [&](const DescribeRequest& request) {
            asked.push_back(request.turns.front().text);
            Description said;
            said.text = "Perahu.";
            said.strangeness = knows ? 0.5 : 2.0;
            return said;
        };
        test::FakeEngine engine(script);
        QVERIFY(engine.load({}, {}, {}).isDone());
        const Image picture = test::fakePicture(1, "x", 32, 32);
        const Speech speech{"id", [](const char* english) {
                                return "«" + std::string(english) + "»";
                            }};
        const auto describe = [&] {
            return describePicture({picture, true, {}, speech}, {&engine, "eyes", nullptr}, {}, {},
                                   {})
                .value();
        };
        QCOMPARE(describe().alt, std::string("Perahu. («AI-made»)"));
        QCOMPARE(asked.size(), std::size_t{4});
        QCOMPARE(asked.front(), std::string("Jelaskan gambar ini dalam satu kalimat."));
        QCOMPARE(asked[1], std::string(promptOf("alt", "id")));
        QVERIFY(promptOf("alt", "id") != promptOf("alt"));
        QCOMPARE(promptOf("alt", "xx"), promptOf("alt"));
        knows = false;
        const auto measured = describe();
        QVERIFY2(measured.longDescription.starts_with("««A"), measured.longDescription.c_str());
        QVERIFY(!measured.tags.empty() && measured.tags.front().starts_with("«"));
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
                           .longDescription = "Lang & breit <b>\nZweite Zeile",
                           .tags = {"schiff", "meer"}};
        QVERIFY(writeWords(file, words));
        const auto reader = PictureReader::open(file);
        QVERIFY(reader.has_value());
        const auto fields = readXmp(reader->info().xmp);
        QVERIFY(fields.has_value());
        QCOMPARE(fields->altText.value_or(""), words.alt);
        QCOMPARE(fields->extendedDescription.value_or(""), words.longDescription);
        QCOMPARE(fields->description.value_or(""),
                 words.longDescription);  // what most programs show
        QCOMPARE(fields->keywords.value_or(std::vector<std::string>{}), words.tags);
        QVERIFY(reader->decode().value() == before.value());
        // Written anew, in another run of the program: they were Limn's.
        const auto kept = writeWords(
            file, {.alt = "Ein Boot", .longDescription = "Kürzer", .tags = {"boot", "meer"}});
        QVERIFY(kept.has_value());
        QVERIFY(kept->alt.empty() && kept->longDescription.empty());
        const auto anew = readXmp(PictureReader::open(file)->info().xmp);
        QCOMPARE(anew->altText.value_or(""), std::string("Ein Boot"));
        QCOMPARE(anew->extendedDescription.value_or(""), std::string("Kürzer"));
        QCOMPARE(anew->description.value_or(""), std::string("Kürzer"));
        QCOMPARE(anew->keywords.value_or(std::vector<std::string>{}),
                 (std::vector<std::string>{"meer", "boot"}));
        // Taken away again.
        QVERIFY(writeWords(file, {}));
        const auto bare = readXmp(PictureReader::open(file)->info().xmp);
        QVERIFY(!bare->altText && !bare->extendedDescription && !bare->description &&
                !bare->keywords);
        QVERIFY(!bare->limnWords);
    }

    /// A photographer's caption and keywords are worth more than what a program says of the picture.
    void wordsOfOthersStay() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("theirs.png").toStdString();
        QVERIFY(writePicture(file, test::fakePicture(3, "s", 64, 48), {}, Overwrite::Replace));
        XmpFields theirs;
        theirs.description = "Our wedding";
        theirs.keywords = {"Anna", "Boat", "dog"};
        QVERIFY(setPictureXmp(file, theirs));
        const auto inFile = [&] {
            return *readXmp(PictureReader::open(file)->info().xmp);
        };
        QVERIFY(writeWords(
            file, {.alt = "Two people", .longDescription = {}, .tags = {"people", "boat", "dog"}}));
        QCOMPARE(inFile().description.value_or(""), std::string("Our wedding"));
        QCOMPARE(*inFile().keywords, (std::vector<std::string>{"Anna", "Boat", "dog", "people"}));
        // The person changes the program's tags: those go, the others stay.
        QVERIFY(writeWords(file, {.alt = "Two people", .longDescription = {}, .tags = {"couple"}}));
        QCOMPARE(*inFile().keywords, (std::vector<std::string>{"Anna", "Boat", "dog", "couple"}));
        // A long description goes beside their caption, and only goes in its place if the person wants that.
        WordsForFile words{.alt = {}, .longDescription = "Two people laugh.", .tags = {}};
        const auto kept = writeWords(file, words);
        QVERIFY(kept.has_value());
        QCOMPARE(kept->longDescription, std::string("Our wedding"));
        QCOMPARE(inFile().description.value_or(""), std::string("Our wedding"));
        QCOMPARE(inFile().extendedDescription.value_or(""), words.longDescription);
        words.replacesLongDescription = true;
        QCOMPARE(writeWords(file, words)->longDescription, std::string());
        QCOMPARE(inFile().description.value_or(""), words.longDescription);
        // It is Limn's now.
        QVERIFY(writeWords(file, {}));
        QVERIFY(!inFile().description && !inFile().extendedDescription);
    }

    /// Whoever has both replaced sees both.
    void whatIsKeptInTwoPlacesIsToldOfBoth_data() {
        QTest::addColumn<QString>("caption");
        QTest::addColumn<QString>("told");
        QTest::newRow("two texts") << "Our wedding"
                                   << "Anna laughs.\n\nOur wedding";
        QTest::newRow("the same") << "Anna laughs.\n"
                                  << "Anna laughs.";
        QTest::newRow("one") << ""
                             << "Anna laughs.";
    }
    void whatIsKeptInTwoPlacesIsToldOfBoth() {
        QFETCH(QString, caption);
        QFETCH(QString, told);
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("theirs.png").toStdString();
        QVERIFY(writePicture(file, test::fakePicture(3, "s", 64, 48), {}, Overwrite::Replace));
        XmpFields theirs;
        theirs.extendedDescription = "Anna laughs.";
        theirs.description = caption.toStdString();
        QVERIFY(setPictureXmp(file, theirs));
        const auto kept =
            writeWords(file, {.alt = {}, .longDescription = "Two people.", .tags = {}});
        QVERIFY(kept.has_value());
        QCOMPARE(QString::fromStdString(kept->longDescription), told);
    }

    void alternativesOfOthersStayUntilThePersonWantsThemReplaced() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("theirs.jpg").toStdString();
        QVERIFY(writePicture(file, test::fakePicture(3, "s", 64, 48), {}, Overwrite::Replace));
        XmpFields theirs;
        theirs.altText = "The bride laughs";
        theirs.extendedDescription = "Anna and Ben in front of the church.";
        QVERIFY(setPictureXmp(file, theirs));
        const auto inFile = [&] {
            return *readXmp(PictureReader::open(file)->info().xmp);
        };
        WordsForFile words{.alt = "Two people", .longDescription = "Two people stand.", .tags = {}};
        const auto kept = writeWords(file, words);
        QVERIFY(kept.has_value());
        QCOMPARE(kept->alt, *theirs.altText);
        QCOMPARE(kept->longDescription, *theirs.extendedDescription);
        QCOMPARE(inFile().altText.value_or(""), *theirs.altText);
        QCOMPARE(inFile().extendedDescription.value_or(""), *theirs.extendedDescription);
        QVERIFY(writeWords(file, {}));  // what is emptied here takes nothing of theirs
        QCOMPARE(inFile().altText.value_or(""), *theirs.altText);
        words.replacesAlt = true;
        const auto replaced = writeWords(file, words);
        QVERIFY(replaced.has_value());
        QVERIFY(replaced->alt.empty());
        QCOMPARE(replaced->longDescription,
                 *theirs.extendedDescription);  // only what was asked for
        QCOMPARE(inFile().altText.value_or(""), words.alt);
        // From now on it is Limn's, until somebody else changes it.
        words.replacesAlt = false;
        words.alt = "Two persons";
        QVERIFY(writeWords(file, words));
        QCOMPARE(inFile().altText.value_or(""), words.alt);
        theirs.altText = "Anna laughs";
        QVERIFY(setPictureXmp(file, theirs));
        QCOMPARE(writeWords(file, words)->alt, *theirs.altText);
        QCOMPARE(inFile().altText.value_or(""), *theirs.altText);
    }

    void whatAFileSaysOfItsOwnWordsIsNoOrder_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("alt");
        QTest::newRow("a list") << QByteArray("[1]");
        QTest::newRow("another schema") << QByteArray(R"({"schema":"x/1","alt":"a","tags":["b"]})");
        QTest::newRow("other types") << QByteArray(
            R"({"schema":"limn.words/1","alt":1,"description":{},"caption":[],"tags":"b"})");
        QTest::newRow("tags of other types")
            << QByteArray(R"({"schema":"limn.words/1","tags":[1,null,["b"]]})");
    }
    void whatAFileSaysOfItsOwnWordsIsNoOrder() {
        QFETCH(QByteArray, json);
        const OwnWords own = ownWordsFromJson(json.toStdString());
        QVERIFY(own.alt.empty() && own.longDescription.empty() && own.caption.empty() &&
                own.tags.empty());
    }

    void aFingerprintIsOfTheLettersAlone() {
        QCOMPARE(fingerprintOf("A boat.\r\n Red."), fingerprintOf("A boat.\nRed. "));
        QVERIFY(fingerprintOf("A boat.") != fingerprintOf("A coat."));
        QCOMPARE(fingerprintOf(" \n\t"), std::string());
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
