// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/ConversationChat.h"

#include <QtTest/QtTest>

using namespace limn;
using limn::test::Chat;

/// A message from when it is sent until it is stored, and the draft that it was.
class TestMessageSending : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWaitsToBeStoredFollowsARenamedFile() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        PictureOrder order;
        order.madeFrom = "/before.png";
        chat.session.send({.text = QStringLiteral("one"), .attachments = {}, .order = {}});
        chat.session.send({.text = QStringLiteral("two"),
                           .attachments = {QStringLiteral("/before.png")},
                           .order = order});
        chat.session.moveFile(QStringLiteral("/before.png"), QStringLiteral("/after.png"));
        QTRY_COMPARE(chat.assistant.messages.size(), std::size_t{2});
        const AssistantMessage& second = chat.assistant.messages.back();
        QCOMPARE(second.attachments, QStringList(QStringLiteral("/after.png")));
        QCOMPARE(second.order.madeFrom, std::filesystem::path("/after.png"));
        QCOMPARE(chat.session.transcript().turnAt(2).attachments, second.attachments);
    }

    void whatIsSentInOneBreathIsAllStored() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        const int one = chat.session.send({QStringLiteral("one"), {}, {}, JobPlace::Back});
        const int two = chat.session.send({QStringLiteral("two"), {}, {}, JobPlace::Back});
        QVERIFY(one != two);
        QTRY_COMPARE(chat.stored.count(), 2);
        QCOMPARE(chat.stored.at(0).at(0).toInt(), one);
        QCOMPARE(chat.stored.at(1).at(0).toInt(), two);
        QCOMPARE(chat.rows(), 4);  // in the same new conversation
        QCOMPARE(chat.session.conversations().rowCount(), 1);
        QVERIFY(!chat.session.isStoring());
    }

    void whatWaitsToBeStoredIsNotLostAtTheEnd_data() {
        QTest::addColumn<bool>("isNew");
        QTest::newRow("in a conversation that is there") << false;
        QTest::newRow("in a new one") << true;
    }
    void whatWaitsToBeStoredIsNotLostAtTheEnd() {
        QFETCH(bool, isNew);
        const QTemporaryDir folder;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            if (!isNew) {
                QVERIFY(chat.send(QStringLiteral("zero")));
            }
            chat.store.saveDraft(chat.session.current(), {QStringLiteral("two"), {}, {}});
            chat.session.send({QStringLiteral("one"), {}, {}, JobPlace::Back});
            chat.session.send({.text = QStringLiteral("two"),
                               .attachments = {},
                               .order = {},
                               .draft = DraftUse::Sent});
            chat.session.send({QStringLiteral("three"), {}, {}, JobPlace::Back});
        }
        Chat chat(folder);
        QTRY_COMPARE(chat.rows(), isNew ? 6 : 8);
        QCOMPARE(chat.session.conversations().rowCount(), 1);
        QCOMPARE(chat.session.title(), isNew ? QStringLiteral("One") : QStringLiteral("Zero"));
        chat.session.startNew();
        QVERIFY(!chat.drafts.wait(50));  // it was sent
        QCOMPARE(chat.drafts.count(), 0);
    }

    void aNewConversationIsNotTheOneBefore() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        chat.session.send({QStringLiteral("one"), {}, {}, JobPlace::Back});
        chat.session.startNew();  // while it is being stored
        chat.session.send({QStringLiteral("two"), {}, {}, JobPlace::Back});
        QTRY_COMPARE(chat.stored.count(), 2);
        QCOMPARE(chat.session.conversations().rowCount(), 2);
        QCOMPARE(chat.session.title(), QStringLiteral("Two"));
        QCOMPARE(chat.rows(), 2);
        QCOMPARE(chat.session.transcript().turnAt(0).text, QStringLiteral("two"));
    }

    void whatIsSentBeforeTheDatabaseIsOpenIsShown() {
        const QTemporaryDir folder;
        Chat chat(folder);
        chat.session.send({QStringLiteral("one"), {}, {}, JobPlace::Back});
        QTRY_COMPARE(chat.stored.count(), 1);
        QCOMPARE(chat.session.title(), QStringLiteral("One"));
        QCOMPARE(chat.rows(), 2);
    }

    void onlyTheDraftThatWasSentIsEmptied() {
        const QTemporaryDir folder;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            chat.session.setDraft({QStringLiteral("half a sen"), {}, {}});
            chat.session.send({QStringLiteral("a card's order"), {}, {}, JobPlace::Back});
            QVERIFY(chat.stored.wait());
        }
        Chat chat(folder);
        QTRY_COMPARE(chat.drafts.count(), 1);
        QCOMPARE(chat.drafts.at(0).at(0).value<Draft>().text, QStringLiteral("half a sen"));
        chat.session.startNew();
        QVERIFY(!chat.drafts.wait(50));  // it went along into the conversation that was made
    }

    /// Though storing a message marks its conversation as used.
    void aConversationStaysDeletedWhileItsMessagesAreStored() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QSignalSpy removed(&chat.session, &ConversationSession::conversationRemoved);
        QVERIFY(chat.send(QStringLiteral("zero")));
        const ConversationId id = chat.session.current();
        chat.session.send({QStringLiteral("one"), {}, {}, JobPlace::Back});
        chat.session.send({QStringLiteral("two"), {}, {}, JobPlace::Back});
        chat.session.remove(id);
        QTRY_COMPARE(chat.stored.count(), 3);
        QCOMPARE(chat.session.conversations().rowCount(), 0);
        QCOMPARE(chat.assistant.messages.size(), std::size_t{1});  // nobody draws what was deleted
        QCOMPARE(chat.rows(), 0);
        QVERIFY(!chat.session.isAnswering());

        QVERIFY(chat.isAllWritten());
        chat.session.restore(removed.at(0).at(0).value<ConversationSummary>());
        QTRY_COMPARE(chat.rows(), 6);
        for (const int row : {1, 3, 5}) {
            QCOMPARE(chat.session.transcript().turnAt(row).state, TurnState::Cancelled);
        }
        QVERIFY(chat.send(QStringLiteral("three")));
        QCOMPARE(chat.assistant.messages.size(), std::size_t{2});
    }

    void aConversationStaysDeletedThoughTheProgramEnds() {
        const QTemporaryDir folder;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            QVERIFY(chat.send(QStringLiteral("zero")));
            chat.session.send({QStringLiteral("one"), {}, {}, JobPlace::Back});
            chat.session.send({QStringLiteral("two"), {}, {}, JobPlace::Back});
            chat.session.remove(chat.session.current());
        }
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QCOMPARE(chat.session.conversations().rowCount(), 0);
        QVERIFY(chat.assistant.messages.empty());
    }

    void draftsAreKeptForEachConversation() {
        const QTemporaryDir folder;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            chat.session.setDraft({QStringLiteral("for the new one"), {}, {}});
            QVERIFY(chat.send(QStringLiteral("first")));
            const ConversationId first = chat.session.current();
            chat.session.setDraft({QStringLiteral("half"), {QStringLiteral("/a.png")}, {}});
            chat.session.startNew();
            QVERIFY(!chat.drafts.wait(50));  // sending took the first draft away
            chat.session.openConversation(first);
            QTRY_COMPARE(chat.drafts.count(), 1);
            QCOMPARE(chat.drafts.at(0).at(0).value<Draft>().text, QStringLiteral("half"));
            chat.session.setDraft({QStringLiteral("half a sentence"), {}, {}});
        }
        Chat chat(folder);
        QTRY_COMPARE(chat.drafts.count(), 1);
        QCOMPARE(chat.drafts.at(0).at(0).value<Draft>().text, QStringLiteral("half a sentence"));
    }

    /// It would be sent twice.
    void aDraftThatIsOnItsWayIsNotOfferedAgain() {
        const QTemporaryDir folder;
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        QVERIFY(chat.send(QStringLiteral("elsewhere")));
        const ConversationId elsewhere = chat.session.current();
        chat.session.startNew();
        QVERIFY(chat.send(QStringLiteral("here")));
        const ConversationId here = chat.session.current();
        chat.store.saveDraft(here, {QStringLiteral("to be sent"), {}, {}});
        chat.session.send({QStringLiteral("slow"), {}, {}, JobPlace::Back});
        chat.session.send({.text = QStringLiteral("to be sent"),
                           .attachments = {},
                           .order = {},
                           .draft = DraftUse::Sent});
        chat.session.openConversation(elsewhere);
        chat.session.openConversation(here);
        QTRY_COMPARE(chat.stored.count(), 4);
        QVERIFY(chat.isAllWritten());
        QCOMPARE(chat.drafts.count(), 0);
        chat.session.openConversation(elsewhere);
        chat.session.openConversation(here);
        QVERIFY(!chat.drafts.wait(50));
        QCOMPARE(chat.drafts.count(), 0);
    }

    void whatIsTypedWhileTheDraftIsOnItsWayIsKept_data() {
        QTest::addColumn<bool>("endsFirst");
        QTest::newRow("until it is stored") << false;
        QTest::newRow("to the end of the program") << true;
    }
    void whatIsTypedWhileTheDraftIsOnItsWayIsKept() {
        QFETCH(bool, endsFirst);
        const QTemporaryDir folder;
        const Draft typed{QStringLiteral("typed since"), {}, {}};
        ConversationId here = 0;
        {
            Chat chat(folder);
            QVERIFY(chat.isOpen());
            QVERIFY(chat.send(QStringLiteral("elsewhere")));
            const ConversationId elsewhere = chat.session.current();
            chat.session.startNew();
            QVERIFY(chat.send(QStringLiteral("here")));
            here = chat.session.current();
            chat.session.send({QStringLiteral("slow"), {}, {}, JobPlace::Back});
            chat.session.send({.text = QStringLiteral("to be sent"),
                               .attachments = {},
                               .order = {},
                               .draft = DraftUse::Sent});
            chat.session.openConversation(elsewhere);
            chat.session.openConversation(here);
            chat.session.setDraft(typed);
            chat.session.openConversation(elsewhere);  // saves it, before the message is stored
            QCOMPARE(chat.drafts.count(), 0);
            chat.session.openConversation(here);
            QCOMPARE(chat.drafts.count(), 1);
            QCOMPARE(chat.drafts.back().front().value<Draft>().text, typed.text);
            chat.session.openConversation(elsewhere);
            if (!endsFirst) {
                QTRY_COMPARE(chat.stored.count(), 4);
            }
        }
        Chat chat(folder);
        QVERIFY(chat.isOpen());
        chat.session.openConversation(here);
        QTRY_VERIFY(!chat.drafts.isEmpty());
        QCOMPARE(chat.drafts.back().front().value<Draft>().text, typed.text);
    }
};

QTEST_GUILESS_MAIN(TestMessageSending)
#include "tst_MessageSending.moc"
