// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/ConversationStore.h"

#include "core/database/Database.h"

#include <utility>

namespace limn {
namespace {

constexpr int kKeepRemovedDays = 30;
constexpr int kRecentMessages = 200;

/// The message of a conversation that was not stored yet when it was sent.
Result<StoredMessage> insertInto(Connection& connection, ConversationId& made, Turn message,
                                 const QString& titleIfNew, const WaitingMessage& waiting,
                                 DraftUse draft) {
    const auto isThere =
        connection.integer("SELECT count(*) FROM conversations WHERE id = ?", made);
    if (!isThere) {
        return isThere.error();
    }
    // Not where the first message was undone again.
    message.conversation = isThere->value_or(0) > 0 ? made : 0;
    auto stored = insertMessage(connection, message, titleIfNew, waiting, draft);
    if (stored && !stored->isNewConversation && draft == DraftUse::Sent) {
        if (Status emptied = writeDraft(connection, 0, {}); !emptied) {
            return emptied.error();
        }
    }
    if (stored) {
        made = stored->conversation.id;
    }
    return stored;
}

}  // namespace

void ConversationStore::open(QObject* context, Done<Opened> done) {
    const QDateTime limit = QDateTime::currentDateTimeUtc().addDays(-kKeepRemovedDays);
    m_database.write(
        [limit](Connection& connection) -> Result<Opened> {
            auto cutOff = takeCutOffMessages(connection);
            if (!cutOff) {
                return cutOff.error();
            }
            if (Status ended = endInterruptedTurns(connection); !ended) {
                return ended.error();
            }
            if (Status purged = purgeConversations(connection, limit); !purged) {
                return purged.error();
            }
            auto conversations = readConversations(connection);
            if (!conversations) {
                return conversations.error();
            }
            return Opened{*std::move(conversations), *std::move(cutOff)};
        },
        context, std::move(done));
}

void ConversationStore::turns(ConversationId id, TurnId before, QObject* context,
                              Done<std::vector<Turn>> done) {
    m_database.read(
        [id, before](Connection& connection) {
            return readTurns(connection, id, before, kTurnsPerPage);
        },
        context, std::move(done));
}

void ConversationStore::draft(ConversationId id, QObject* context, Done<Draft> done) {
    // Through the writer: a draft that was ordered to be saved a moment ago must be the one that is read.
    m_database.write([id](Connection& connection) { return readDraft(connection, id); }, context,
                     std::move(done));
}

void ConversationStore::recentMessages(QObject* context, Done<std::vector<QString>> done) {
    m_database.read(
        [](Connection& connection) { return readRecentMessages(connection, kRecentMessages); },
        context, std::move(done));
}

void ConversationStore::storeMessage(const Turn& message, const QString& titleIfNew,
                                     WaitingMessage waiting, DraftUse draft,
                                     std::shared_ptr<ConversationId> made, QObject* context,
                                     Done<StoredMessage> done) {
    m_database.write(
        [message, titleIfNew, waiting = std::move(waiting), draft,
         made = std::move(made)](Connection& connection) {
            return made && message.conversation == 0
                       ? insertInto(connection, *made, message, titleIfNew, waiting, draft)
                       : insertMessage(connection, message, titleIfNew, waiting, draft);
        },
        context, std::move(done));
}

void ConversationStore::update(const Turn& turn) {
    m_database.write([turn](Connection& connection) { return updateTurn(connection, turn); });
}

void ConversationStore::saveDraft(ConversationId id, const Draft& draft) {
    m_database.write(
        [id, draft](Connection& connection) { return writeDraft(connection, id, draft); });
}

void ConversationStore::keptMessage(TurnId answer, QObject* context,
                                    Done<std::optional<KeptMessage>> done) {
    // Through the writer: the answer may have ended a moment ago.
    m_database.write(
        [answer](Connection& connection) { return limn::keptMessage(connection, answer); }, context,
        std::move(done));
}

void ConversationStore::countTry(TurnId answer) {
    m_database.write(
        [answer](Connection& connection) { return limn::countTry(connection, answer); });
}

void ConversationStore::forgetTries() {
    m_database.write([](Connection& connection) { return limn::forgetTries(connection); });
}

void ConversationStore::saveQueueOrder(const std::vector<TurnId>& answers) {
    m_database.write(
        [answers](Connection& connection) { return writeQueueOrder(connection, answers); });
}

void ConversationStore::rename(ConversationId id, const QString& title) {
    m_database.write(
        [id, title](Connection& connection) { return renameConversation(connection, id, title); });
}

void ConversationStore::remove(ConversationId id) {
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_database.write(
        [id, now](Connection& connection) { return removeConversation(connection, id, now); });
}

void ConversationStore::restore(ConversationId id) {
    m_database.write([id](Connection& connection) { return restoreConversation(connection, id); });
}

}  // namespace limn
