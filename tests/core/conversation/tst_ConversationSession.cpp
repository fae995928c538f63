// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/ConversationSession.h"

#include "tests/support/ConversationChat.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace limn;
using limn::test::Chat;
using limn::test::ConversationFixture;

namespace {

PictureCard cardOf(const QString& file) {
    PictureCard card;
    card.file = file;
    card.prompt = QStringLiteral("a fox");
    return card;
}

}  // namespace

class TestConversationSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsStoredBeforeItIsShown() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QCOMPARE(chat.session.current(), ConversationId{0});
        chat.session.send({QStringLiteral("a (red:1.2) fox"), {}, {}, JobPlace::Front});
        QVERIFY(chat.session.isStoring());
        QCOMPARE(chat.rows(), 0);
        QVERIFY(chat.assistant.messages.empty());
        QVERIFY(chat.stored.wait());
        QCOMPARE(chat.rows(), 2);
        QCOMPARE(chat.session.title(), QStringLiteral("A red fox"));
        QCOMPARE(chat.assistant.messages.size(), std::size_t{1});
        QVERIFY(chat.assistant.messages[0].place == JobPlace::Front);
        QCOMPARE(chat.assistant.messages[0].answer, chat.last().id);
        QVERIFY(chat.session.isAnswering());
    }

    void aRepaintIsTriedAgainWithItsPictureAndMask() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        PictureOrder order;
        order.model = "/models/a";
        order.madeFrom = "/pictures/canvas.png";
        order.request.strength = 0.31;
        order.request.widthPx = 64;
        order.request.heightPx = 72;
        order.request.initImage = Image(64, 72, 3);
        order.request.mask = Image(64, 72, 1);
        order.request.mask->pixels[7] = 255;
        chat.session.send({.text = QStringLiteral("a hat"), .attachments = {}, .order = order});
        QVERIFY(chat.stored.wait());
        const TurnId failed = chat.last().id;
        Q_EMIT chat.assistant.ended(failed, TurnState::Failed, QStringLiteral("No memory."));

        PictureOrder now;  // another model, another size, a picture that is chosen to start from
        now.model = "/models/b";
        now.request.widthPx = 512;
        now.request.heightPx = 512;
        now.request.upscale = 2;
        now.request.initImage = Image(8, 8, 3);
        chat.session.sendAgain(failed,
                               {.text = QStringLiteral("a hat"), .attachments = {}, .order = now});
        QTRY_COMPARE(chat.assistant.messages.size(), std::size_t{2});
        const auto& again = chat.assistant.messages[1];
        QCOMPARE(again.text, QStringLiteral("a hat"));
        QCOMPARE(again.order.model, now.model);
        QCOMPARE(again.order.madeFrom, order.madeFrom);
        QVERIFY(again.order.request.initImage == order.request.initImage);
        QVERIFY(again.order.request.mask == order.request.mask);
        QCOMPARE(again.order.request.strength, 0.31);
        QVERIFY(again.order.request.widthPx == 64 && again.order.request.heightPx == 72);
        QCOMPARE(again.order.request.upscale, 1.0);
        QCOMPARE(chat.rows(), 4);
    }

    void wordsAloneAreTriedAgainWithTheSettingsOfNow() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QVERIFY(chat.send(QStringLiteral("a fox")));
        Q_EMIT chat.assistant.ended(chat.last().id, TurnState::Failed, QStringLiteral("No."));
        PictureOrder now;
        now.request.widthPx = 512;
        chat.session.sendAgain(chat.last().id,
                               {.text = QStringLiteral("a fox"), .attachments = {}, .order = now});
        QTRY_COMPARE(chat.assistant.messages.size(), std::size_t{2});
        QVERIFY(chat.assistant.messages[1].order.request.widthPx == 512);
        QVERIFY(!chat.assistant.messages[1].order.request.initImage);
    }

    /// A whole new picture in its place is not what was asked for.
    void aRepaintWithoutItsPixelsIsNotTriedAgain() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QSignalSpy problems(&chat.session, &ConversationSession::problemOccurred);
        PictureOrder order;
        order.request.initImage = Image(8, 8, 3);
        chat.session.send({.text = QStringLiteral("a hat"), .attachments = {}, .order = order});
        QVERIFY(chat.stored.wait());
        Q_EMIT chat.assistant.ended(chat.last().id, TurnState::Cancelled, {});
        chat.database.write([](Connection& connection) {
            return connection.execute("UPDATE kept_messages SET start_picture = NULL");
        });
        chat.session.sendAgain(chat.last().id,
                               {.text = QStringLiteral("a hat"), .attachments = {}, .order = {}});
        QTRY_COMPARE(problems.count(), 1);
        QVERIFY(!chat.session.isStoring());
        QCOMPARE(chat.assistant.messages.size(), std::size_t{1});
    }

    void aFileThatWasRenamedIsFoundAgain() {
        const QTemporaryDir folder;
        const QString before = QStringLiteral("/pictures/a.png");
        const QString after = QStringLiteral("/pictures/ä.png");
        PictureCard card = cardOf(before);
        card.madeFrom = QStringLiteral("/pictures/other.png");
        PictureCard grown = cardOf(QStringLiteral("/pictures/grown.png"));
        grown.madeFrom = before;
        const auto check = [&](ConversationSession& session) {
            const TranscriptModel& turns = session.transcript();
            QCOMPARE(turns.turnAt(0).attachments, QStringList(after));
            QCOMPARE(turns.turnAt(1).cards.at(0).file, after);
            QCOMPARE(turns.turnAt(1).cards.at(0).madeFrom, card.madeFrom);
            QCOMPARE(turns.turnAt(3).cards.at(0).madeFrom, after);
            QCOMPARE(turns.turnAt(3).cards.at(0).file, grown.file);
        };
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            QVERIFY(chat.send(QStringLiteral("a fox"), {before}));
            Q_EMIT chat.assistant.picturesExpected(chat.last().id, {cardOf({})});
            Q_EMIT chat.assistant.pictureFinished(chat.last().id, 0, card);
            Q_EMIT chat.assistant.ended(chat.last().id, TurnState::Done, {});
            QVERIFY(chat.send(QStringLiteral("another")));
            const TurnId running = chat.last().id;
            Q_EMIT chat.assistant.picturesExpected(running, {cardOf({})});
            Q_EMIT chat.assistant.pictureFinished(running, 0, grown);
            chat.store.saveDraft(chat.session.current(), {QStringLiteral("and"), {before}, {}});
            chat.database.write([&](Connection& connection) {
                return moveFileInTurns(connection, before.toStdString(), after.toStdString());
            });
            chat.session.moveFile(before, after);
            check(chat.session);
            QCOMPARE(chat.assistant.moved.size(), std::size_t{1});
            QCOMPARE(chat.assistant.moved.front(), std::make_pair(before, after));
            PictureCard judged = grown;  // by who still knows the old name
            judged.verdict = Verdict::AsAsked;
            judged.verdictText = QStringLiteral("As asked");
            Q_EMIT chat.assistant.pictureJudged(running, 0, judged);
            QCOMPARE(chat.last().cards.at(0).verdict, Verdict::AsAsked);
            QCOMPARE(chat.last().cards.at(0).verdictText, judged.verdictText);
            check(chat.session);
            Q_EMIT chat.assistant.ended(running, TurnState::Done, {});  // keeps the new name
        }
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QTRY_COMPARE(chat.rows(), 4);
        check(chat.session);
        QTRY_COMPARE(chat.drafts.count(), 1);
        QCOMPARE(chat.drafts.at(0).at(0).value<Draft>().attachments, QStringList(after));
    }

    void whatWasOrderedGoesOnAfterARestart() {
        const QTemporaryDir folder;
        PictureOrder order;
        order.model = "/models/a";
        order.loras = {{"/loras/b.safetensors", 0.7}};
        order.placement = {"cuda:1", DataType::BFloat16, 3};
        order.folder = "/pictures/ä";
        order.request.negativePrompt = "blur";
        order.request.seed = 0xFFFF'FFFF'FFFF'FFFEU;
        order.request.count = 4;
        order.request.steps = 9;
        order.request.guidanceScale = 2.5;
        order.request.widthPx = 640;
        order.request.heightPx = 384;
        order.request.scheduler = "euler";
        order.request.clipSkip = 2;
        order.request.strength = 0.31;
        order.request.previewEverySteps = 3;
        order.request.upscale = 2;
        PictureOrder withPixels = order;
        withPixels.madeFrom = "/pictures/canvas.png";
        withPixels.request.initImage = Image(9, 8, 3);
        withPixels.request.initImage->pixels[5] = 77;
        withPixels.request.mask = Image(9, 8, 1);
        withPixels.request.mask->pixels[7] = 255;
        TurnId first = 0;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            chat.session.send({.text = QStringLiteral("a “fox”"), .attachments = {QStringLiteral("/a b.png")}, .order = order, .intent = MessageIntent::Draw});
            QVERIFY(chat.stored.wait());
            first = chat.last().id;
            QVERIFY(chat.send(QStringLiteral("an owl")));
            QVERIFY(chat.send(QStringLiteral("done")));
            Q_EMIT chat.assistant.ended(chat.last().id, TurnState::Done, {});
            QVERIFY(chat.send(QStringLiteral("half done")));
            Q_EMIT chat.assistant.picturesExpected(chat.last().id, {cardOf({}), cardOf({})});
            Q_EMIT chat.assistant.pictureFinished(chat.last().id, 0, cardOf(QStringLiteral("/half.png")));
            chat.session.send({.text = QStringLiteral("from the canvas"), .attachments = {}, .order = withPixels});
            QVERIFY(chat.stored.wait());
            Q_EMIT chat.assistant.textAppended(first, QStringLiteral("what was begun"));
        }
        for (int start = 1; start <= 4; ++start) {  // however often it is ended in good order
            Chat chat(folder);
            QSignalSpy wentOn(&chat.session, &ConversationSession::wentOn);
            QVERIFY(chat.isOpen());
            QTRY_COMPARE(chat.rows(), 10);
            QTRY_COMPARE(chat.assistant.messages.size(), std::size_t{4});
            QCOMPARE(wentOn.count(), 1);
            const auto& message = chat.assistant.messages[0];
            QCOMPARE(message.answer, first);
            QCOMPARE(message.text, QStringLiteral("a “fox”"));
            QCOMPARE(message.attachments, QStringList(QStringLiteral("/a b.png")));
            QVERIFY(message.intent == MessageIntent::Draw);
            QCOMPARE(message.order.model, order.model);
            QCOMPARE(message.order.loras.size(), std::size_t{1});
            QCOMPARE(message.order.loras[0].file, order.loras[0].file);
            QCOMPARE(message.order.loras[0].scale, 0.7);
            QCOMPARE(message.order.placement.device, std::string("cuda:1"));
            QVERIFY(message.order.placement.dtype == DataType::BFloat16);
            QCOMPARE(message.order.placement.threads, 3);
            QCOMPARE(message.order.folder, order.folder);
            const auto& request = message.order.request;
            QVERIFY(request.negativePrompt == "blur" && request.scheduler == "euler");
            QCOMPARE(request.seed, order.request.seed);
            QCOMPARE(request.count, 4);
            QVERIFY(request.steps == 9 && request.guidanceScale == 2.5 && request.widthPx == 640 && request.heightPx == 384);
            QCOMPARE(request.clipSkip, 2);
            QCOMPARE(request.strength, 0.31);
            QCOMPARE(request.previewEverySteps, 3);
            QCOMPARE(request.upscale, 2.0);
            QCOMPARE(chat.session.transcript().turnAt(1).state, TurnState::Streaming);
            QCOMPARE(chat.session.transcript().turnAt(1).text, QString());  // it begins anew
            QCOMPARE(chat.session.transcript().turnAt(7).state, TurnState::Streaming);
            QCOMPARE(chat.session.transcript().turnAt(7).cards.size(), std::size_t{1});
            QCOMPARE(chat.assistant.messages[2].finished.size(),
                     std::size_t{1});  // the rest is still to be drawn
            const auto& fromCanvas = chat.assistant.messages[3].order;
            QCOMPARE(fromCanvas.madeFrom, withPixels.madeFrom);
            QVERIFY(fromCanvas.request.initImage == withPixels.request.initImage);
            QVERIFY(fromCanvas.request.mask == withPixels.request.mask);
        }
    }

    void theQueueGoesOnInItsOrder() {
        const QTemporaryDir folder;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            std::vector<TurnId> answers;
            for (const char* text : {"one", "two", "three", "four"}) {
                QVERIFY(chat.send(QString::fromLatin1(text)));
                answers.push_back(chat.last().id);
            }
            chat.session.setQueueOrder({answers[2], answers[0], answers[1]});
        }
        Chat chat(folder);
        QTRY_COMPARE(chat.assistant.messages.size(), std::size_t{4});
        QStringList order;
        for (const AssistantMessage& message : chat.assistant.messages) {
            order += message.text;
        }
        QCOMPARE(order.join(u' '), QStringLiteral("three one two four"));
    }

    void nothingIsSentEmpty() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QCOMPARE(chat.session.send({QStringLiteral(" \n "), {}, {}, JobPlace::Back}), 0);
        QVERIFY(!chat.session.isStoring());
    }

    void stoppingEndsOnlyWhatIsBeingMade() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        std::vector<TurnId> answers;
        for (const char* text : {"one", "two", "three"}) {
            QVERIFY(chat.send(QString::fromLatin1(text)));
            answers.push_back(chat.last().id);
        }
        Q_EMIT chat.assistant.begun(answers[0]);
        chat.session.stop();
        QCOMPARE(chat.assistant.stopped, std::vector<TurnId>{answers[0]});
        chat.session.stop();  // none of them is at work: the newest
        QCOMPARE(chat.assistant.stopped, (std::vector<TurnId>{answers[0], answers[2]}));
        QVERIFY(chat.session.isAnswering());
    }

    void anAnswerGrowsAndEndsAndIsThereAfterARestart() {
        const QTemporaryDir folder;
        ConversationId id = 0;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            QVERIFY(chat.send(QStringLiteral("a fox"), {QStringLiteral("/a.png")}));
            id = chat.session.current();
            const TurnId answer = chat.last().id;
            QSignalSpy ready(&chat.session, &ConversationSession::pictureReady);
            Q_EMIT chat.assistant.textAppended(answer, QStringLiteral("Here "));
            Q_EMIT chat.assistant.textAppended(answer, QStringLiteral("it is"));
            Q_EMIT chat.assistant.rowAdded(
                answer, {DoneRowKind::Call, DoneRowState::Running, QStringLiteral("draw"), {}, {}});
            Q_EMIT chat.assistant.rowChanged(answer, 0,
                                             {DoneRowKind::Call,
                                              DoneRowState::Done,
                                              QStringLiteral("draw"),
                                              {},
                                              QStringLiteral("ok")});
            Q_EMIT chat.assistant.rowChanged(answer, 9, {});
            Q_EMIT chat.assistant.picturesExpected(answer, {cardOf({}), cardOf({})});
            Q_EMIT chat.assistant.pictureFinished(answer, 0, cardOf(QStringLiteral("/fox.png")));
            Q_EMIT chat.assistant.pictureFinished(answer, 7, cardOf(QStringLiteral("/no.png")));
            QCOMPARE(chat.last().cards.size(), std::size_t{2});
            QCOMPARE(chat.last().text, QStringLiteral("Here it is"));
            QCOMPARE(ready.count(), 1);
            Q_EMIT chat.assistant.ended(answer, TurnState::Cancelled, {});
            QCOMPARE(chat.last().cards.size(),
                     std::size_t{1});  // what was not drawn is not promised
            QVERIFY(!chat.session.isAnswering());
        }
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QCOMPARE(chat.session.current(), id);
        QTRY_COMPARE(chat.rows(), 2);
        QCOMPARE(chat.session.transcript().turnAt(0).attachments,
                 QStringList(QStringLiteral("/a.png")));
        QCOMPARE(chat.last().text, QStringLiteral("Here it is"));
        QCOMPARE(chat.last().cards[0].file, QStringLiteral("/fox.png"));
        QCOMPARE(chat.last().rows[0].outcome, QStringLiteral("ok"));
        QVERIFY(chat.last().state == TurnState::Cancelled);
    }

    void anAnswerGoesOnWhileAnotherConversationIsOpen() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QVERIFY(chat.send(QStringLiteral("first")));
        const ConversationId first = chat.session.current();
        const TurnId answer = chat.last().id;
        chat.session.startNew();
        QCOMPARE(chat.rows(), 0);
        QVERIFY(!chat.session.isAnswering());
        QVERIFY(chat.send(QStringLiteral("second")));
        QVERIFY(chat.session.current() != first);
        Q_EMIT chat.assistant.textAppended(answer, QStringLiteral("still here"));
        QCOMPARE(chat.last().text, QString());

        chat.session.openConversation(first);
        QTRY_COMPARE(chat.rows(), 2);
        QCOMPARE(chat.last().text, QStringLiteral("still here"));
        QVERIFY(chat.session.isAnswering());
        chat.session.stop();
        QCOMPARE(chat.assistant.stopped, std::vector<TurnId>{answer});
        QVERIFY(chat.last().state == TurnState::Cancelled);
    }

    void aRefusedMessageIsNotShown() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QSignalSpy refused(&chat.session, &ConversationSession::messageRefused);
        chat.session.openConversation(4711);  // purged, or never there
        chat.session.send({QStringLiteral("a fox"), {}, {}, JobPlace::Back});
        QVERIFY(refused.wait());
        QVERIFY(refused.at(0).at(0).toString().contains(QStringLiteral("deleted")));
        QCOMPARE(chat.rows(), 0);
        QVERIFY(chat.assistant.messages.empty());
        QVERIFY(!chat.session.isStoring());
    }

    void conversationsAreRenamedRemovedAndRestored() {
        const QTemporaryDir folder;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            QVERIFY(chat.send(QStringLiteral("first")));
            const ConversationId first = chat.session.current();
            const TurnId answer = chat.last().id;
            chat.session.startNew();
            QVERIFY(chat.send(QStringLiteral("second")));
            const ConversationId second = chat.session.current();
            chat.session.rename(first, QStringLiteral(" My  foxes "));
            chat.session.rename(first, QStringLiteral("  "));
            QSignalSpy removed(&chat.session, &ConversationSession::conversationRemoved);
            chat.session.remove(second);
            QCOMPARE(chat.session.current(), first);  // the next one
            chat.session.remove(first);
            QCOMPARE(chat.session.current(), ConversationId{0});
            QVERIFY(std::find(chat.assistant.stopped.begin(), chat.assistant.stopped.end(),
                              answer) != chat.assistant.stopped.end());
            QCOMPARE(chat.session.conversations().rowCount(), 0);
            chat.session.restore(removed.at(1).at(0).value<ConversationSummary>());
            QCOMPARE(chat.session.title(), QStringLiteral("My foxes"));
            QTRY_COMPARE(chat.rows(), 2);
        }
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QCOMPARE(chat.session.conversations().rowCount(), 1);
        QCOMPARE(chat.session.title(), QStringLiteral("My foxes"));
    }

    void olderTurnsComeWhenTheyAreWanted() {
        const QTemporaryDir folder;
        ConversationId id = 0;
        {
            ConversationFixture fixture(folder.path().toStdString());
            fixture.database.write([](Connection& connection) -> Status {
                ConversationId conversation = 0;
                for (int i = 0; i < 250; ++i) {
                    Turn message;
                    message.conversation = conversation;
                    message.text = QString::number(i);
                    message.createdAt = QDateTime::fromSecsSinceEpoch(i);
                    const auto stored = insertMessage(connection, message, QStringLiteral("Long"));
                    if (!stored) {
                        return stored.error();
                    }
                    conversation = stored->conversation.id;
                }
                return Unit{};
            });
        }
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        id = chat.session.current();
        QTRY_COMPARE(chat.rows(), 200);
        QCOMPARE(chat.session.transcript().turnAt(0).text, QStringLiteral("150"));
        chat.session.fetchOlder();
        chat.session.fetchOlder();  // one at a time
        QTRY_COMPARE(chat.rows(), 400);
        chat.session.fetchOlder();
        QTRY_COMPARE(chat.rows(), 500);
        QCOMPARE(chat.session.transcript().turnAt(0).text, QStringLiteral("0"));
        QCOMPARE(chat.session.current(), id);
    }
};

QTEST_GUILESS_MAIN(TestConversationSession)
#include "tst_ConversationSession.moc"
