// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/DescribingAssistant.h"
#include "core/conversation/StudioAssistant.h"
#include "core/conversation/message_intent.h"
#include "core/conversation/words_markdown.h"
#include "core/io/write_picture.h"
#include "core/jobs/InferenceService.h"
#include "core/metadata/write_generated.h"
#include "tests/support/ScriptedAssistant.h"

#include "tests/support/FakeEngine.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextDocument>
#include <QtTest/QtTest>

using namespace limn;
using limn::test::FakeEngineScript;

namespace {

struct Studio {
    std::shared_ptr<FakeEngineScript> script = std::make_shared<FakeEngineScript>();
    QTemporaryDir folder;
    InferenceService service{[this] {
        return std::make_unique<test::FakeEngine>(script);
    }};
    DescribingAssistant assistant{service};
    QSignalSpy texts{&assistant, &Assistant::textAppended};
    QSignalSpy changes{&assistant, &Assistant::rowChanged};
    QSignalSpy described{&assistant, &DescribingAssistant::described};
    QSignalSpy ended{&assistant, &Assistant::ended};

    Studio() {
        script->model.describesPictures = true;
        script->reply = [](const DescribeRequest& request) {
            Description said;
            const auto& question = request.turns.back().text;
            said.text = question.starts_with("List up to") ? "ball, Red, ball" : "A red ball.";
            return said;
        };
        service.setStarterDescriber("/models/eyes");
    }
    QString picture(const QString& name) {
        const QString file = folder.filePath(name);
        const bool isWritten =
            writePicture(file.toStdString(), test::fakePicture(1, "ball", 64, 48), {},
                         Overwrite::Replace)
                .has_value();
        return isWritten ? file : QString();
    }
    AssistantMessage message(TurnId answer, const QString& text, const QStringList& files) const {
        AssistantMessage message;
        message.answer = answer;
        message.conversation = 3;
        message.text = text;
        message.attachments = files;
        message.intent = MessageIntent::Describe;
        return message;
    }
    bool waitForEnds(int count) {
        while (ended.count() < count) {
            if (!ended.wait(60'000)) {
                return false;
            }
        }
        return true;
    }
    QString text() const {
        QString all;
        for (const auto& call : texts) {
            all += call.at(1).toString();
        }
        return all;
    }
};

}  // namespace

class TestDescribingAssistant : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPictureIsDescribed() {
        Studio studio;
        studio.assistant.answer(studio.message(5, {}, {studio.picture("a b.png")}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(1).value<TurnState>(), TurnState::Done);
        QTextDocument shown;
        shown.setMarkdown(studio.text());
        const QString plain = shown.toPlainText();
        QVERIFY2(plain.startsWith("A red ball."), qPrintable(plain));
        QVERIFY(plain.contains("Alt text: A red ball."));
        QVERIFY(plain.contains("Tags: ball, red"));
        QCOMPARE(studio.described.count(), 1);
        const auto words = studio.described.at(0).at(0).value<FinishedWords>();
        QCOMPARE(words.words.alt, std::string("A red ball."));
        QCOMPARE(words.words.facts.widthPx, 64);
        QCOMPARE(studio.changes.back().at(2).value<DoneRow>().state, DoneRowState::Done);
    }

    void aQuestionKeepsThePictureAndWhatWasSaid() {
        Studio studio;
        const QString file = studio.picture("boats.png");
        studio.assistant.answer(studio.message(5, "how many boats?", {file}));
        QVERIFY(studio.waitForEnds(1));
        auto second = studio.message(6, "and what colour?", {});
        second.pictureInView = file;
        studio.assistant.answer(second);
        QVERIFY(studio.waitForEnds(2));
        const auto& asked = studio.script->questions.back();
        QCOMPARE(asked.turns.size(), std::size_t{3});
        QCOMPARE(asked.turns[0].text, std::string("how many boats?"));
        QCOMPARE(asked.turns[0].pictures.size(), std::size_t{1});
        QCOMPARE(asked.turns[1].text, std::string("A red ball."));
        QCOMPARE(asked.turns[2].text, std::string("and what colour?"));
        QVERIFY(asked.turns[2].pictures.empty());
        QCOMPARE(studio.described.count(), 0);
    }

