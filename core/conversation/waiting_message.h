// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Assistant.h"

#include <QByteArray>

#include <optional>

namespace limn {

// A message that waits for its answer, as text in the database: what was ordered goes on after the program ended in any
// way.

/// Empty where the order holds pixels that are in no file (a mask, an edited canvas): such an order cannot be kept.
QByteArray waitingText(const AssistantMessage& message);

/// nullopt for a text that is none, of a newer or damaged program. `answer` and `conversation` are the caller's.
std::optional<AssistantMessage> waitingMessage(const QByteArray& text);

}  // namespace limn
