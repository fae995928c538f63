// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/claim_questions.h"

#include "core/base/display_text.h"
#include "core/match/prompt_lexicon.h"
#include "core/match/prompt_tokens.h"

#include <algorithm>

namespace limn::match {
namespace {

constexpr std::size_t kLongestQuotation = 160;

/// Without the marks that would end a quotation.
std::string withoutQuotes(std::string text) {
    for (const std::string_view mark : {"\"", "“", "”", "«", "»"}) {
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
            text.replace(at, mark.size(), "'");
        }
    }
    return text;
}

/// What a question asks for. A small model reads "a boat" as exactly one, and says no to two: how many there are is a
/// claim of its own.
std::string_view askedFor(const Claim& claim, PromptLanguage language) {
    std::string_view words = claim.kind == ClaimKind::Absence ? claim.thing : claim.words;
    const bool isPresence = claim.kind == ClaimKind::Thing || claim.kind == ClaimKind::Colour;
    if (!isPresence || language != PromptLanguage::English) {
        return words;
    }
    for (const std::string_view article : {"a ", "an "}) {
        if (words.size() > article.size() && words.starts_with(article)) {
            return words.substr(article.size());
        }
    }
    return words;
}

}  // namespace

std::string quotedData(std::string_view words) {
    std::string line(words);
    std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return "\"" + displayText(withoutQuotes(std::move(line)), kLongestQuotation) + "\"";
}

std::string questionOf(const Claim& claim, PromptLanguage language) {
    const std::string what = quotedData(askedFor(claim, language));
    return language == PromptLanguage::English ? "Does this picture show " + what + "? Answer yes or no."
                                               : "Apakah gambar ini menunjukkan " + what + "? Jawab ya atau tidak.";
}

std::string countQuestionOf(const Claim& claim, PromptLanguage language) {
    const std::string what = quotedData(claim.thing);
    return language == PromptLanguage::English ? "How many " + what + " are in this picture? Answer with a number."
                                               : "Ada berapa " + what + " di gambar ini? Jawab dengan angka.";
}

std::vector<std::string> answerChoices(PromptLanguage language) {
    return language == PromptLanguage::English ? std::vector<std::string>{"Yes", "yes", "No", "no"}
                                               : std::vector<std::string>{"Ya", "ya", "Tidak", "tidak"};
}

std::optional<bool> readAnswer(std::string_view answer, PromptLanguage language) {
    const auto clauses = clausesOf(answer);
    if (clauses.empty()) {
        return std::nullopt;
    }
    const std::string& word = clauses.front().front();
    const bool isEnglish = language == PromptLanguage::English;
    if (word == (isEnglish ? "yes" : "ya")) {
        return true;
    }
    return word == (isEnglish ? "no" : "tidak") ? std::optional(false) : std::nullopt;
}

std::optional<int> readNumber(std::string_view answer, PromptLanguage language) {
    for (const auto& clause : clausesOf(answer)) {
        for (const auto& word : clause) {
            if (word == "0" || word == "zero" || word == "none" || word == "no" || word == "nol" || word == "tidak") {
                return 0;
            }
            const auto number = numberOf(word, language);
            if (number && *number > 0) {
                return number;
            }
        }
    }
    return std::nullopt;
}

}  // namespace limn::match
