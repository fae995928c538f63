// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace limn::ui {

/// What was sent before, for Alt+Up and Alt+Down. What was being written comes back when one goes down past the newest.
class PromptHistory {
public:
    void setEntries(std::vector<QString> newestFirst);
    /// Puts it in front; an equal one further back goes.
    void add(const QString& text);

    /// The next older one; nothing at the end. `current` is what is in the editor now.
    std::optional<QString> older(const QString& current);
    std::optional<QString> newer();
    /// The person writes: the next step begins from the newest again.
    void leave() { m_position = kWriting; }

private:
    static constexpr int kWriting = -1;

    std::vector<QString> m_entries;  // newest first
    QString m_written;
    int m_position = kWriting;
};

}  // namespace limn::ui
