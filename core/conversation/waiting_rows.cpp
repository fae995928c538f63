// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/waiting_rows.h"

#include "core/conversation/conversation_rows.h"
#include "core/io/PictureReader.h"
#include "core/io/write_picture.h"

#include <cstdint>
#include <span>
#include <string>

namespace limn {
namespace {

constexpr int kMostTries = 3;

Status writePixels(Connection& connection, const char* sql, TurnId answer,
                   const std::optional<Image>& image) {
    if (!image) {
        return Unit{};
    }
    const auto file = encodePicture(*image, PictureFormat::Png, {});
    return file ? connection.execute(sql, std::span<const std::uint8_t>(file->bytes), answer)
                : Status(file.error());
}

/// False where there were pixels that cannot be read any more.
bool readPixels(const Statement& row, int column, std::optional<Image>& image) {
    if (row.isNull(column)) {
        return true;
    }
    const auto reader =
        PictureReader::fromBytes(row.bytes(column), "The picture of a waiting message");
    auto decoded = reader ? reader->decode() : Outcome<Image>(reader.error());
    if (!decoded.isDone()) {
        return false;
    }
    image = std::move(decoded).value();
    return true;
}

/// Of the messages that wait and fit the condition, those with pixels.
Status keepWhere(Connection& connection, const char* condition, std::int64_t value) {
    const std::string which = std::string(condition) + " AND start_picture IS NOT NULL";
    Status done = connection.execute(
        "INSERT OR REPLACE INTO kept_messages (turn_id, message, start_picture, mask) "
        "SELECT turn_id, message, start_picture, mask FROM waiting_messages WHERE " +
            which,
        value);
    if (done) {
        done = connection.execute(
            "UPDATE kept_messages SET start_picture = NULL, mask = NULL WHERE start_picture IS NOT "
            "NULL AND turn_id NOT IN "
            "(SELECT turn_id FROM kept_messages WHERE start_picture IS NOT NULL "
            "ORDER BY turn_id DESC LIMIT ?)",
            kMostKeptMessages);
    }
    return done;
}

CutOffMessage cutOffOf(const Statement& row) {
    CutOffMessage message;
    message.answer.id = row.integer(0);
    message.answer.conversation = row.integer(1);
    message.answer.author = TurnAuthor::Assistant;
    message.answer.state = TurnState::Streaming;
    message.answer.createdAt = QDateTime::fromMSecsSinceEpoch(row.integer(2), Qt::UTC);
    const bool isWhole = readPixels(row, 4, message.waiting.startPicture) &&
                         readPixels(row, 5, message.waiting.mask);
    // Without its mask it would be an order that nobody gave.
    message.waiting.text = isWhole ? QByteArray::fromStdString(row.text(3)) : QByteArray();
    return message;
}

/// Those that can be answered anew keep their row and the pictures that are on the disk.
Status prepare(Connection& connection) {
    Status done = keepWhere(connection, "tries >= ?", kMostTries);
    if (!done) {
        return done;
    }
    done = connection.execute(
        "DELETE FROM waiting_messages WHERE tries >= ? OR turn_id NOT IN (SELECT t.id FROM turns t "
        "JOIN conversations c ON c.id = t.conversation_id WHERE t.state = 1 AND c.removed_ms IS "
        "NULL)",
        kMostTries);
    if (done) {
        // The others may not be reached, and have not failed then. It is counted before its work begins: what ends the
        // program at once would never be counted.
        done = connection.execute(
            "UPDATE waiting_messages SET tries = tries + 1 WHERE turn_id = (SELECT turn_id FROM "
            "waiting_messages "
            "ORDER BY position = 0, position, turn_id LIMIT 1)");
    }
    for (const char* sql :
         {"DELETE FROM turn_cards WHERE file = '' AND turn_id IN (SELECT turn_id FROM "
          "waiting_messages)",
          "DELETE FROM turn_rows WHERE turn_id IN (SELECT turn_id FROM waiting_messages)",
          "UPDATE turns SET text = '' WHERE id IN (SELECT turn_id FROM waiting_messages)"}) {
        if (done) {
            done = connection.execute(sql);
        }
    }
    return done;
}

}  // namespace

Status insertWaiting(Connection& connection, TurnId answer, const WaitingMessage& waiting) {
    Status done =
        connection.execute("INSERT INTO waiting_messages (turn_id, message) VALUES (?, ?)", answer,
                           waiting.text.toStdString());
    if (done) {
        done = writePixels(connection,
                           "UPDATE waiting_messages SET start_picture = ? WHERE turn_id = ?",
                           answer, waiting.startPicture);
    }
    if (done) {
        done = writePixels(connection, "UPDATE waiting_messages SET mask = ? WHERE turn_id = ?",
                           answer, waiting.mask);
    }
    return done;
}

Result<std::vector<CutOffMessage>> takeCutOffMessages(Connection& connection) {
    if (Status done = prepare(connection); !done) {
        return done.error();
    }
    auto found = connection.rows(
        "SELECT t.id, t.conversation_id, t.created_ms, w.message, w.start_picture, w.mask FROM "
        "waiting_messages w "
        "JOIN turns t ON t.id = w.turn_id ORDER BY w.position = 0, w.position, t.id",
        cutOffOf);
    if (!found) {
        return found;
    }
    for (CutOffMessage& message : *found) {
        if (Status parts = readTurnParts(connection, message.answer); !parts) {
            return parts.error();
        }
    }
    return found;
}

Status keepMessage(Connection& connection, TurnId answer) {
    return keepWhere(connection, "turn_id = ?", answer);
}

Result<std::optional<KeptMessage>> keptMessage(Connection& connection, TurnId answer) {
    auto found = connection.rows(
        "SELECT message, start_picture, mask FROM kept_messages WHERE turn_id = ?",
        [](const Statement& row) {
            KeptMessage kept;
            kept.waiting.text = QByteArray::fromStdString(row.text(0));
            kept.isWhole = readPixels(row, 1, kept.waiting.startPicture) &&
                           readPixels(row, 2, kept.waiting.mask) && kept.waiting.startPicture;
            return kept;
        },
        answer);
    if (!found) {
        return found.error();
    }
    return found->empty() ? std::optional<KeptMessage>() : std::move(found->front());
}

Status countTry(Connection& connection, TurnId answer) {
    return connection.execute("UPDATE waiting_messages SET tries = tries + 1 WHERE turn_id = ?",
                              answer);
}

Status forgetTries(Connection& connection) {
    return connection.execute("UPDATE waiting_messages SET tries = 0");
}

Status writeQueueOrder(Connection& connection, const std::vector<TurnId>& answers) {
    Status done = Unit{};
    for (std::size_t i = 0; done && i < answers.size(); ++i) {
        done = connection.execute("UPDATE waiting_messages SET position = ? WHERE turn_id = ?",
                                  static_cast<std::int64_t>(i) + 1, answers[i]);
    }
    return done;
}

}  // namespace limn
