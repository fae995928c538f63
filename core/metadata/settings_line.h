// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limn {

/// "Key: value, Key: "quoted, value", Key: {json}": the settings of an A1111 text, taken apart in one
/// pass. Points into the text.
class SettingsLine {
public:
    explicit SettingsLine(std::string_view text);

    std::size_t size() const noexcept { return m_pairs.size(); }
    /// The last value of that key without its quotes; empty if it is not there.
    std::string value(std::string_view key) const;

private:
    std::vector<std::pair<std::string_view, std::string_view>> m_pairs;
};

/// Builds such a line; empty values are left out, and those that need quotes get them.
class SettingsWriter {
public:
    void add(std::string_view key, std::string_view value);
    std::string text() && { return std::move(m_text); }

private:
    std::string m_text;
};

}  // namespace limn
