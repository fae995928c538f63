// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Assistant.h"

#include <set>

namespace limn {

/// Passes each message to who can answer it: words about a picture, or a new picture. An assistant with a language model
/// will decide that for itself; until then the words of the message do (message_intent.h). GUI thread.
class StudioAssistant final : public Assistant {
    Q_OBJECT
public:
    /// Both outlive this.
    StudioAssistant(Assistant& drawing, Assistant& describing, QObject* parent = nullptr);

    void answer(const AssistantMessage& message) override;
    void stop(TurnId answer) override;
    void moveFile(const QString& before, const QString& after) override;

private:
    void passOn(Assistant& from);

    Assistant& m_drawing;
    Assistant& m_describing;
    std::set<TurnId> m_described;  ///< answers that the describing one makes
};

}  // namespace limn
