// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/layers/source_text.h"

#include <algorithm>
#include <cctype>

namespace limn::layers {
namespace {

bool isNameCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Walks over the text once; every function leaves `m_at` behind what it has read.
class Blanker {
public:
    explicit Blanker(std::string_view text) : m_code(text) {}

    std::string run() && {
        while (m_at < m_code.size()) {
            if (startsWith("//")) {
                blankTo(std::min(m_code.find('\n', m_at), m_code.size()));
            } else if (startsWith("/*")) {
                blankTo(endOf("*/", m_at + 2));
            } else if (startsWith("R\"") && !followsName()) {
                const std::size_t open = std::min(m_code.find('(', m_at), m_code.size());
                const std::string end = ")" + m_code.substr(m_at + 2, open - m_at - 2) + "\"";
                blankTo(endOf(end, open));
            } else if (m_code[m_at] == '"' || (m_code[m_at] == '\'' && !followsName())) {
                blankTo(endOfLiteral(m_code[m_at]));
            } else {
                ++m_at;  // a quote behind a name or digit separates digits: 1'000
            }
        }
        return std::move(m_code);
    }

private:
    bool startsWith(std::string_view what) const {
        return m_code.compare(m_at, what.size(), what) == 0;
    }
    bool followsName() const { return m_at > 0 && isNameCharacter(m_code[m_at - 1]); }

    std::size_t endOf(std::string_view what, std::size_t from) const {
        const std::size_t found = m_code.find(what, from);
        return found == std::string::npos ? m_code.size() : found + what.size();
    }

    std::size_t endOfLiteral(char quote) const {
        std::size_t end = m_at + 1;
        while (end < m_code.size() && m_code[end] != quote && m_code[end] != '\n') {
            end += m_code[end] == '\\' ? 2 : 1;
        }
        return std::min(end + 1, m_code.size());
    }

    void blankTo(std::size_t end) {
        for (; m_at < end; ++m_at) {
            if (m_code[m_at] != '\n') {
                m_code[m_at] = ' ';
            }
        }
    }

    std::string m_code;
    std::size_t m_at = 0;
};

}  // namespace

std::string codeOnly(std::string_view text) {
    return Blanker(text).run();
}

std::vector<std::string_view> splitLines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool containsWord(std::string_view line, std::string_view word) {
    for (std::size_t at = line.find(word); at != std::string_view::npos;
         at = line.find(word, at + 1)) {
        const std::size_t behind = at + word.size();
        const bool opens =
            at == 0 || !isNameCharacter(word.front()) || !isNameCharacter(line[at - 1]);
        const bool closes = behind == line.size() || !isNameCharacter(word.back()) ||
                            !isNameCharacter(line[behind]);
        if (opens && closes) {
            return true;
        }
    }
    return false;
}

}  // namespace limn::layers
