// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/prompt_syntax.h"
#include "core/match/Claim.h"
#include "core/match/ClauseReader.h"

#include <algorithm>
#include <utility>

namespace limn::match {
namespace {

constexpr std::size_t kMostBytes = 20'000;  // of a prompt that is looked at

std::string_view frontOf(std::string_view text) {
    if (text.size() <= kMostBytes) {
        return text;
    }
    std::size_t end = kMostBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;  // not in the middle of a character
    }
    return text.substr(0, end);
}

}  // namespace

PromptClaims claimsOf(std::string_view prompt) {
    const PromptReading reading = readPrompt(frontOf(prompt));
    std::vector<Clause> clauses = clausesOf(reading.words);
    Clause all;
    for (const auto& clause : clauses) {
        all.insert(all.end(), clause.begin(), clause.end());
    }
    PromptClaims result;
    result.isCut = prompt.size() > kMostBytes;
    result.language = languageOf(all);
    const ClauseReader::ClaimSink sink = [&result](Claim claim) {
        const bool isKnown = std::any_of(result.claims.begin(), result.claims.end(), [&claim](const Claim& one) {
            return one.kind == claim.kind && one.words == claim.words;
        });
        if (isKnown) {
            return;
        }
        if (result.claims.size() == kMostClaims) {
            result.isCut = true;
            return;
        }
        result.claims.push_back(std::move(claim));
    };
    for (const auto& clause : clauses) {
        ClauseReader(clause, result.language, sink).read();
    }
    for (const auto& clause : clausesOf(reading.negative)) {
        const NounPhrase noun = nounPhraseOf(clause, result.language);
        if (!noun.isEmpty()) {
            Claim absent;
            absent.kind = ClaimKind::Absence;
            absent.words = (result.language == PromptLanguage::English ? "no " : "tanpa ") + noun.thing;
            absent.thing = noun.thing;
            sink(std::move(absent));
        }
    }
    return result;
}

}  // namespace limn::match
