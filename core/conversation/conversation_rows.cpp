// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/conversation_rows.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <bit>

namespace limn {
namespace {

constexpr int kLongestRecentMessage = 10000;  // longer ones are no help in a history

const char* const kFirstStep = R"sql(
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    used_ms INTEGER NOT NULL,
    removed_ms INTEGER
) STRICT;
CREATE INDEX conversations_by_use ON conversations (used_ms DESC, id DESC);
CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    author INTEGER NOT NULL CHECK (author IN (1, 2)),
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),
    text TEXT NOT NULL,
    failure TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX turns_of_conversation ON turns (conversation_id, id);
CREATE INDEX turns_being_made ON turns (id) WHERE state = 1;
CREATE TABLE turn_attachments (
    id INTEGER PRIMARY KEY,
    turn_id INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file TEXT NOT NULL,
    UNIQUE (turn_id, position)
) STRICT;
CREATE TABLE turn_cards (
    id INTEGER PRIMARY KEY,
    turn_id INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file TEXT NOT NULL,
    prompt TEXT NOT NULL,
    negative_prompt TEXT NOT NULL,
    model_name TEXT NOT NULL,
    scheduler TEXT NOT NULL,
    made_from TEXT NOT NULL,
    seed INTEGER NOT NULL,
    width_px INTEGER NOT NULL,
    height_px INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    guidance_scale REAL NOT NULL,
    seconds REAL NOT NULL,
    changed_outside INTEGER NOT NULL,
    verdict INTEGER NOT NULL CHECK (verdict BETWEEN 1 AND 3),
    verdict_text TEXT NOT NULL,
    UNIQUE (turn_id, position)
) STRICT;
CREATE TABLE turn_rows (
    id INTEGER PRIMARY KEY,
    turn_id INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
    call TEXT NOT NULL,
    arguments TEXT NOT NULL,
    outcome TEXT NOT NULL,
    UNIQUE (turn_id, position)
) STRICT;
CREATE TABLE conversation_drafts (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (conversation_id, kind, position)
) STRICT;
)sql";

// Messages whose answers have not ended, as text; `tries` counts the runs of the program that began one and did not end
// in good order, so that one that ends the program does not do so for ever.
const char* const kWaitingStep = R"sql(
CREATE TABLE waiting_messages (
    turn_id INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    message TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;
)sql";

// `position` is the turn in the queue, from 1; 0: not known, after the others. The pictures, which the person has in no
// file, are whole PNG files.
const char* const kQueueStep = R"sql(
ALTER TABLE waiting_messages ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE waiting_messages ADD COLUMN start_picture BLOB;
ALTER TABLE waiting_messages ADD COLUMN mask BLOB;
)sql";

// What an answer that failed or was stopped had started from, for another try. The pixels of the newest few alone are
// kept; a row without them says that there were some.
const char* const kKeptStep = R"sql(
CREATE TABLE kept_messages (
    turn_id INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    message TEXT NOT NULL,
    start_picture BLOB,
    mask BLOB
) STRICT;
)sql";

enum class DraftPart { Text = 1, Attachment, LongText };

std::string utf8(const QString& text) {
    return text.toStdString();
}

QString textAt(const Statement& row, int column) {
    return QString::fromStdString(row.text(column));
}

QDateTime timeAt(const Statement& row, int column) {
    return QDateTime::fromMSecsSinceEpoch(row.integer(column));
}

/// The database may come from elsewhere: what is no value of the enumeration becomes `otherwise`.
template <class Enum>
Enum enumAt(const Statement& row, int column, Enum last, Enum otherwise) {
    const std::int64_t value = row.integer(column);
    return value >= 1 && value <= static_cast<std::int64_t>(last) ? static_cast<Enum>(value)
                                                                  : otherwise;
}

std::int64_t milliseconds(const QDateTime& time) {
    return time.toMSecsSinceEpoch();
}

PictureCard cardOf(const Statement& row) {
    PictureCard card;
    card.file = textAt(row, 0);
    card.prompt = textAt(row, 1);
    card.negativePrompt = textAt(row, 2);
    card.modelName = textAt(row, 3);
    card.scheduler = textAt(row, 4);
    card.madeFrom = textAt(row, 5);
    card.seed = std::bit_cast<std::uint64_t>(row.integer(6));
    card.widthPx = static_cast<int>(row.integer(7));
    card.heightPx = static_cast<int>(row.integer(8));
    card.steps = static_cast<int>(row.integer(9));
    card.guidanceScale = row.real(10);
    card.seconds = row.real(11);
    card.pixelsChangedOutsideMask = row.integer(12);
    card.verdict = enumAt(row, 13, Verdict::NotAsAsked, Verdict::NotJudged);
    card.verdictText = textAt(row, 14);
    return card;
}

