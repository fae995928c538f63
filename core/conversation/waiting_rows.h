// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/conversation/Turn.h"
#include "core/database/Connection.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace limn {

// Messages whose answers have not ended, as rows. On the thread of the connection, in a transaction of the caller.

/// A message as waitingText() gives it, with the pixels of its order that are in no file.
struct WaitingMessage {
    QByteArray text;
    std::optional<Image> startPicture;
    std::optional<Image> mask;
};

Status insertWaiting(Connection& connection, TurnId answer, const WaitingMessage& waiting);

/// A message whose answer was cut off by the end of the program, with the answer's turn: the pictures that were
/// finished are in it, nothing else.
struct CutOffMessage {
    Turn answer;
    WaitingMessage waiting;  ///< without text where its pixels cannot be read any more
};
/// Those that can be answered anew, in the order of the queue: they have not ended the program three times. The first
/// one counts as begun.
Result<std::vector<CutOffMessage>> takeCutOffMessages(Connection& connection);

/// The work on this answer begins: should the program end with it, that is remembered.
Status countTry(Connection& connection, TurnId answer);
/// The program ends in good order: nothing that waits is to blame.
Status forgetTries(Connection& connection);

/// The answer failed or was stopped: the pixels that its message alone has are kept for another try.
Status keepMessage(Connection& connection, TurnId answer);
struct KeptMessage {
    WaitingMessage waiting;
    bool isWhole = false;  ///< its pixels are still there
};
/// nullopt: its words are all that it had.
Result<std::optional<KeptMessage>> keptMessage(Connection& connection, TurnId answer);
inline constexpr int kMostKeptMessages = 20;  ///< with their pixels

/// The next one first. Answers that are not named keep their place.
Status writeQueueOrder(Connection& connection, const std::vector<TurnId>& answers);

}  // namespace limn
