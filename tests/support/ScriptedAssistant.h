// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Assistant.h"

#include <utility>
#include <vector>

namespace limn::test {

/// An Assistant that does nothing by itself: the test emits what it answers. A stop ends the answer as cancelled.
class ScriptedAssistant final : public Assistant {
public:
    std::vector<AssistantMessage> messages;
    std::vector<TurnId> stopped;
    std::vector<std::pair<QString, QString>> moved;

    void answer(const AssistantMessage& message) override { messages.push_back(message); }
    void stop(TurnId answer) override {
        stopped.push_back(answer);
        Q_EMIT ended(answer, TurnState::Cancelled, QString());
    }
    void moveFile(const QString& before, const QString& after) override {
        moved.emplace_back(before, after);
    }
};

}  // namespace limn::test
