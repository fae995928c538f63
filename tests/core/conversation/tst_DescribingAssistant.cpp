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
