// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/conversation_rows.h"

#include "core/conversation/Assistant.h"
#include "core/conversation/waiting_message.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <limits>

using namespace limn;

namespace {

QDateTime at(int seconds) {
    return QDateTime::fromSecsSinceEpoch(1'000'000 + seconds);
}

Turn messageOf(ConversationId conversation, const QString& text, int seconds) {
    Turn turn;
    turn.conversation = conversation;
    turn.text = text;
    turn.createdAt = at(seconds);
    return turn;
}

PictureCard fullCard() {
    PictureCard card;
    card.file = QStringLiteral("/pictures/狐.png");
    card.prompt = QStringLiteral("a fox");
    card.negativePrompt = QStringLiteral("text");
    card.modelName = QStringLiteral("starter");
    card.scheduler = QStringLiteral("euler");
    card.madeFrom = QStringLiteral("/pictures/a.png");
    card.seed = std::numeric_limits<std::uint64_t>::max();
    card.widthPx = 768;
    card.heightPx = 512;
    card.steps = 20;
    card.guidanceScale = 7.5;
    card.seconds = 3.25;
    card.pixelsChangedOutsideMask = 0;
    card.verdict = Verdict::NotAsAsked;
    card.verdictText = QStringLiteral("3 of 4 as asked");
    return card;
}

class Rows {
public:
    Rows()
        : m_connection(
              Connection::open(m_folder.path().toStdString() + "/a.db", ConnectionKind::Writer)) {
        const std::vector<MigrationStep> steps = conversationSteps();
        m_isReady = m_connection && migrate(*m_connection, steps);
    }
    bool isReady() const { return m_isReady; }
    Connection& operator*() { return *m_connection; }

    StoredMessage store(const Turn& message, const QString& title = QStringLiteral("Title")) {
        return m_connection
            ->transaction([&](Connection& c) { return insertMessage(c, message, title); })
            .value();
    }

private:
    QTemporaryDir m_folder;
    Result<Connection> m_connection;
    bool m_isReady = false;
};

}  // namespace

class TestConversationRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageMakesItsConversation() {
        Rows rows;
        QVERIFY(rows.isReady());
        QVERIFY(writeDraft(*rows, 0, {QStringLiteral("a fo"), {}, {}}));
        Turn message = messageOf(0, QStringLiteral("a fox"), 1);
        message.attachments = {QStringLiteral("/a.png"), QStringLiteral("/b.png")};
        const StoredMessage stored = rows.store(message);
        QVERIFY(stored.isNewConversation);
        QCOMPARE(stored.conversation.title, QStringLiteral("Title"));
        QVERIFY(stored.message.id > 0 && stored.answer.id > stored.message.id);
        QVERIFY(readDraft(*rows, 0)->isEmpty());