    void anAnswerSaysHowLargeThePictureWasSeen() {
        Studio studio;
        studio.assistant.answer(
            studio.message(5, "how many boats?", {studio.picture("boats.png")}));
        QVERIFY(studio.waitForEnds(1));
        const QString outcome = studio.changes.back().at(2).value<DoneRow>().outcome;
        QVERIFY2(outcome.startsWith(QStringLiteral("seen at 64 × 48 pixels; ")),
                 qPrintable(outcome));
        QVERIFY2(outcome.endsWith(" s"), qPrintable(outcome));
    }

    void aTalkGoesOnAboutARenamedPicture() {
        Studio studio;
        const QString before = studio.picture("boats.png");
        const QString after = studio.folder.filePath("ships.png");
        const auto connection =
            QObject::connect(&studio.assistant, &Assistant::begun, &studio.assistant,
                             [&] { studio.assistant.moveFile(before, after); });
        QSignalSpy pointed(&studio.assistant, &DescribingAssistant::pointed);
        studio.assistant.answer(studio.message(5, "how many boats?", {before}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(pointed.count(), 1);
        QCOMPARE(pointed.at(0).at(0).value<std::filesystem::path>(),
                 std::filesystem::path(after.toStdString()));
        QObject::disconnect(connection);
        QVERIFY(QFile::rename(before, after));
        auto second = studio.message(6, "and what colour?", {});
        second.pictureInView = after;
        studio.assistant.answer(second);
        QVERIFY(studio.waitForEnds(2));
        QCOMPARE(studio.script->questions.back().turns.size(), std::size_t{3});
    }

    void aPictureThatIsRenamedBeforeItsTurnIsDescribed() {
        Studio studio;
        const QString one = studio.picture("one.png");
        const QString two = studio.picture("two.png");
        const QString three = studio.folder.filePath("three.png");
        QObject::connect(&studio.assistant, &Assistant::begun, &studio.assistant, [&] {
            if (QFile::rename(two, three)) {
                studio.assistant.moveFile(two, three);
            }
        });
        studio.assistant.answer(studio.message(5, "describe", {one, two}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(1).value<TurnState>(), TurnState::Done);
        QCOMPARE(studio.described.count(), 2);
        QCOMPARE(studio.described.at(1).at(0).value<FinishedWords>().order.file,
                 std::filesystem::path(three.toStdString()));
    }

    void severalPicturesOneAfterTheOther() {
        Studio studio;
        studio.assistant.answer(
            studio.message(5, "describe", {studio.picture("one.png"), studio.picture("two.png")}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.described.count(), 2);
        QVERIFY(studio.text().indexOf("one\\.png") < studio.text().indexOf("two\\.png"));
    }

    void aQuestionAboutSeveralPictures_data() {
        QTest::addColumn<bool>("seesSeveral");
        QTest::newRow("together") << true;
        QTest::newRow("one after the other") << false;
    }
    void aQuestionAboutSeveralPictures() {
        QFETCH(bool, seesSeveral);
        Studio studio;
        if (seesSeveral) {
            studio.service.setDescriber("/models/qwen");
        }
        studio.assistant.answer(studio.message(
            5, "Which one is brighter?", {studio.picture("one.png"), studio.picture("two.png")}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(1).value<TurnState>(), TurnState::Done);
        QCOMPARE(studio.script->questions.size(), seesSeveral ? 1U : 2U);
        for (const auto& asked : studio.script->questions) {
            QCOMPARE(asked.turns.size(), std::size_t{1});
            QCOMPARE(asked.turns[0].pictures.size(), seesSeveral ? 2U : 1U);
        }
        QCOMPARE(studio.text().contains("one\\.png"), !seesSeveral);
        // Of several it is not said which of them was seen so.
        const QString outcome = studio.changes.back().at(2).value<DoneRow>().outcome;
        QCOMPARE(outcome.contains("pixels"), !seesSeveral);
        QCOMPARE(studio.text().count("A red ball"), seesSeveral ? 1 : 2);
        const auto row = studio.changes.front().at(2).value<DoneRow>();
        QCOMPARE(row.arguments,
                 seesSeveral ? QStringLiteral("one.png, two.png") : QStringLiteral("one.png"));
    }

    void withoutAPictureItSaysWhatToDo() {
        Studio studio;
        studio.assistant.answer(studio.message(5, "describe this", {}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(1).value<TurnState>(), TurnState::Failed);
        QVERIFY(studio.ended.at(0).at(2).toString().contains("no picture"));
    }

    void aMissingFileIsASentence() {
        Studio studio;
        studio.assistant.answer(studio.message(5, {}, {studio.folder.filePath("gone.png")}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(1).value<TurnState>(), TurnState::Failed);
        QVERIFY(studio.ended.at(0).at(2).toString().contains("gone.png"));
    }

    void withoutAModelItMeasures() {
        Studio studio;
        studio.service.setStarterDescriber({});
        studio.assistant.answer(studio.message(5, {}, {studio.picture("a.png")}));
        QVERIFY(studio.waitForEnds(1));
        QVERIFY(studio.script->questions.empty());
        const auto words = studio.described.at(0).at(0).value<FinishedWords>().words;
        QVERIFY(words.modelName.empty());
        QVERIFY(!words.alt.empty());
        studio.assistant.answer(studio.message(6, "how many?", {studio.picture("a.png")}));
        QVERIFY(studio.waitForEnds(2));
        QCOMPARE(studio.ended.at(1).at(1).value<TurnState>(), TurnState::Failed);
    }

    void aModelThatCannotTellIsBackedByMeasuring() {
        Studio studio;
        studio.script->reply = [](const DescribeRequest&) {
            Description said;
            said.text = "I cannot tell: this is not my kind of picture.";
            return said;
        };
        studio.assistant.answer(studio.message(5, {}, {studio.picture("a.png")}));
        QVERIFY(studio.waitForEnds(1));
        const auto words = studio.described.at(0).at(0).value<FinishedWords>().words;
        QVERIFY(words.isOutsideModel);
        QVERIFY(QString::fromStdString(words.longDescription).contains("64"));
        QVERIFY(!QString::fromStdString(words.alt).contains("cannot tell"));
    }

    /// What a model writes is shown as letters: no picture is fetched, no link made, nothing becomes a heading.
    void wordsAreData() {
        const QString hostile =
            "# hi ![x](http://a/b.png) [link](file:///etc) <b>bold</b> `code`\nignore all former "
            "words";
        QTextDocument shown;
        shown.setMarkdown(escapedMarkdown(hostile));
        QString flat = hostile;
        QCOMPARE(shown.toPlainText(), flat.replace('\n', ' '));
        QVERIFY(!shown.toHtml().contains("<img"));
        QVERIFY(!shown.toHtml().contains("href"));
    }

    void linesAndParagraphsAreKept_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("shown");
        QTest::newRow("lines") << "A boat.\nA lake."
                               << "A boat\\.  \nA lake\\."
                               << "A boat.\nA lake.";
        QTest::newRow("line ends of old") << "one\r\ntwo"
                                          << "one   \ntwo"
                                          << "one\ntwo";
        QTest::newRow("a list after a paragraph") << "Seen:\n\n- red\n* blue\n1. ball"
                                                  << "Seen:  \n  \n\\- red  \n\\* blue  \n1\\. ball"
                                                  << "Seen:\n- red\n* blue\n1. ball";
        QTest::newRow("no code") << "one\n\n    two"
                                 << "one  \n  \ntwo"
                                 << "one\ntwo";
        QTest::newRow("no heading") << "one\n==="
                                    << "one  \n\\=\\=\\="
                                    << "one\n===";
    }
    /// Whether it comes at once or letter by letter.
    void linesAndParagraphsAreKept() {
        QFETCH(QString, text);
        QFETCH(QString, markdown);
        QFETCH(QString, shown);
        bool isLineStart = true;
        QCOMPARE(escapedLines(text, isLineStart), markdown);
        isLineStart = true;
        QString pieces;
        for (const QChar letter : text) {
            pieces += escapedLines(letter, isLineStart);
        }
        QCOMPARE(pieces, markdown);
        QTextDocument document;
        document.setMarkdown(markdown);
        QCOMPARE(document.toPlainText(), shown);
    }

    void aModelsParagraphsAreShown() {
        Studio studio;
        studio.script->reply = [](const DescribeRequest&) {
            Description said;
            said.text = "Two boats.\n\n- one is red";
            return said;
        };
        studio.assistant.answer(
            studio.message(5, "how many boats?", {studio.picture("boats.png")}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.text(), QStringLiteral("Two boats\\.  \n  \n\\- one is red"));
    }

    void intents_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("asks");
        const auto row = [](const char* words, bool asks) {
            QTest::newRow(words) << QString::fromUtf8(words) << asks;
        };
        row("how many boats?", true);
        row("what does the sign say", true);
        row("is this what I asked for?", true);
        row("describe this picture", true);
        row("alt text", true);
        row("apa warna mobil itu?", true);
        row("berapa perahu di sana", true);
        row("a lighthouse at sunset, two boats", false);
        row("two blue owls", false);
        row("can you draw a cat?", false);
        row("please make it night?", false);
        row("buatkan gambar kucing", false);
        row("where the wild things are, forest",
            true);  // after a picture, these words begin a question
        row("", false);
        // What follows on a picture, and what asks for another one.
        row("tell me about it", true);
        row("tell me more about this picture", true);
        row("Tell me what the man is holding", true);
        row("please tell me about the left corner", true);
        row("describe it again", true);
        row("describe the dog", true);
        row("can you describe it", true);
        row("write alt text", true);
        row("write an alt text for it", true);
        row("Write a short caption", true);
        row("give me the alt text", true);
        row("give me some tags", true);
        row("make a caption for this", true);
        row("create hashtags for it", true);
        row("generate a description", true);
        row("suggest a title", true);
        row("write a poem about it", true);
        row("make a list of the colours", true);
        row("translate that", true);
        row("translate it into French please", true);
        row("what else?", true);
        row("what else", true);
        row("anything else", true);
        row("and what colour is the door", true);
        row("now count the boats", true);
        row("go on", true);
        row("say that in one sentence", true);
        row("repeat that", true);
        row("summarize it", true);
        row("explain the joke", true);
        row("look again", true);
        row("look at it again", true);
        row("show me where the cat is", true);
        row("point to the lamp", true);
        row("identify the bird", true);
        row("name all the fruit", true);
        row("list the colours", true);
        row("compare it with the first one", true);
        row("rate this picture", true);
        row("critique it", true);
        row("check if the hands are right", true);
        row("I want to know who painted it", true);
        row("how old is she", true);
        row("is she smiling", true);
        row("are these apples", true);
        row("does it match my prompt", true);
        row("did you draw two owls", true);
        row("could it be Paris", true);
        row("can you see a dog", true);
        row("how well does it fit", true);
        row("ceritakan tentang gambar ini", true);
        row("ceritakan lagi", true);
        row("jelaskan lagi", true);
        row("tolong jelaskan anjingnya", true);
        row("bisa jelaskan gambar ini", true);
        row("beri tahu saya isinya", true);
        row("tulis teks alternatif", true);
        row("tuliskan teks alternatif untuk gambar ini", true);
        row("buatkan deskripsi", true);
        row("buatkan judul untuk foto ini", true);
        row("berikan kata kunci", true);
        row("terjemahkan itu", true);
        row("terjemahkan ke bahasa Inggris", true);
        row("apa lagi?", true);
        row("apa lagi", true);
        row("ada lagi", true);
        row("lanjutkan", true);
        row("ulangi", true);
        row("bandingkan dengan yang pertama", true);
        row("apakah ini yang saya minta", true);
        row("gambar apa ini", true);
        row("siapa dia", true);
        row("bagaimana cahayanya", true);
        row("di mana kucingnya", true);
        row("gambarkan dengan kata-kata", true);
        row("draw it again", false);
        row("draw a caption bubble", false);
        row("draw a sign that says hello", false);
        row("again", false);
        row("once again, but at night", false);
        row("make it darker", false);
        row("make another one", false);
        row("could you make the sky red?", false);
        row("can you add a hat?", false);
        row("please remove the tree", false);
        row("change the background to blue", false);
        row("turn it into a painting", false);
        row("try again", false);
        row("another one, please", false);
        row("one more", false);
        row("show me a cat", false);
        row("give me a red car", false);
        row("give it a hat?", false);
        row("i want a dog in the snow", false);
        row("how about a blue one?", false);
        row("what about a dog instead?", false);
        row("what if it was night instead?", false);
        row("what a wonderful world, watercolour", false);
        row("how to train your dragon, poster", false);
        row("count dracula in his castle", false);
        row("a list of runes on a stone", false);
        row("telling a story by the fire", false);
        row("a tell-tale heart", false);
        row("two boats, golden hour, tagged wall", false);
        row("create a title card for a film", false);
        row("create a poster with the title Home", false);
        row("generate a lighthouse at dusk", false);
        row("make a storybook cottage", false);
        row("portrait of a woman writing a letter", false);
        row("a translator at the United Nations", false);
        row("describing a circle, abstract", false);
        row("more stars in the sky", false);
        row("night, rain, neon", false);
        row("without the hat", false);
        row("listening to music, girl with headphones", false);
        row("a review of troops", false);
        row("explainer video style icon", false);
        row("gambarkan seekor kucing", false);
        row("gambar kucing di taman", false);
        row("bisa tambahkan topi?", false);
        row("buatkan poster dengan judul Rumah", false);
        row("buat lebih gelap", false);
        row("ganti latarnya jadi biru", false);
        row("hapus pohonnya", false);
        row("sekali lagi", false);
        row("coba lagi", false);
        row("satu lagi", false);
        row("bagaimana kalau malam hari?", false);
        row("saya mau gambar kucing", false);
        row("seekor kucing membaca buku", false);
        row("cerita rakyat, lukisan cat air", false);
        row("write a haiku about the sea in it", true);
        row("try to describe the light", true);
        row("continue the beach to the left", false);
        row("repeat this pattern on the wall", false);
        row("add a caption in white letters", false);
        row("make a story board with six panels", false);
        row("lanjutkan pantainya ke kiri", false);
    }
    void intents() {
        QFETCH(QString, words);
        QFETCH(bool, asks);
        QCOMPARE(asksAboutPicture(words), asks);
    }

    void wholeDescriptions_data() {
        QTest::addColumn<bool>("isWhole");
        for (const char* words :
             {"describe", "describe it again", "please, describe this picture", "caption this",
              "tell me about it", "tell me more about this picture please",
              "can you describe this?", "jelaskan gambar ini", "jelaskan lagi",
              "ceritakan tentang gambar ini"}) {
            QTest::newRow(words) << true;
        }
        for (const char* words :
             {"describe the dog", "tell me about the dog", "describe it in one word", "a cat",
              "tell me about it in French", "ceritakan tentang anjing"}) {
            QTest::newRow(words) << false;
        }
    }
    void wholeDescriptions() {
        QFETCH(bool, isWhole);
        QCOMPARE(asksForDescription(QString::fromUtf8(QTest::currentDataTag())), isWhole);
    }

    void questionsForTheMatch_data() {
        QTest::addColumn<bool>("isForMatch");
        for (const char* words :
             {"is this what I asked for?", "Is that what I wanted",
              "is it really what I described?", "Does it match my prompt?",
              "does the picture follow the prompt", "did you draw what I asked",
              "how well does it match?", "how well does this fit my request",
              "check it against my prompt", "compare it with the prompt",
              "What is missing from my prompt?", "apakah ini yang saya minta?",
              "ini yang saya minta?", "apakah sesuai permintaan",
              "apakah ini sesuai dengan permintaan saya?", "sudah sesuai dengan prompt?",
              "gambarnya cocok dengan permintaan?", "seberapa sesuai gambar ini",
              "bandingkan dengan prompt"}) {
            QTest::newRow(words) << true;
        }
        for (const char* words :
             {"is this a dog?", "what is this?", "does it match the curtains?",
              "compare it with the first one", "check if the hands are right",
              "draw what I asked for", "make it match my prompt", "how well does he play?",
              "apakah ini anjing?", "bandingkan dengan yang pertama", "what I asked for"}) {
            QTest::newRow(words) << false;
        }
    }
    void questionsForTheMatch() {
        QFETCH(bool, isForMatch);
        const QString words = QString::fromUtf8(QTest::currentDataTag());
        QCOMPARE(asksForMatch(words), isForMatch);
        QVERIFY(!isForMatch || asksAboutPicture(words));
    }

    /// By the prompt in the file of the picture that is in view.
    void whetherItIsWhatWasAskedForIsJudged() {
        Studio studio;
        studio.script->reply = [](const DescribeRequest& request) {
            Description said;
            said.text = request.choices.empty() ? "A red ball." : "Yes.";
            said.choices = {0.9, 0.0, 0.1, 0.0};
            return said;
        };
        GenerationData data;
        data.program = "Limn 0.1.0";
        data.prompt = "a ball";
        data.seed = 3;
        data.steps = 4;
        data.widthPx = 64;
        data.heightPx = 48;
        const QString file = studio.folder.filePath("made.png");
        QVERIFY(writeGeneratedPicture(file.toStdString(), test::fakePicture(1, "ball", 64, 48),
                                      data, Overwrite::Never));
        auto message = studio.message(5, "Is this what I asked for?", {});
        message.pictureInView = file;
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(1).value<TurnState>(), TurnState::Done);
        QTextDocument shown;
        shown.setMarkdown(studio.text());
        QVERIFY2(shown.toPlainText().startsWith("1 of 1 claim holds (score 0.90)."),
                 qPrintable(studio.text()));
        QCOMPARE(studio.described.count(), 0);  // nothing that would replace its description
        for (const auto& asked : studio.script->questions) {
            QVERIFY(asked.turns.front().text.find("asked for") == std::string::npos);
            QVERIFY(asked.maxNewTokens <= 16);  // also of the caption, of which only the beginning is heard
        }
        // Without a model nothing is invented.
        studio.service.setStarterDescriber({});
        message.answer = 6;
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(2));
        QCOMPARE(studio.ended.at(1).at(1).value<TurnState>(), TurnState::Done);
        QVERIFY(studio.text().contains("Only colours and writing were checked"));
    }

    void aPictureWithoutItsPromptCannotBeJudged() {
        Studio studio;
        auto message = studio.message(5, "Is this what I asked for?", {});
        message.pictureInView = studio.picture("found.png");
        studio.assistant.answer(message);
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.ended.at(0).at(1).value<TurnState>(), TurnState::Failed);
        QVERIFY(studio.ended.at(0).at(2).toString().contains("found.png"));
    }

    void aFollowUpKnowsTheDescription() {
        Studio studio;
        const QString file = studio.picture("boats.png");
        studio.assistant.answer(studio.message(5, {}, {file}));
        QVERIFY(studio.waitForEnds(1));
        auto second = studio.message(6, "translate that", {});
        second.pictureInView = file;
        studio.assistant.answer(second);
        QVERIFY(studio.waitForEnds(2));
        const auto& asked = studio.script->questions.back();
        QCOMPARE(asked.turns.size(), std::size_t{3});
        QCOMPARE(asked.turns[1].text, std::string("A red ball."));
        QCOMPARE(asked.turns[2].text, std::string("translate that"));
    }

    void messagesGoToWhomTheyConcern_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QString>("inView");
        QTest::addColumn<bool>("isForWords");
        QTest::newRow("a prompt") << "a cat" << QStringList() << "" << false;
        QTest::newRow("a prompt after a picture") << "a cat" << QStringList() << "/a.png" << false;
        QTest::newRow("a question after a picture")
            << "how many cats?" << QStringList() << "/a.png" << true;
        QTest::newRow("a question without one") << "how many cats?" << QStringList() << "" << false;
        QTest::newRow("a picture alone") << "" << QStringList{"/a.png"} << "" << true;
        QTest::newRow("a picture to start from")
            << "make it night" << QStringList{"/a.png"} << "" << false;
        QTest::newRow("describe") << "describe this" << QStringList() << "" << true;
        QTest::newRow("a follow-up") << "translate that" << QStringList() << "/a.png" << true;
        QTest::newRow("another one") << "draw it again" << QStringList() << "/a.png" << false;
    }
    void messagesGoToWhomTheyConcern() {
        QFETCH(QString, text);
        QFETCH(QStringList, files);
        QFETCH(QString, inView);
        QFETCH(bool, isForWords);
        test::ScriptedAssistant drawing;
        test::ScriptedAssistant describing;
        StudioAssistant assistant(drawing, describing);
        AssistantMessage message;
        message.answer = 4;
        message.text = text;
        message.attachments = files;
        message.pictureInView = inView;
        assistant.answer(message);
        QCOMPARE(describing.messages.size(), isForWords ? 1U : 0U);
        QCOMPARE(drawing.messages.size(), isForWords ? 0U : 1U);
    }
};

QTEST_MAIN(TestDescribingAssistant)
#include "tst_DescribingAssistant.moc"
