// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
// Runs itself as a child that chats, ends it with SIGKILL at moments of no one's choosing, and looks at what is left.
#include "tests/support/ConversationFixture.h"
#include "tests/support/ScriptedAssistant.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cstdio>

using namespace limn;
using limn::test::ConversationFixture;
using limn::test::ScriptedAssistant;

namespace {

/// LIMN_KILLS says otherwise; a bench runs it with 200.
constexpr int kKills = 20;

/// Sends one message after the other; tells each that is stored, and each picture before it is reported.
int chatForEver(const std::string& folder) {
    ConversationFixture fixture(folder);
    ScriptedAssistant assistant;
    ConversationSession session(fixture.store, assistant);
    int number = 0;
    const auto sendNext = [&]() {
        session.send({QStringLiteral("message %1").arg(++number), {}, {}, JobPlace::Back});
    };
    QObject::connect(&session, &ConversationSession::messageStored, &session, [&]() {
        std::printf("stored %d\n", number);
        std::fflush(stdout);
        const TurnId answer = assistant.messages.empty() ? 0 : assistant.messages.back().answer;
        if (answer != 0) {
            PictureCard card;
            card.file = QStringLiteral("/p/%1.png").arg(number);
            Q_EMIT assistant.picturesExpected(answer, {PictureCard{}});
            Q_EMIT assistant.pictureFinished(answer, 0, card);
            if (number % 3 != 0) {
                Q_EMIT assistant.ended(answer, TurnState::Done, {});
            }
        }
        session.setDraft({QStringLiteral("draft %1").arg(number), {}, {}});
        QMetaObject::invokeMethod(&session, sendNext, Qt::QueuedConnection);
    });
    QObject::connect(&session, &ConversationSession::conversationOpened, &session, sendNext);
    session.start();
    return QCoreApplication::exec();
}

}  // namespace

class TestConversationKill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasToldStoredIsThere() {
        const QTemporaryDir folder;
        QSet<QString> told;
        bool isNumber = false;
        const int wanted = qEnvironmentVariable("LIMN_KILLS").toInt(&isNumber);
        const int kills = isNumber ? wanted : kKills;
        for (int round = 0; round < kills; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--chat"), folder.path()});
            QVERIFY(child.waitForStarted());
            const int lines = 1 + static_cast<int>(QRandomGenerator::global()->bounded(25));
            QByteArray output;
            while (output.count('\n') < lines && child.waitForReadyRead(30'000)) {
                output += child.readAllStandardOutput();
            }
            child.kill();
            QVERIFY(child.waitForFinished());
            output += child.readAllStandardOutput();
            const int complete = static_cast<int>(output.lastIndexOf('\n'));
            QVERIFY(complete > 0);
            for (const QByteArray& line : output.left(complete).split('\n')) {
                QVERIFY2(line.startsWith("stored "), line.constData());
                told.insert(QStringLiteral("%1/message %2")
                                .arg(round)
                                .arg(QString::fromLatin1(line.mid(7))));
            }
            checkAfter(folder, round, told);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        qInfo("%d kills, %d messages told stored, all there", kills, static_cast<int>(told.size()));
        QVERIFY(told.size() >= kills);
    }

private:
    /// Each round begins with a conversation that has the messages of the rounds before.
    void checkAfter(const QTemporaryDir& folder, int round, const QSet<QString>& told) {
        ConversationFixture fixture(folder.path().toStdString());
        ScriptedAssistant assistant;
        ConversationSession session(fixture.store, assistant);
        QSignalSpy checked(&fixture.database, &Database::fileChecked);
        QSignalSpy opened(&session, &ConversationSession::conversationOpened);
        session.start();
        QVERIFY(opened.count() > 0 || opened.wait(30'000));
        QCOMPARE(session.conversations().rowCount(), 1);
        bool isDone = false;
        std::vector<Turn> turns;
        fixture.database.read(
            [id = session.current()](Connection& connection) {
                return readTurns(connection, id, 0, 100'000);
            },
            this,
            [&](Result<std::vector<Turn>> found) {
                turns = found ? std::move(found).value() : std::vector<Turn>{};
                isDone = true;
            });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 30'000);
        QHash<QString, int> messages;
        for (std::size_t i = 0; i < turns.size(); ++i) {
            const bool isAnsweredAnew = std::any_of(assistant.messages.begin(), assistant.messages.end(),
                                                    [&](const AssistantMessage& message) { return message.answer == turns[i].id; });
            QCOMPARE(turns[i].state == TurnState::Streaming, isAnsweredAnew);
            QCOMPARE(turns[i].author == TurnAuthor::Person,
                     i % 2 == 0);  // never one without the other
            for (const PictureCard& card : turns[i].cards) {
                QVERIFY(!card.file.isEmpty());
            }
            if (turns[i].author == TurnAuthor::Person) {
                ++messages[turns[i].text];
            }
        }
        QHash<QString, int> wanted;
        for (const QString& each : told) {
            ++wanted[each.section(u'/', 1)];
        }
        for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
            QVERIFY2(messages.value(it.key()) >= it.value(), qPrintable(it.key()));
        }
        Q_UNUSED(round)
        QVERIFY(checked.count() > 0 || checked.wait(30'000));
    }
};

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--chat") {
        return chatForEver(argv[2]);
    }
    TestConversationKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ConversationKill.moc"