        const auto turns = readTurns(*rows, stored.conversation.id, 0, 10);
        QVERIFY(turns);
        QCOMPARE(turns->size(), std::size_t{2});
        QCOMPARE(turns->at(0).text, QStringLiteral("a fox"));
        QCOMPARE(turns->at(0).attachments, message.attachments);
        QVERIFY(turns->at(0).author == TurnAuthor::Person);
        QCOMPARE(turns->at(0).createdAt, at(1));
        QVERIFY(turns->at(1).author == TurnAuthor::Assistant);
        QVERIFY(turns->at(1).state == TurnState::Streaming);
    }

    void anAnswerKeepsEverything() {
        Rows rows;
        const StoredMessage stored = rows.store(messageOf(0, QStringLiteral("a fox"), 1));
        Turn answer = stored.answer;
        answer.state = TurnState::Failed;
        answer.text = QStringLiteral("Here *it* is");
        answer.failure = QStringLiteral("The disk is full.");
        answer.cards = {fullCard(), PictureCard{}};
        answer.rows = {{DoneRowKind::Call, DoneRowState::Failed, QStringLiteral("draw"),
                        QStringLiteral("512"), QStringLiteral("failed")},
                       {DoneRowKind::Note, DoneRowState::Done, QStringLiteral("read"),
                        QStringLiteral("--ar"), QStringLiteral("x")}};
        QVERIFY(updateTurn(*rows, answer));
        QVERIFY(updateTurn(*rows, answer));  // replaces, does not add
        const Turn read = readTurns(*rows, stored.conversation.id, 0, 10)->at(1);
        QCOMPARE(read.text, answer.text);
        QCOMPARE(read.failure, answer.failure);
        QVERIFY(read.state == answer.state);
        QVERIFY(read.cards == answer.cards);
        QVERIFY(read.rows == answer.rows);
    }

    void turnsComeInPages() {
        Rows rows;
        ConversationId id = 0;
        for (int i = 0; i < 5; ++i) {
            id = rows.store(messageOf(id, QString::number(i), i)).conversation.id;
        }
        rows.store(messageOf(0, QStringLiteral("elsewhere"), 9));
        const auto newest = readTurns(*rows, id, 0, 4);
        QCOMPARE(newest->size(), std::size_t{4});
        QCOMPARE(newest->at(0).text, QStringLiteral("3"));
        const auto older = readTurns(*rows, id, newest->at(0).id, 4);
        QCOMPARE(older->at(0).text, QStringLiteral("1"));
        QCOMPARE(readTurns(*rows, id, older->at(0).id, 4)->size(), std::size_t{2});
    }

    void aDraftFollowsARenamedFileAndKeepsItsWords() {
        Rows rows;
        QVERIFY(rows.isReady());
        const QString before = QStringLiteral("/a.png");
        QVERIFY(writeDraft(*rows, 0, {before, {before, QStringLiteral("/b.png")}, {before}}));
        QVERIFY(moveFileInTurns(*rows, "/a.png", "/c.png"));
        const auto draft = readDraft(*rows, 0);
        QVERIFY(draft);
        QCOMPARE(draft->attachments,
                 (QStringList{QStringLiteral("/c.png"), QStringLiteral("/b.png")}));
        QCOMPARE(draft->text, before);
        QCOMPARE(draft->longTexts, QStringList(before));
    }

    void whatWaitsAndWhatIsKeptFollowsARenamedFile_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("ordinary") << QStringLiteral("/pictures/a b.png")
                                  << QStringLiteral("/pictures/c.png");
        QTest::newRow("letters of the world")
            << QStringLiteral("/Bilder/ä狐😀.png") << QStringLiteral("/Bilder/ö.png");
        QTest::newRow("a quote") << QStringLiteral("/a\"b.png") << QStringLiteral("/c\"d\".png");
        QTest::newRow("a backslash") << QStringLiteral("/a\\b.png") << QStringLiteral("/c\\n.png");
        QTest::newRow("a control character")
            << QStringLiteral("/a\tb\x01.png") << QStringLiteral("/c\x1f\n.png");
    }
    void whatWaitsAndWhatIsKeptFollowsARenamedFile() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        Rows rows;
        QVERIFY(rows.isReady());
        const QString other = QStringLiteral("/other") + before;
        AssistantMessage message;
        message.text = QStringLiteral("as in “%1”").arg(before);
        message.attachments = {other, before};
        message.pictureInView = before;
        message.order.madeFrom = before.toStdString();
        message.order.folder = other.toStdString();
        WaitingMessage waiting = waitingFrom(message);
        waiting.startPicture = Image(8, 8, 3);  // else nothing is kept
        std::vector<StoredMessage> stored;
        for (int i = 1; i <= 2; ++i) {
            auto one = insertMessage(*rows, messageOf(0, QStringLiteral("a hat"), i), {}, waiting);
            QVERIFY(one);
            stored.push_back(*one);
        }
        stored[0].answer.state = TurnState::Cancelled;
        QVERIFY(updateTurn(*rows, stored[0].answer));
        QVERIFY(moveFileInTurns(*rows, before.toStdString(), after.toStdString()));
        const auto check = [&](const WaitingMessage& found) {
            const auto moved = messageFrom(found);
            QVERIFY(moved.has_value());
            QCOMPARE(moved->attachments, (QStringList{other, after}));
            QCOMPARE(moved->pictureInView, after);
            QCOMPARE(moved->order.madeFrom.string(), after.toStdString());
            QCOMPARE(moved->order.folder.string(), other.toStdString());
            QCOMPARE(moved->text, message.text);
        };
        const auto kept = keptMessage(*rows, stored[0].answer.id);
        QVERIFY(kept && *kept);
        check((*kept)->waiting);
        const auto cutOff = takeCutOffMessages(*rows);
        QVERIFY(cutOff);
        QCOMPARE(cutOff->size(), std::size_t{1});
        check(cutOff->front().waiting);
    }

    void conversationsAreOrderedRenamedRemovedAndRestored() {
        Rows rows;
        const ConversationId a =
            rows.store(messageOf(0, QStringLiteral("a"), 1), QStringLiteral("A")).conversation.id;
        const ConversationId b =
            rows.store(messageOf(0, QStringLiteral("b"), 2), QStringLiteral("B")).conversation.id;
        rows.store(messageOf(a, QStringLiteral("again"), 3));
        QCOMPARE(readConversations(*rows)->front().id, a);
        QVERIFY(renameConversation(*rows, a, QStringLiteral("New")));
        QCOMPARE(readConversations(*rows)->front().title, QStringLiteral("New"));

        QVERIFY(removeConversation(*rows, a, at(10)));
        QCOMPARE(readConversations(*rows)->size(), std::size_t{1});
        QVERIFY(purgeConversations(*rows, at(10)));  // removed at, not before
        QVERIFY(restoreConversation(*rows, a));
        QCOMPARE(readTurns(*rows, a, 0, 10)->size(), std::size_t{4});

        QVERIFY(removeConversation(*rows, b, at(10)));
        QVERIFY(writeDraft(*rows, b, {QStringLiteral("draft"), {}, {}}));
        QVERIFY(purgeConversations(*rows, at(11)));
        QVERIFY(restoreConversation(*rows, b));
        QCOMPARE(readConversations(*rows)->size(), std::size_t{1});
        QVERIFY(readDraft(*rows, b)->isEmpty());
        QCOMPARE((*rows).integer("SELECT count(*) FROM turns")->value_or(-1), std::int64_t{4});
        QVERIFY(!insertMessage(*rows, messageOf(b, QStringLiteral("gone"), 12), {}));
    }

    void draftsKeepTheirParts() {
        Rows rows;
        const Draft draft{QStringLiteral("half a sen"),
                          {QStringLiteral("/a.png"), QStringLiteral("/b.png")},
                          {QString(1'000'000, u'x')}};
        QVERIFY(writeDraft(*rows, 7, draft));
        QVERIFY(writeDraft(*rows, 0, {QStringLiteral("other"), {}, {}}));
        QVERIFY(*readDraft(*rows, 7) == draft);
        QVERIFY(writeDraft(*rows, 7, {}));
        QVERIFY(readDraft(*rows, 7)->isEmpty());
        QCOMPARE(readDraft(*rows, 0)->text, QStringLiteral("other"));
    }

    void interruptedAnswersAreEndedWithWhatTheyHad() {
        Rows rows;
        const StoredMessage stored = rows.store(messageOf(0, QStringLiteral("a fox"), 1));
        Turn answer = stored.answer;
        answer.cards = {fullCard(), PictureCard{}};
        answer.rows = {{DoneRowKind::Call, DoneRowState::Running, QStringLiteral("draw"), {}, {}}};
        QVERIFY(updateTurn(*rows, answer));
        QVERIFY(endInterruptedTurns(*rows));
        const auto turns = readTurns(*rows, stored.conversation.id, 0, 10);
        QVERIFY(turns->at(0).state == TurnState::Done);
        QVERIFY(turns->at(1).state == TurnState::Cancelled);
        QCOMPARE(turns->at(1).cards.size(), std::size_t{1});
        QVERIFY(turns->at(1).cards[0] == fullCard());
        QVERIFY(turns->at(1).rows[0].state == DoneRowState::Failed);
    }

    void whatEndsTheProgramAgainAndAgainIsNotBegunForEver() {
        Rows rows;
        const auto store = [&](const char* text) {
            return insertMessage(*rows, messageOf(0, QString::fromLatin1(text), 1),
                                 QStringLiteral("T"), {text, {}, {}})
                ->answer.id;
        };
        const TurnId first = store("one");
        const TurnId second = store("two");
        const TurnId third = store("three");
        QVERIFY(countTry(*rows, first));  // it began, and the program ended
        for (int start = 0; start < 2; ++start) {
            const auto found = takeCutOffMessages(*rows);
            QCOMPARE(found->size(), std::size_t{3});
            QCOMPARE(found->at(0).waiting.text, QByteArray("one"));
        }
        const auto rest = takeCutOffMessages(*rows);  // what waited behind it was never begun
        QCOMPARE(rest->size(), std::size_t{2});
        QCOMPARE(rest->at(0).answer.id, second);
        for (int start = 0; start < 5; ++start) {
            QVERIFY(forgetTries(*rows));  // ended in good order
            QCOMPARE(takeCutOffMessages(*rows)->size(), std::size_t{2});
        }
        QVERIFY(writeQueueOrder(*rows, {third, second}));
        QCOMPARE(takeCutOffMessages(*rows)->at(0).answer.id, third);
    }

    void anAnswerThatDidNotSucceedKeepsWhatItStartedFrom_data() {
        QTest::addColumn<TurnState>("end");
        QTest::addColumn<bool>("hasPixels");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("failed") << TurnState::Failed << true << true;
        QTest::newRow("stopped") << TurnState::Cancelled << true << true;
        QTest::newRow("done") << TurnState::Done << true << false;
        QTest::newRow("failed, words alone") << TurnState::Failed << false << false;
    }
    void anAnswerThatDidNotSucceedKeepsWhatItStartedFrom() {
        QFETCH(TurnState, end);
        QFETCH(bool, hasPixels);
        QFETCH(bool, isKept);
        Rows rows;
        WaitingMessage waiting{"one", {}, {}};
        if (hasPixels) {
            waiting.startPicture = Image(8, 8, 3);
            waiting.mask = Image(8, 8, 1);
            waiting.mask->pixels[9] = 255;
        }
        Turn answer = insertMessage(*rows, messageOf(0, QStringLiteral("one"), 1),
                                    QStringLiteral("T"), waiting)
                          ->answer;
        answer.state = end;
        QVERIFY(updateTurn(*rows, answer));
        QVERIFY(takeCutOffMessages(*rows)->empty());
        const auto kept = keptMessage(*rows, answer.id);
        QVERIFY(kept);
        QCOMPARE(kept->has_value(), isKept);
        if (isKept) {
            QVERIFY((*kept)->isWhole);
            QCOMPARE((*kept)->waiting.text, waiting.text);
            QVERIFY((*kept)->waiting.startPicture == waiting.startPicture);
            QVERIFY((*kept)->waiting.mask == waiting.mask);
        }
    }

    void theNewestFewKeepTheirPixels() {
        Rows rows;
        std::vector<TurnId> answers;
        for (int i = 0; i <= kMostKeptMessages; ++i) {
            Turn answer = insertMessage(*rows, messageOf(0, QStringLiteral("one"), i),
                                        QStringLiteral("T"), {"one", Image(8, 8, 3), {}})
                              ->answer;
            answer.state = TurnState::Failed;
            QVERIFY(updateTurn(*rows, answer));
            answers.push_back(answer.id);
        }
        const auto oldest = keptMessage(*rows, answers.front());
        QVERIFY(oldest && oldest->has_value());  // that there were some is still known
        QVERIFY(!(*oldest)->isWhole);
        QVERIFY((*keptMessage(*rows, answers[1]))->isWhole);
        QVERIFY((*keptMessage(*rows, answers.back()))->isWhole);
    }

    void anOrderWithoutItsPixelsIsNotWhole() {
        Rows rows;
        WaitingMessage waiting{"one", Image(8, 8, 3), Image(8, 8, 1)};
        QVERIFY(insertMessage(*rows, messageOf(0, QStringLiteral("one"), 1), QStringLiteral("T"),
                              waiting));
        const auto whole = takeCutOffMessages(*rows);
        QVERIFY(whole->at(0).waiting.mask == waiting.mask &&
                whole->at(0).waiting.startPicture == waiting.startPicture);
        QVERIFY((*rows).execute("UPDATE waiting_messages SET mask = x'00'"));
        const auto damaged = takeCutOffMessages(*rows);
        QCOMPARE(damaged->size(), std::size_t{1});
        QVERIFY(damaged->at(0).waiting.text.isEmpty());
    }

    void recentMessagesAreDifferentAndNewestFirst() {
        Rows rows;
        int second = 0;
        for (const char* text : {"a", "b", "a", "", "c"}) {
            rows.store(messageOf(0, QString::fromLatin1(text), ++second));
        }
        const auto recent = readRecentMessages(*rows, 2);
        QVERIFY(*recent == (std::vector<QString>{QStringLiteral("c"), QStringLiteral("a")}));
    }
};

QTEST_APPLESS_MAIN(TestConversationRows)
#include "tst_ConversationRows.moc"
