// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Assistant.h"
#include "core/conversation/waiting_rows.h"

#include <QByteArray>

#include <optional>

namespace limn {

// A message that waits for its answer, as it is kept in the database: what was ordered goes on after the program ended
// in any way. The caller's are `answer`, `conversation` and `finished`.

WaitingMessage waitingFrom(const AssistantMessage& message);
/// nullopt for a text that is none, of a newer or damaged program.
std::optional<AssistantMessage> messageFrom(WaitingMessage waiting);

}  // namespace limn
