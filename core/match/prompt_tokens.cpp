// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/prompt_tokens.h"

#include <array>
#include <cctype>
#include <utility>

namespace limn::match {
namespace {

constexpr std::size_t kLongestQuote = 400;  // what is longer was an apostrophe, or a mark that nobody closed

struct QuoteMarks {
    std::string_view open;
    std::string_view close;
};
constexpr std::array<QuoteMarks, 5> kQuotes{{{"\"", "\""}, {"“", "”"}, {"«", "»"}, {"‘", "’"}, {"'", "'"}}};

bool isSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool isBreak(char c) { return std::string_view(",;.!?:|\n").find(c) != std::string_view::npos; }
bool isBracket(char c) { return std::string_view("()[]{}").find(c) != std::string_view::npos; }

/// "3.5" and "14:30" are one word.
bool isInsideNumber(std::string_view text, std::size_t at) {
    const auto isDigit = [&](std::size_t i) {
        return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0;
    };
    return at > 0 && isDigit(at - 1) && isDigit(at + 1);
}

/// What is quoted at `at` and where it ends; an empty end where nothing is.
std::pair<std::string_view, std::size_t> quoteAt(std::string_view text, std::size_t at) {
    const bool isWordStart = at == 0 || isSpace(text[at - 1]) || isBreak(text[at - 1]) || isBracket(text[at - 1]);
    for (const auto& marks : kQuotes) {
        if (!text.substr(at).starts_with(marks.open) || (marks.open == "'" && !isWordStart)) {
            continue;
        }
        const auto begin = at + marks.open.size();
        auto end = text.find(marks.close, begin);
        // An apostrophe within the quotation does not end it.
        while (marks.open == "'" && end != std::string_view::npos && end + 1 < text.size() &&
               std::isalnum(static_cast<unsigned char>(text[end + 1])) != 0) {
            end = text.find(marks.close, end + 1);
        }
        if (end != std::string_view::npos && end > begin && end - begin <= kLongestQuote) {
            return {text.substr(begin, end - begin), end + marks.close.size()};
        }
    }
    return {{}, 0};
}

}  // namespace

std::vector<Clause> clausesOf(std::string_view prompt) {
    std::vector<Clause> clauses(1);
    std::string word;
    const auto endWord = [&] {
        if (!word.empty()) {
            clauses.back().push_back(std::exchange(word, {}));
        }
    };
    for (std::size_t i = 0; i < prompt.size();) {
        if (const auto [quoted, end] = quoteAt(prompt, i); end > 0) {
            endWord();
            clauses.back().push_back(kQuoteMark + std::string(quoted));
            i = end;
            continue;
        }
        const char c = prompt[i];
        if (isBreak(c) && !isInsideNumber(prompt, i)) {
            endWord();
            if (!clauses.back().empty()) {
                clauses.emplace_back();
            }
        } else if (isSpace(c) || isBracket(c) || c == '"') {
            endWord();
        } else {
            word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
        ++i;
    }
    endWord();
    if (clauses.back().empty()) {
        clauses.pop_back();
    }
    return clauses;
}

}  // namespace limn::match
