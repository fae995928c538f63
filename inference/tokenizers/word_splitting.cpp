// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/word_splitting.h"

#include "inference/tokenizers/text_normalization.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace limn::tokenizers {
namespace {

constexpr std::string_view kQwen2Expression =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kLlama3Expression =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kGpt2Expression =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

// In the order in which the expressions try them.
constexpr std::array<std::u32string_view, 7> kContractions{U"s", U"t",  U"re", U"ve",
                                                           U"m", U"ll", U"d"};

bool isNewline(char32_t c) {
    return c == U'\r' || c == U'\n';
}
bool isLetter(char32_t c) {
    return classOf(c) == CharacterClass::Letter;
}
bool isSpace(char32_t c) {
    return classOf(c) == CharacterClass::Space;
}
bool isOther(char32_t c) {
    return classOf(c) == CharacterClass::Other;
}

/// What the pre-tokenizer "Digits" calls a digit: a newer Unicode than the expressions have, by thirteen characters.
bool isNumeric(char32_t c) {
    return classOf(c) == CharacterClass::Number || (c >= 0x11DE0 && c <= 0x11DE9) ||
           (c >= 0x16FF4 && c <= 0x16FF6);
}

template <class Predicate>
std::size_t runLength(std::u32string_view text, std::size_t from, Predicate belongs) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(from);
    return static_cast<std::size_t>(std::find_if_not(begin, text.end(), belongs) - begin);
}

/// As the reference's expressions fold case: ASCII, and the long s.
char32_t folded(char32_t c) {
    constexpr char32_t kLongS = 0x17F;
    return c == kLongS ? U's' : c >= U'A' && c <= U'Z' ? c + 32 : c;
}

std::size_t contractionLength(std::u32string_view text, bool foldsCase) {
    if (text.front() != U'\'') {
        return 0;
    }
    const auto rest = text.substr(1);
    for (const auto ending : kContractions) {
        const bool isHere = rest.size() >= ending.size() &&
                            std::equal(ending.begin(), ending.end(), rest.begin(),
                                       [&](char32_t want, char32_t have) {
                                           return want == (foldsCase ? folded(have) : have);
                                       });
        if (isHere) {
            return 1 + ending.size();
        }
    }
    return 0;
}

/// `\s+(?!\S)|\s+`: a run of white space leaves its last character to the word that follows.
std::size_t spaceLength(std::u32string_view text) {
    const auto run = runLength(text, 0, isSpace);
    return run > 1 && run < text.size() ? run - 1 : run;
}

std::size_t gpt2WordLength(std::u32string_view text) {
    if (const auto contraction = contractionLength(text, false)) {
        return contraction;
    }
    const std::size_t lead = text.front() == U' ' && text.size() > 1 && !isSpace(text[1]) ? 1 : 0;
    if (lead == 0 && isSpace(text.front())) {
        return spaceLength(text);
    }
    const auto kind = classOf(text[lead]);
    return lead + runLength(text, lead, [kind](char32_t c) { return classOf(c) == kind; });
}

std::size_t qwenWordLength(std::u32string_view text, std::size_t digitsTogether) {
    if (const auto contraction = contractionLength(text, true)) {
        return contraction;
    }
    const char32_t first = text.front();
    const auto kind = classOf(first);
    if (kind == CharacterClass::Letter) {
        return runLength(text, 0, isLetter);
    }
    if (kind == CharacterClass::Number) {
        return runLength(text.substr(0, digitsTogether), 0,
                         [](char32_t c) { return classOf(c) == CharacterClass::Number; });
    }
    if (!isNewline(first) && text.size() > 1 && isLetter(text[1])) {
        return 1 + runLength(text, 1, isLetter);
    }
    const std::size_t lead = first == U' ' && text.size() > 1 && isOther(text[1]) ? 1 : 0;
    if (lead == 1 || kind == CharacterClass::Other) {
        const auto end = lead + runLength(text, lead, isOther);
        return end + runLength(text, end, isNewline);
    }
    const auto run = text.substr(0, runLength(text, 0, isSpace));
    const auto lastNewline = run.find_last_of(U"\r\n");
    return lastNewline != std::u32string_view::npos ? lastNewline + 1 : spaceLength(text);
}

std::size_t digitPieceLength(std::u32string_view text, bool areTogether) {
    if (!isNumeric(text.front())) {
        return runLength(text, 0, [](char32_t c) { return !isNumeric(c); });
    }
    return areTogether ? runLength(text, 0, isNumeric) : 1;
}

std::size_t pieceLength(std::u32string_view text, SplitRule rule) {
    switch (rule) {
    case SplitRule::Gpt2:
        return gpt2WordLength(text);
    case SplitRule::Qwen2:
        return qwenWordLength(text, 1);
    case SplitRule::Llama3:
        return qwenWordLength(text, 3);
    case SplitRule::Digits:
        return digitPieceLength(text, false);
    case SplitRule::DigitRuns:
        return digitPieceLength(text, true);
    }
    return text.size();
}

}  // namespace

std::optional<SplitRule> splitRuleOf(std::string_view expression) {
    if (expression == kQwen2Expression) {
        return SplitRule::Qwen2;
    }
    if (expression == kLlama3Expression) {
        return SplitRule::Llama3;
    }
    return expression == kGpt2Expression ? std::optional(SplitRule::Gpt2) : std::nullopt;
}

std::string_view expressionOf(SplitRule rule) {
    return rule == SplitRule::Qwen2 ? kQwen2Expression : rule == SplitRule::Llama3 ? kLlama3Expression : kGpt2Expression;
}

std::vector<std::u32string_view> splitWords(std::u32string_view text, SplitRule rule) {
    std::vector<std::u32string_view> pieces;
    while (!text.empty()) {
        const auto length = pieceLength(text, rule);
        pieces.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return pieces;
}

}  // namespace limn::tokenizers
