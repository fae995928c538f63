// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/ChatFixture.h"
#include "tests/support/EngineGate.h"
#include "tests/support/ScriptedAssistant.h"
#include "ui/chat/ComposerEdit.h"
#include "ui/chat/TranscriptView.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest/QtTest>

#include <algorithm>

using namespace limn;
using namespace limn::ui;
using limn::test::ChatFixture;
using limn::test::EngineGate;

namespace {

struct User : ChatFixture {
    explicit User(const QTemporaryDir& where) : ChatFixture(where.path().toStdString()) {
        QSignalSpy opened(&session, &ConversationSession::conversationOpened);
        session.start();
        pane.show();
        pane.activateWindow();
        edit->setFocus();
        isOpen = opened.count() > 0 || opened.wait();
    }
    bool isOpen = false;
    ComposerEdit* edit = pane.findChild<ComposerEdit*>(QStringLiteral("composerPlainTextEdit"));
    TranscriptView* view = pane.findChild<TranscriptView*>(QStringLiteral("transcriptListView"));
    QSignalSpy ended{&session, &ConversationSession::answerEnded};

    template <class Widget>
    Widget* child(const char* name) {
        return pane.findChild<Widget*>(QLatin1String(name));
    }
    /// What a screen reader is told last; without one that listens, Qt passes no event on.
    QString announced() { return child<QWidget>("announcerWidget")->accessibleName(); }
    void say(const QString& text) {
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    bool waitForEnds(int wanted) {
        while (ended.count() < wanted) {
            if (!ended.wait(10'000)) {
                return false;
            }
        }
        return true;
    }
    const Turn& turn(int row) { return session.transcript().turnAt(row); }
    int turns() { return session.transcript().rowCount(); }
    void act(CardAction action, int row) { Q_EMIT view->actionRequested(action, turn(row).id, 0); }
};

}  // namespace

class TestChatPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typingAndEnterMakeAPicture() {
        const QTemporaryDir folder;
        User user(folder);
        QVERIFY(user.isOpen);
        user.say(QStringLiteral("a lighthouse at sunset"));
        QVERIFY(user.waitForEnds(1));
        QCOMPARE(user.turns(), 2);
        QCOMPARE(user.edit->toPlainText(), QString());
        QVERIFY(QFile::exists(user.turn(1).cards.at(0).file));
        QCOMPARE(user.child<QToolButton>("conversationTitleToolButton")->text(),
                 QStringLiteral("A lighthouse at sunset"));
        QCOMPARE(user.announced(), QStringLiteral("Picture ready: a lighthouse at sunset"));
    }

    void previewsArriveAndStopEndsIt() {
        const QTemporaryDir folder;
        User user(folder);
        EngineGate gate(*user.script, Phase::Denoise, 3);
        auto* stop = user.child<QPushButton>("stopPushButton");
        QVERIFY(!stop->isVisible());
        user.say(QStringLiteral("a fox"));
        QTRY_COMPARE(user.turns(), 2);
        QVERIFY(stop->isVisible());
        const TurnId answer = user.turn(1).id;
        QTRY_VERIFY(user.session.transcript().live(answer, 0) != nullptr &&
                    !user.session.transcript().live(answer, 0)->preview.isNull());
        gate.waitUntilReached();
        QTest::mouseClick(stop, Qt::LeftButton);
        QVERIFY(user.waitForEnds(1));
        QVERIFY(user.turn(1).state == TurnState::Cancelled);
        QVERIFY(user.turn(1).cards.empty());
        QVERIFY(!stop->isVisible());

        gate.open();
        user.say(QStringLiteral("another fox"));  // usable at once
        QVERIFY(user.waitForEnds(2));
        QVERIFY(user.turn(3).state == TurnState::Done);
    }

    void escapeStops() {
        const QTemporaryDir folder;
        User user(folder);
        EngineGate gate(*user.script, Phase::Denoise, 1);
        user.say(QStringLiteral("a fox"));
        QTRY_VERIFY(user.service.runningJob());
        gate.waitUntilReached();
        QTest::keyClick(user.edit, Qt::Key_Escape);
        QVERIFY(user.waitForEnds(1));
        QVERIFY(user.turn(1).state == TurnState::Cancelled);
    }

    void escapeLeavesWhatWaits() {
        const QTemporaryDir folder;
        User user(folder);
        EngineGate gate(*user.script, Phase::Denoise, 1);
        user.say(QStringLiteral("first"));
        QTRY_VERIFY(user.service.runningJob());
        gate.waitUntilReached();
        user.say(QStringLiteral("second"));
        QTRY_COMPARE(user.service.queuedJobs().size(), std::size_t{1});
        QTest::keyClick(user.edit, Qt::Key_Escape);
        QVERIFY(user.waitForEnds(1));
        QVERIFY(user.turn(1).state == TurnState::Cancelled);
        gate.open();
        QVERIFY(user.waitForEnds(2));
        QVERIFY(user.turn(3).state == TurnState::Done);
    }

