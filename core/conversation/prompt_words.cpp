// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/prompt_words.h"

namespace limn {
namespace {

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kLongestBracket = 2000;  // what [a|b] and [from:to:when] may span
constexpr std::size_t kLongestTag = 200;

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Length of a ":1.3" at the end of the text, with the spaces around the number; 0 if there is none.
std::size_t weightLength(std::string_view text) {
    std::size_t at = text.size();
    while (at > 0 && text[at - 1] == ' ') {
        --at;
    }
    const std::size_t endOfNumber = at;
    while (at > 0 && ((text[at - 1] >= '0' && text[at - 1] <= '9') || text[at - 1] == '.')) {
        --at;
    }
    const bool hasNumber = at < endOfNumber;
    while (at > 0 && text[at - 1] == ' ') {
        --at;
    }
    return hasNumber && at > 0 && text[at - 1] == ':' ? text.size() - at + 1 : 0;
}

std::string tidySpaces(std::string_view text) {
    std::string tidy;
    tidy.reserve(text.size());
    for (const char c : text) {
        const bool isBlank = isSpace(c);
        if (isBlank && (tidy.empty() || tidy.back() == ' ')) {
            continue;
        }
        if (c == ',' && !tidy.empty() && tidy.back() == ' ') {
            tidy.pop_back();
        }
        tidy.push_back(isBlank ? ' ' : c);
    }
    while (!tidy.empty() && (tidy.back() == ' ' || tidy.back() == ',')) {
        tidy.pop_back();
    }
    return tidy;
}

/// One pass with a stack of open brackets. Opening brackets are written out at once and marked as dropped
/// when their partner comes, so that nothing is ever moved.
class WordReader {
public:
    WordReader(std::string_view text, std::vector<PromptNote>& notes)
        : m_text(text), m_notes(notes) {
        m_words.reserve(text.size());
        m_isDropped.reserve(text.size());
    }

    std::string read() {
        while (m_at < m_text.size()) {
            step();
        }
        return tidySpaces(kept(0));
    }

private:
    struct Open {
        char bracket = 0;
        std::size_t inWords = 0;  // where the bracket was written
        std::size_t inText = 0;
    };

    void step() {
        const char c = m_text[m_at];
        if (c == '\\' && m_at + 1 < m_text.size() && isMark(m_text[m_at + 1])) {
            write(m_text[m_at + 1]);
            m_at += 2;
        } else if (c == '<' && skipTag()) {
            return;
        } else if (c == 'B' && skipBreak()) {
            return;
        } else if ((c == '(' || c == '[') && m_open.size() < kDeepest) {
            m_open.push_back({c, m_words.size(), m_at});
            write(c);
            ++m_at;
        } else if ((c == ')' || c == ']') && closes(c)) {
            ++m_at;
            close();
        } else {
            write(c);
            ++m_at;
        }
    }

    static bool isMark(char c) { return c == '(' || c == ')' || c == '[' || c == ']' || c == '\\'; }

    bool closes(char c) const {
        return !m_open.empty() && m_open.back().bracket == (c == ')' ? '(' : '[');
    }

    void close() {
        const Open open = m_open.back();
        m_open.pop_back();
        m_isDropped[open.inWords] = true;
        PromptNote::Kind kind = PromptNote::Kind::Weight;
        if (open.bracket == '(') {
            drop(weightLength(tail(open)));
        } else if (tail(open).size() <= kLongestBracket) {
            kind = closeSquare(open);
        }
        if (m_open.empty()) {
            m_notes.push_back({kind, std::string(m_text.substr(open.inText, m_at - open.inText)),
                               tidySpaces(kept(open.inWords))});
            if (m_notes.size() > kMostPromptNotes) {
                m_notes.pop_back();
            }
        }
    }

    /// [a|b] keeps a; [from:to:when] keeps from, or to where from is empty; [to:when] keeps to.
    PromptNote::Kind closeSquare(const Open& open) {
        const std::string_view inside = tail(open);
        if (const std::size_t bar = inside.find('|'); bar != std::string_view::npos) {
            drop(inside.size() - bar);
            return PromptNote::Kind::Alternation;
        }
        const std::size_t when = weightLength(inside);
        if (when == 0) {
            return PromptNote::Kind::Weight;
        }
        drop(when);
        const std::string_view rest = tail(open);
        const std::size_t colon = rest.rfind(':');
        if (colon != std::string_view::npos && colon > 0) {
            drop(rest.size() - colon);
        } else if (colon == 0) {
            m_isDropped[open.inWords + 1] = true;
        }
        return PromptNote::Kind::Schedule;
    }

    bool skipTag() {
        const std::size_t end = m_text.substr(m_at, kLongestTag).find('>');
        if (end == std::string_view::npos) {
            return false;
        }
        const std::string_view tag = m_text.substr(m_at, end + 1);
        for (const std::string_view kind : {"<lora:", "<lyco:", "<hypernet:"}) {
            if (tag.starts_with(kind)) {
                note(PromptNote::Kind::LoraTag, tag, {});
                m_at += tag.size();
                return true;
            }
        }
        return false;
    }

    bool skipBreak() {
        constexpr std::string_view kWord = "BREAK";
        const bool startsHere = m_at == 0 || isSpace(m_text[m_at - 1]) || m_text[m_at - 1] == ',';
        if (!startsHere || !m_text.substr(m_at).starts_with(kWord)) {
            return false;
        }
        const std::size_t end = m_at + kWord.size();
        if (end < m_text.size() && !isSpace(m_text[end]) && m_text[end] != ',') {
            return false;
        }
        std::size_t last = m_words.size();
        while (last > 0 && isSpace(m_words[last - 1])) {
            --last;
        }
        if (last > 0 && m_words[last - 1] != ',') {
            write(',');
        }
        note(PromptNote::Kind::Break, kWord, ",");
        m_at = end;
        return true;
    }

    std::string_view tail(const Open& open) const {
        return std::string_view(m_words).substr(open.inWords + 1);
    }

    std::string kept(std::size_t from) const {
        std::string words;
        words.reserve(m_words.size() - from);
        for (std::size_t i = from; i < m_words.size(); ++i) {
            if (!m_isDropped[i]) {
                words.push_back(m_words[i]);
            }
        }
        return words;
    }

    void write(char c) {
        m_words.push_back(c);
        m_isDropped.push_back(false);
    }

    void drop(std::size_t length) {
        m_words.resize(m_words.size() - length);
        m_isDropped.resize(m_words.size());
    }

    void note(PromptNote::Kind kind, std::string_view written, std::string readAs) {
        if (m_notes.size() < kMostPromptNotes) {
            m_notes.push_back({kind, std::string(written), std::move(readAs)});
        }
    }

    std::string_view m_text;
    std::vector<PromptNote>& m_notes;
    std::string m_words;
    std::vector<bool> m_isDropped;
    std::vector<Open> m_open;
    std::size_t m_at = 0;
};

}  // namespace

std::string plainWords(std::string_view text, std::vector<PromptNote>& notes) {
    return WordReader(text, notes).read();
}

}  // namespace limn