DoneRow rowOf(const Statement& row) {
    return {enumAt(row, 0, DoneRowKind::Note, DoneRowKind::Note),
            enumAt(row, 1, DoneRowState::Failed, DoneRowState::Done), textAt(row, 2),
            textAt(row, 3), textAt(row, 4)};
}

Status deleteParts(Connection& connection, TurnId turn) {
    for (const char* sql :
         {"DELETE FROM turn_attachments WHERE turn_id = ?",
          "DELETE FROM turn_cards WHERE turn_id = ?", "DELETE FROM turn_rows WHERE turn_id = ?"}) {
        if (Status done = connection.execute(sql, turn); !done) {
            return done;
        }
    }
    return Unit{};
}

Status insertParts(Connection& connection, const Turn& turn) {
    std::int64_t position = 0;
    for (const QString& file : turn.attachments) {
        Status done = connection.execute(
            "INSERT INTO turn_attachments (turn_id, position, file) VALUES (?, ?, ?)", turn.id,
            ++position, utf8(file));
        if (!done) {
            return done;
        }
    }
    position = 0;
    for (const PictureCard& card : turn.cards) {
        Status done = connection.execute(
            "INSERT INTO turn_cards (turn_id, position, file, prompt, negative_prompt, model_name, "
            "scheduler, made_from, seed, width_px, height_px, steps, guidance_scale, seconds, "
            "changed_outside, verdict, verdict_text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            turn.id, ++position, utf8(card.file), utf8(card.prompt), utf8(card.negativePrompt),
            utf8(card.modelName), utf8(card.scheduler), utf8(card.madeFrom),
            std::bit_cast<std::int64_t>(card.seed), card.widthPx, card.heightPx, card.steps,
            card.guidanceScale, card.seconds, card.pixelsChangedOutsideMask,
            static_cast<int>(card.verdict), utf8(card.verdictText));
        if (!done) {
            return done;
        }
    }
    position = 0;
    for (const DoneRow& row : turn.rows) {
        Status done = connection.execute(
            "INSERT INTO turn_rows (turn_id, position, kind, state, call, arguments, outcome) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            turn.id, ++position, static_cast<int>(row.kind), static_cast<int>(row.state),
            utf8(row.call), utf8(row.arguments), utf8(row.outcome));
        if (!done) {
            return done;
        }
    }
    return Unit{};
}

Status insertTurn(Connection& connection, Turn& turn) {
    auto id = connection.insert(
        "INSERT INTO turns (conversation_id, author, state, text, failure, created_ms) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        turn.conversation, static_cast<int>(turn.author), static_cast<int>(turn.state),
        utf8(turn.text), utf8(turn.failure), milliseconds(turn.createdAt));
    if (!id) {
        return id.error();
    }
    turn.id = *id;
    return insertParts(connection, turn);
}

/// As waiting_message.h writes it into its texts.
std::string quoted(const std::string& text) {
    const QByteArray array =
        QJsonDocument(QJsonArray{QString::fromStdString(text)}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2).toStdString();
}

ConversationSummary summaryOf(const Statement& row) {
    return {row.integer(0), textAt(row, 1), timeAt(row, 2)};
}

/// The conversation of a message, made or marked as used now.
Result<ConversationSummary> conversationFor(Connection& connection, const Turn& message,
                                            const QString& titleIfNew) {
    const std::int64_t now = milliseconds(message.createdAt);
    if (message.conversation == 0) {
        auto id = connection.insert("INSERT INTO conversations (title, used_ms) VALUES (?, ?)",
                                    utf8(titleIfNew), now);
        if (!id) {
            return id.error();
        }
        return ConversationSummary{*id, titleIfNew, message.createdAt};
    }
    Status used =
        connection.execute("UPDATE conversations SET used_ms = ?, removed_ms = NULL WHERE id = ?",
                           now, message.conversation);
    if (!used) {
        return used.error();
    }
    auto found = connection.rows("SELECT id, title, used_ms FROM conversations WHERE id = ?",
                                 summaryOf, message.conversation);
    if (!found) {
        return found.error();
    }
    if (found->empty()) {
        return Error{ErrorCode::InvalidRequest, "This conversation was deleted for good.", {}};
    }
    return found->front();
}

}  // namespace

std::vector<MigrationStep> conversationSteps() {
    return {{"conversation", 1, kFirstStep},
            {"conversation", 2, kWaitingStep},
            {"conversation", 3, kQueueStep},
            {"conversation", 4, kKeptStep}};
}