    void theOrderOfACardLeavesTheComposerAlone() {
        const QTemporaryDir folder;
        User user(folder);
        user.say(QStringLiteral("a fox"));
        QVERIFY(user.waitForEnds(1));
        QTest::keyClicks(user.edit, QStringLiteral("an owl"));
        user.act(CardAction::Again, 1);
        QTRY_COMPARE(user.turns(), 4);
        QCOMPARE(user.edit->toPlainText(), QStringLiteral("an owl"));
        user.act(CardAction::Again, 1);
        QTest::keyClick(user.edit, Qt::Key_Return);  // while the card's order is being stored
        user.act(CardAction::Again, 1);
        QTRY_COMPARE(user.turns(), 10);
        QCOMPARE(user.turn(6).text, QStringLiteral("an owl"));
        QCOMPARE(user.edit->toPlainText(), QString());
        QVERIFY(!user.edit->isReadOnly());
        QVERIFY(user.waitForEnds(5));
    }

    void aRepaintIsOpenedNotDrawnAgain() {
        const QTemporaryDir folder;
        User user(folder);
        PictureOrder order;
        order.model = "/models/starter";
        order.folder = user.folder;
        order.request.initImage = Image(64, 64, 3);
        order.request.mask = Image(64, 64, 1);
        std::fill_n(order.request.mask->pixels.begin(), 64 * 32, std::uint8_t{255});
        user.session.send({.text = QStringLiteral("a hat"), .attachments = {}, .order = order});
        QVERIFY(user.waitForEnds(1));
        QVERIFY(user.turn(1).cards.at(0).isRepaint());
        QSignalSpy opened(&user.pane, &ChatPane::pictureOpened);
        user.act(CardAction::Again, 1);
        QCOMPARE(opened.count(), 1);
        QVERIFY(!user.session.isStoring());
    }

    void aRepaintThatFailedIsTriedAgainAsARepaint() {
        const QTemporaryDir folder;
        User user(folder);
        PictureOrder order;
        order.model = "/models/starter";
        order.folder = user.folder;
        order.request.initImage = Image(64, 64, 3);
        order.request.mask = Image(64, 64, 1);
        std::fill_n(order.request.mask->pixels.begin(), 64 * 32, std::uint8_t{255});
        user.script->generateError = Error{ErrorCode::OutOfMemory, "The picture needs 9 GB.", {}};
        user.session.send({.text = QStringLiteral("a hat"), .attachments = {}, .order = order});
        QVERIFY(user.waitForEnds(1));
        QVERIFY(user.turn(1).state == TurnState::Failed);
        user.script->generateError.reset();
        user.act(CardAction::Retry, 1);
        QVERIFY(user.waitForEnds(2));
        QVERIFY(user.turn(3).state == TurnState::Done);
        QVERIFY(user.turn(3).cards.at(0).isRepaint());
    }

