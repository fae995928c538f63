// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "tests/support/ConversationFixture.h"
#include "tests/support/ScriptedAssistant.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest/QtTest>

namespace limn::test {

/// A session that has been started on the database in a folder, with an assistant that the test speaks for.
struct Chat : ConversationFixture {
    explicit Chat(const QTemporaryDir& folder) : ConversationFixture(folder.path().toStdString()) {
        session.start();
    }
    ScriptedAssistant assistant;
    ConversationSession session{store, assistant};
    QSignalSpy stored{&session, &ConversationSession::messageStored};
    QSignalSpy opened{&session, &ConversationSession::conversationOpened};
    QSignalSpy answering{&session, &ConversationSession::answeringChanged};
    QSignalSpy drafts{&session, &ConversationSession::draftLoaded};

    bool isOpen() { return opened.count() > 0 || opened.wait(); }
    bool send(const QString& text, const QStringList& attachments = {}) {
        const auto before = stored.count();
        session.send(
            {.text = text, .attachments = attachments, .order = {}, .draft = DraftUse::Sent});
        return stored.count() > before || stored.wait();
    }
    bool isAllWritten() {
        bool isDone = false;
        QObject context;
        database.write([](Connection&) -> Status { return Unit{}; }, &context,
                       [&](const Status&) { isDone = true; });
        return QTest::qWaitFor([&] { return isDone; });
    }
    const Turn& last() { return session.transcript().turnAt(session.transcript().rowCount() - 1); }
    int rows() { return session.transcript().rowCount(); }
};

}  // namespace limn::test