Result<std::vector<ConversationSummary>> readConversations(Connection& connection) {
    return connection.rows(
        "SELECT id, title, used_ms FROM conversations WHERE removed_ms IS NULL "
        "ORDER BY used_ms DESC, id DESC",
        summaryOf);
}

Status readTurnParts(Connection& connection, Turn& turn) {
    auto attachments = connection.rows(
        "SELECT file FROM turn_attachments WHERE turn_id = ? ORDER BY position",
        [](const Statement& row) { return textAt(row, 0); }, turn.id);
    if (!attachments) {
        return attachments.error();
    }
    turn.attachments = QStringList(attachments->begin(), attachments->end());
    auto cards = connection.rows(
        "SELECT file, prompt, negative_prompt, model_name, scheduler, made_from, seed, width_px, "
        "height_px, steps, guidance_scale, seconds, changed_outside, verdict, verdict_text "
        "FROM turn_cards WHERE turn_id = ? ORDER BY position",
        cardOf, turn.id);
    if (!cards) {
        return cards.error();
    }
    turn.cards = std::move(cards).value();
    auto rows = connection.rows(
        "SELECT kind, state, call, arguments, outcome FROM turn_rows WHERE turn_id = ? "
        "ORDER BY position",
        rowOf, turn.id);
    if (!rows) {
        return rows.error();
    }
    turn.rows = std::move(rows).value();
    return Unit{};
}

Result<std::vector<Turn>> readTurns(Connection& connection, ConversationId conversation,
                                    TurnId before, int most) {
    auto turns = connection.rows(
        "SELECT id, author, state, text, failure, created_ms FROM turns "
        "WHERE conversation_id = ?1 AND (?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3",
        [conversation](const Statement& row) {
            Turn turn;
            turn.id = row.integer(0);
            turn.conversation = conversation;
            turn.author = enumAt(row, 1, TurnAuthor::Assistant, TurnAuthor::Assistant);
            turn.state = enumAt(row, 2, TurnState::Failed, TurnState::Done);
            turn.text = textAt(row, 3);
            turn.failure = textAt(row, 4);
            turn.createdAt = timeAt(row, 5);
            return turn;
        },
        conversation, before, most);
    if (!turns) {
        return turns;
    }
    std::reverse(turns->begin(), turns->end());
    for (Turn& turn : *turns) {
        if (Status parts = readTurnParts(connection, turn); !parts) {
            return parts.error();
        }
    }
    return turns;
}

Result<StoredMessage> insertMessage(Connection& connection, const Turn& message,
                                    const QString& titleIfNew, const WaitingMessage& waiting,
                                    DraftUse draft) {
    auto conversation = conversationFor(connection, message, titleIfNew);
    if (!conversation) {
        return conversation.error();
    }
    StoredMessage stored;
    stored.conversation = *conversation;
    stored.isNewConversation = message.conversation == 0;
    stored.message = message;
    stored.message.conversation = conversation->id;
    stored.answer.conversation = conversation->id;
    stored.answer.author = TurnAuthor::Assistant;
    stored.answer.state = TurnState::Streaming;
    stored.answer.createdAt = message.createdAt;
    for (Turn* turn : {&stored.message, &stored.answer}) {
        if (Status done = insertTurn(connection, *turn); !done) {
            return done.error();
        }
    }
    Status done =
        draft == DraftUse::Sent ? writeDraft(connection, message.conversation, {}) : Status(Unit{});
    if (done && !waiting.text.isEmpty()) {
        done = insertWaiting(connection, stored.answer.id, waiting);
    }
    return done ? Result<StoredMessage>(std::move(stored)) : Result<StoredMessage>(done.error());
}

Status updateTurn(Connection& connection, const Turn& turn) {
    Status done = connection.execute(
        "UPDATE turns SET state = ?, text = ?, failure = ? WHERE id = ?",
        static_cast<int>(turn.state), utf8(turn.text), utf8(turn.failure), turn.id);
    if (!done) {
        return done;
    }
    if (connection.changedRows() == 0) {
        return Unit{};  // its conversation was purged meanwhile
    }
    if (turn.state == TurnState::Failed || turn.state == TurnState::Cancelled) {
        if (done = keepMessage(connection, turn.id); !done) {
            return done;
        }
    }
    if (turn.state != TurnState::Streaming) {
        if (done = connection.execute("DELETE FROM waiting_messages WHERE turn_id = ?", turn.id); !done) {
            return done;
        }
    }
    if (done = deleteParts(connection, turn.id); !done) {
        return done;
    }
    return insertParts(connection, turn);
}

