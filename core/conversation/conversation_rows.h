// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "core/conversation/waiting_rows.h"
#include "core/database/Connection.h"
#include "core/database/migration.h"

#include <string>
#include <vector>

namespace limn {

// Conversations as rows. Each function runs on the thread of its connection; those that change something run in a
// transaction of their caller.

std::vector<MigrationStep> conversationSteps();

/// Those that are not removed, last used first.
Result<std::vector<ConversationSummary>> readConversations(Connection& connection);

/// The newest `most` turns before `before` (0: before none), oldest first.
Result<std::vector<Turn>> readTurns(Connection& connection, ConversationId conversation,
                                    TurnId before, int most);
/// What hangs on the turn with this id: its attachments, cards and rows.
Status readTurnParts(Connection& connection, Turn& turn);

/// A message and the place for its answer, in the conversation `message.conversation`, or in a new one if that is 0.
struct StoredMessage {
    ConversationSummary conversation;
    bool isNewConversation = false;
    Turn message;
    Turn answer;
};
/// Whether the message is what the composer held. Then the draft of its conversation is emptied in the same breath: a
/// message is never both sent and unsent.
enum class DraftUse { Sent = 1, Kept };
/// `waiting` without text: it will not be answered after a restart.
Result<StoredMessage> insertMessage(Connection& connection, const Turn& message,
                                    const QString& titleIfNew, const WaitingMessage& waiting = {},
                                    DraftUse draft = DraftUse::Sent);

/// Everything of a turn but its conversation, author and time. One that has ended waits no more; of one that failed or was
/// stopped, keptMessage() has what it started from.
Status updateTurn(Connection& connection, const Turn& turn);

/// A file lies elsewhere now: turns, drafts, and messages that wait or are kept for another try name it there.
Status moveFileInTurns(Connection& connection, const std::string& before, const std::string& after);

Status renameConversation(Connection& connection, ConversationId id, const QString& title);
/// Hidden, with all its turns; restoreConversation brings it back.
Status removeConversation(Connection& connection, ConversationId id, const QDateTime& now);
Status restoreConversation(Connection& connection, ConversationId id);
/// Removed ones go for good when they were removed before `limit`.
Status purgeConversations(Connection& connection, const QDateTime& limit);

Result<Draft> readDraft(Connection& connection, ConversationId id);
Status writeDraft(Connection& connection, ConversationId id, const Draft& draft);

/// Answers that were being made when the program ended and that takeCutOffMessages() did not give: cancelled, with what
/// they had so far.
Status endInterruptedTurns(Connection& connection);

/// The last different messages of the person, newest first.
Result<std::vector<QString>> readRecentMessages(Connection& connection, int most);

}  // namespace limn
