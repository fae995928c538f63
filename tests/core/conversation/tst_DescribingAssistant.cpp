// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/DescribingAssistant.h"
#include "core/conversation/StudioAssistant.h"
#include "core/conversation/message_intent.h"
#include "core/conversation/words_markdown.h"
#include "core/io/write_picture.h"
#include "core/jobs/InferenceService.h"
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

    void severalPicturesOneAfterTheOther() {
        Studio studio;
        studio.assistant.answer(
            studio.message(5, "describe", {studio.picture("one.png"), studio.picture("two.png")}));
        QVERIFY(studio.waitForEnds(1));
        QCOMPARE(studio.described.count(), 2);
        QVERIFY(studio.text().indexOf("one\\.png") < studio.text().indexOf("two\\.png"));
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
    }
    void intents() {
        QFETCH(QString, words);
        QFETCH(bool, asks);
        QCOMPARE(asksAboutPicture(words), asks);
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
