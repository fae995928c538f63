// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/PromptHistory.h"

namespace limn::ui {
namespace {

constexpr std::size_t kMostEntries = 200;

}  // namespace

void PromptHistory::setEntries(std::vector<QString> newestFirst) {
    m_entries = std::move(newestFirst);
    leave();
}

void PromptHistory::add(const QString& text) {
    if (text.trimmed().isEmpty()) {
        return;
    }
    std::erase(m_entries, text);
    m_entries.insert(m_entries.begin(), text);
    if (m_entries.size() > kMostEntries) {
        m_entries.pop_back();
    }
    leave();
}

std::optional<QString> PromptHistory::older(const QString& current) {
    if (m_position + 1 >= static_cast<int>(m_entries.size())) {
        return std::nullopt;
    }
    if (m_position == kWriting) {
        m_written = current;
    }
    ++m_position;
    return m_entries[static_cast<std::size_t>(m_position)];
}

std::optional<QString> PromptHistory::newer() {
    if (m_position == kWriting) {
        return std::nullopt;
    }
    --m_position;
    return m_position == kWriting ? m_written : m_entries[static_cast<std::size_t>(m_position)];
}

}  // namespace limn::ui