Status moveFileInTurns(Connection& connection, const std::string& before,
                       const std::string& after) {
    static_assert(static_cast<int>(DraftPart::Attachment) == 2);
    for (const char* sql : {"UPDATE turn_cards SET file = ?2 WHERE file = ?1",
                            "UPDATE turn_cards SET made_from = ?2 WHERE made_from = ?1",
                            "UPDATE turn_attachments SET file = ?2 WHERE file = ?1",
                            "UPDATE conversation_drafts SET content = ?2 WHERE kind = 2 AND "
                            "content = ?1"}) {
        if (Status done = connection.execute(sql, before, after); !done) {
            return done;
        }
    }
    for (const char* sql : {"UPDATE waiting_messages SET message = replace(message, ?1, ?2) "
                            "WHERE instr(message, ?1) > 0",
                            "UPDATE kept_messages SET message = replace(message, ?1, ?2) "
                            "WHERE instr(message, ?1) > 0"}) {
        if (Status done = connection.execute(sql, quoted(before), quoted(after)); !done) {
            return done;
        }
    }
    return Unit{};
}

Status renameConversation(Connection& connection, ConversationId id, const QString& title) {
    return connection.execute("UPDATE conversations SET title = ? WHERE id = ?", utf8(title), id);
}

Status removeConversation(Connection& connection, ConversationId id, const QDateTime& now) {
    return connection.execute("UPDATE conversations SET removed_ms = ? WHERE id = ?",
                              milliseconds(now), id);
}

Status restoreConversation(Connection& connection, ConversationId id) {
    return connection.execute("UPDATE conversations SET removed_ms = NULL WHERE id = ?", id);
}

Status purgeConversations(Connection& connection, const QDateTime& limit) {
    Status done = connection.execute(
        "DELETE FROM conversation_drafts WHERE conversation_id IN "
        "(SELECT id FROM conversations WHERE removed_ms < ?)",
        milliseconds(limit));
    if (!done) {
        return done;
    }
    return connection.execute("DELETE FROM conversations WHERE removed_ms < ?",
                              milliseconds(limit));
}

Result<Draft> readDraft(Connection& connection, ConversationId id) {
    struct Part {
        DraftPart kind;
        QString content;
    };
    auto parts = connection.rows(
        "SELECT kind, content FROM conversation_drafts WHERE conversation_id = ? "
        "ORDER BY kind, position",
        [](const Statement& row) {
            return Part{enumAt(row, 0, DraftPart::LongText, DraftPart::Text), textAt(row, 1)};
        },
        id);
    if (!parts) {
        return parts.error();
    }
    Draft draft;
    for (const Part& part : *parts) {
        if (part.kind == DraftPart::Attachment) {
            draft.attachments += part.content;
        } else if (part.kind == DraftPart::LongText) {
            draft.longTexts += part.content;
        } else {
            draft.text += part.content;
        }
    }
    return draft;
}

Status writeDraft(Connection& connection, ConversationId id, const Draft& draft) {
    Status done =
        connection.execute("DELETE FROM conversation_drafts WHERE conversation_id = ?", id);
    std::int64_t position = 0;
    const auto insert = [&](DraftPart kind, const QString& content) {
        if (done) {
            done = connection.execute(
                "INSERT INTO conversation_drafts (conversation_id, kind, position, content) "
                "VALUES (?, ?, ?, ?)",
                id, static_cast<int>(kind), ++position, utf8(content));
        }
    };
    if (!draft.text.isEmpty()) {
        insert(DraftPart::Text, draft.text);
    }
    for (const QString& file : draft.attachments) {
        insert(DraftPart::Attachment, file);
    }
    for (const QString& text : draft.longTexts) {
        insert(DraftPart::LongText, text);
    }
    return done;
}

Status endInterruptedTurns(Connection& connection) {
    Status done = connection.execute(
        "DELETE FROM turn_cards WHERE file = '' AND turn_id IN (SELECT id FROM turns WHERE state = 1) AND turn_id NOT IN "
        "(SELECT turn_id FROM waiting_messages)");
    if (done) {
        done = connection.execute(
            "UPDATE turn_rows SET state = 3 WHERE state = 1 AND turn_id IN "
            "(SELECT id FROM turns WHERE state = 1 AND id NOT IN (SELECT turn_id FROM waiting_messages))");
    }
    if (done) {
        done = connection.execute("UPDATE turns SET state = 3 WHERE state = 1 AND id NOT IN (SELECT turn_id FROM waiting_messages)");
    }
    return done;
}

Result<std::vector<QString>> readRecentMessages(Connection& connection, int most) {
    return connection.rows(
        "SELECT text FROM turns WHERE author = 1 AND length(text) BETWEEN 1 AND ?1 "
        "GROUP BY text ORDER BY max(id) DESC LIMIT ?2",
        [](const Statement& row) { return textAt(row, 0); }, kLongestRecentMessage, most);
}

}  // namespace limn