    void theFrontOfTheQueueComesFirst() {
        const QTemporaryDir folder;
        User user(folder);
        EngineGate gate(*user.script, Phase::Denoise, 1);
        user.say(QStringLiteral("first"));
        QTRY_VERIFY(user.service.runningJob());
        gate.waitUntilReached();
        user.say(QStringLiteral("second"));
        QTRY_COMPARE(user.turns(), 4);
        QTest::keyClicks(user.edit, QStringLiteral("urgent"));
        QTest::keyClick(user.edit, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(user.service.queuedJobs().size(), std::size_t{2});
        gate.open();
        QVERIFY(user.waitForEnds(3));
        QCOMPARE(user.script->orders.at(1).prompt, std::string("urgent"));
        QCOMPARE(user.script->orders.at(2).prompt, std::string("second"));
    }

    /// The words themselves: who does not see them hears them without looking for them.
    void wordsOfAnAnswerAreSaid() {
        const QTemporaryDir folder;
        test::ConversationFixture fixture(folder.path().toStdString());
        test::ScriptedAssistant assistant;
        ConversationSession session(fixture.store, assistant);
        const auto theme = ChatFixture::makeTheme();
        ChatPane pane(session, fixture.background, *theme, folder.path().toStdString());
        QSignalSpy opened(&session, &ConversationSession::conversationOpened);
        QSignalSpy ended(&session, &ConversationSession::answerEnded);
        session.start();
        QVERIFY(opened.count() > 0 || opened.wait());
        session.send({.text = QStringLiteral("what is it?"),
                      .attachments = {},
                      .order = {},
                      .place = JobPlace::Back});
        QTRY_COMPARE(assistant.messages.size(), std::size_t{1});
        const TurnId answer = assistant.messages.front().answer;
        Q_EMIT assistant.textAppended(answer, QStringLiteral("**Two** boats"));
        Q_EMIT assistant.textAppended(answer, QStringLiteral(" on a lake\\."));
        const auto* speaker = pane.findChild<QWidget*>(QStringLiteral("announcerWidget"));
        QVERIFY(speaker->accessibleName().isEmpty());  // once, when they are whole
        Q_EMIT assistant.ended(answer, TurnState::Done, QString());
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(speaker->accessibleName(), QStringLiteral("Two boats on a lake."));
    }

    void aFailureIsASentenceAndCanBeTriedAgain() {
        const QTemporaryDir folder;
        User user(folder);
        user.script->generateError = Error{ErrorCode::OutOfMemory, "The picture needs 9 GB.", {}};
        user.say(QStringLiteral("a fox"));
        QVERIFY(user.waitForEnds(1));
        QVERIFY(user.turn(1).failure.startsWith(QStringLiteral("The picture needs 9 GB.")));
        QCOMPARE(user.announced(), user.turn(1).failure);
        user.script->generateError.reset();
        user.view->setFocus();
        user.view->setCurrentIndex(user.session.transcript().index(1));
        QTest::keyClick(user.view, Qt::Key_Return);
        QVERIFY(user.waitForEnds(2));
        QCOMPARE(user.turn(2).text, QStringLiteral("a fox"));
        QVERIFY(user.turn(3).state == TurnState::Done);
    }

    void cardActionsDoWhatTheySay() {
        const QTemporaryDir folder;
        User user(folder);
        user.say(QStringLiteral("a fox"));
        QVERIFY(user.waitForEnds(1));
        const PictureCard card = user.turn(1).cards.at(0);
        QSignalSpy opened(&user.pane, &ChatPane::pictureOpened);
        QSignalSpy described(&user.pane, &ChatPane::describeRequested);
        QSignalSpy started(&user.pane, &ChatPane::startPictureChosen);
        QSignalSpy deleted(&user.pane, &ChatPane::deleteRequested);
        user.act(CardAction::Open, 1);
        user.act(CardAction::Describe, 1);
        user.act(CardAction::UseAsStart, 1);
        user.act(CardAction::Delete, 1);
        QVERIFY(opened.at(0).at(0).value<PictureCard>() == card);
        QCOMPARE(described.at(0).at(0).toString(), card.file);
        QCOMPARE(started.at(0).at(0).toString(), card.file);
        QCOMPARE(deleted.at(0).at(0).toString(), card.file);
        user.act(CardAction::CopyPrompt, 1);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("a fox"));
        user.act(CardAction::CopySeed, 1);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("41"));

        user.act(CardAction::Again, 1);
        QVERIFY(user.waitForEnds(2));
        QCOMPARE(user.script->orders.at(1).prompt, std::string("a fox"));
        QVERIFY(user.script->orders.at(1).seed != 41);
        user.act(CardAction::Vary, 1);
        QVERIFY(user.waitForEnds(3));
        QVERIFY(user.script->orders.at(2).initImage.has_value());
        QCOMPARE(user.turn(5).cards.at(0).madeFrom, card.file);
    }

