// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "core/conversation/conversation_rows.h"

#include <functional>
#include <memory>

class QObject;

namespace limn {

class Database;

/// Conversations in the database. Nothing blocks: each answer arrives on the thread of its context, and not at all if
/// that ended. Writes happen in the order of the calls; when one is answered, it is on the medium. Writes without an
/// answer tell their failures through Database::writeFailed.
class ConversationStore {
public:
    template <class T>
    using Done = std::function<void(Result<T>)>;

    static constexpr int kTurnsPerPage = 200;

    explicit ConversationStore(Database& database) : m_database(database) {}

    struct Opened {
        std::vector<ConversationSummary> conversations;
        std::vector<CutOffMessage> cutOff;  ///< to be answered anew
    };
    /// Once at start, before anything is shown: ends what was being made when the program ended and cannot be made anew,
    /// and lets go of conversations that were removed more than 30 days ago. Gives what is there.
    void open(QObject* context, Done<Opened> done);

    /// The newest turns before `before` (0: the newest of all), oldest first, at most kTurnsPerPage.
    void turns(ConversationId id, TurnId before, QObject* context, Done<std::vector<Turn>> done);
    void draft(ConversationId id, QObject* context, Done<Draft> done);
    /// What the person wrote lately, newest first, without repetitions.
    void recentMessages(QObject* context, Done<std::vector<QString>> done);

    /// `made`, of the messages of one conversation that is not stored yet: the first of them makes it, and the others go
    /// there too. Only the writer's thread looks into it.
    void storeMessage(const Turn& message, const QString& titleIfNew, WaitingMessage waiting,
                      DraftUse draft, std::shared_ptr<ConversationId> made, QObject* context,
                      Done<StoredMessage> done);
    void update(const Turn& turn);
    void saveDraft(ConversationId id, const Draft& draft);
    /// What an answer that failed or was stopped started from.
    void keptMessage(TurnId answer, QObject* context, Done<std::optional<KeptMessage>> done);
    void countTry(TurnId answer);
    void forgetTries();
    void saveQueueOrder(const std::vector<TurnId>& answers);
    void rename(ConversationId id, const QString& title);
    void remove(ConversationId id);
    void restore(ConversationId id);

private:
    Database& m_database;
};

}  // namespace limn