    void everythingIsThereAfterARestart() {
        const QTemporaryDir folder;
        {
            User user(folder);
            user.say(QStringLiteral("a fox"));
            QVERIFY(user.waitForEnds(1));
            QTest::keyClicks(user.edit, QStringLiteral("half a sen"));
        }
        User user(folder);
        QTRY_COMPARE(user.turns(), 2);
        QVERIFY(QFile::exists(user.turn(1).cards.at(0).file));
        QTRY_COMPARE(user.edit->toPlainText(), QStringLiteral("half a sen"));
        QTest::keyClick(user.edit, Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE(user.edit->toPlainText(), QStringLiteral("a fox"));
    }

    void conversationsAreListedDeletedAndBroughtBack() {
        const QTemporaryDir folder;
        User user(folder);
        user.say(QStringLiteral("first"));
        QVERIFY(user.waitForEnds(1));
        QTest::mouseClick(user.child<QToolButton>("newConversationToolButton"), Qt::LeftButton);
        QVERIFY(user.child<QWidget>("chatWelcomeWidget")->isVisible());
        user.say(QStringLiteral("second"));
        QVERIFY(user.waitForEnds(2));
        QTest::mouseClick(user.child<QToolButton>("conversationTitleToolButton"), Qt::LeftButton);
        auto* list = user.child<QListView>("conversationListView");
        QVERIFY(list->isVisible());
        QCOMPARE(list->model()->rowCount(), 2);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(user.session.title(), QStringLiteral("First"));
        QTRY_COMPARE(user.turns(), 2);
        QVERIFY(!list->isVisible());

        QTest::mouseClick(user.child<QToolButton>("conversationTitleToolButton"), Qt::LeftButton);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(list->model()->rowCount(), 1);
        auto* undo = user.child<QPushButton>("undoPushButton");
        QTRY_VERIFY(undo->isVisible());
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_COMPARE(user.session.conversations().rowCount(), 2);
        QCOMPARE(user.session.title(), QStringLiteral("First"));
    }

    void theChosenPictureOfAnAnswerIsSaid() {
        const QTemporaryDir folder;
        User user(folder);
        user.count = 2;
        user.say(QStringLiteral("a fox"));
        QVERIFY(user.waitForEnds(1));
        QCOMPARE(user.turn(1).cards.size(), std::size_t{2});
        user.view->setFocus();
        user.view->setCurrentIndex(user.session.transcript().index(1));
        QTest::keyClick(user.view, Qt::Key_Right);
        QVERIFY2(user.announced().startsWith(QStringLiteral("Picture 2 of 2, seed ")),
                 qPrintable(user.announced()));
        QTest::keyClick(user.view, Qt::Key_Left);
        QVERIFY(user.announced().startsWith(QStringLiteral("Picture 1 of 2, seed ")));
    }

    void theOpenConversationIsRenamedDeletedAndLeftByOrders() {
        const QTemporaryDir folder;
        User user(folder);
        user.say(QStringLiteral("first"));
        QVERIFY(user.waitForEnds(1));
        user.pane.startConversation();
        QCOMPARE(user.session.current(), ConversationId{0});
        user.say(QStringLiteral("second"));
        QVERIFY(user.waitForEnds(2));

        user.pane.stepConversation(-1);  // it is the first of the list
        QCOMPARE(user.session.title(), QStringLiteral("Second"));
        user.pane.stepConversation(1);
        QCOMPARE(user.session.title(), QStringLiteral("First"));
        user.pane.stepConversation(1);
        QCOMPARE(user.session.title(), QStringLiteral("First"));
        QTRY_COMPARE(user.turns(), 2);

        user.pane.renameConversation();
        auto* list = user.child<QListView>("conversationListView");
        auto* title = list->viewport()->findChild<QLineEdit*>();
        QVERIFY(title != nullptr);
        QCOMPARE(title->text(), QStringLiteral("First"));
        title->selectAll();
        QTest::keyClicks(title, QStringLiteral("Lighthouses"));
        QTest::keyClick(title, Qt::Key_Return);
        QTRY_COMPARE(user.session.title(), QStringLiteral("Lighthouses"));

        user.pane.deleteConversation();
        QCOMPARE(user.session.title(), QStringLiteral("Second"));
        QCOMPARE(user.session.conversations().rowCount(), 1);
        user.pane.showConversations();
        QVERIFY(list->isVisible());
    }

    void anExampleFillsTheComposer() {
        const QTemporaryDir folder;
        User user(folder);
        auto* example = user.child<QPushButton>("examplePushButton");
        QVERIFY(example->isVisible());
        QTest::mouseClick(example, Qt::LeftButton);
        QCOMPARE(user.edit->toPlainText(), example->text());
        QTest::keyClick(user.edit, Qt::Key_Return);
        QVERIFY(user.waitForEnds(1));
    }

    void aDroppedPictureIsAttached() {
        const QTemporaryDir folder;
        User user(folder);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral(LIMN_TEST_DATA "/pictures/rgb8.png"))});
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&user.pane, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({50, 50}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&user.pane, &drop);
        QTRY_VERIFY(user.child<QToolButton>("removeAttachmentToolButton") != nullptr);
        user.say(QStringLiteral("at night"));
        QVERIFY(user.waitForEnds(1));
        QCOMPARE(user.turn(0).attachments.size(), 1);
        QVERIFY(user.script->orders.at(0).initImage.has_value());
    }

    void longTextsGoWithTheMessage() {
        const QTemporaryDir folder;
        User user(folder);
        QTest::keyClicks(user.edit, QStringLiteral("a fox"));
        QApplication::clipboard()->setText(QStringLiteral("word ").repeated(200'000));
        user.edit->paste();
        QTest::keyClick(user.edit, Qt::Key_Return);
        QVERIFY(user.waitForEnds(1));
        QCOMPARE(user.turn(0).text.size(), 1'000'000 + 6);
        QVERIFY(!user.view->grab().isNull());
    }
};

QTEST_MAIN(TestChatPane)
#include "tst_ChatPane.moc"
