// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/ClauseReader.h"

#include <utility>

namespace limn::match {

void ClauseReader::claim(ClaimKind kind, std::string words, std::string thing) {
    Claim made;
    made.kind = kind;
    made.words = std::move(words);
    made.thing = std::move(thing);
    m_sink(std::move(made));
}

void ClauseReader::claimNoun(const NounPhrase& noun) {
    if (noun.isEmpty()) {
        return;
    }
    if (noun.isScene) {
        claim(ClaimKind::Scene, phraseOf(noun, m_language, noun.colours.empty() ? "" : noun.colours.front().words));
        return;
    }
    claim(ClaimKind::Thing, phraseOf(noun, m_language), noun.thing);
    if (noun.number.value_or(0) > 0) {
        Claim count;
        count.kind = ClaimKind::Count;
        count.words = countPhraseOf(noun, m_language);
        count.thing = noun.thing;
        count.count = *noun.number;
        m_sink(std::move(count));
    }
    claimColour(noun);
    for (const auto& size : noun.sizes) {
        claim(ClaimKind::Attribute, phraseOf(noun, m_language, size), noun.thing);
    }
}

void ClauseReader::claimColour(const NounPhrase& noun) {
    for (const auto& colour : noun.colours) {
        Claim made;
        made.kind = ClaimKind::Colour;
        made.words = phraseOf(noun, m_language, colour.words);
        made.thing = noun.thing;
        made.colour = colour.name;
        m_sink(std::move(made));
    }
}

std::string ClauseReader::subjects() const {
    std::string text;
    for (const auto& noun : m_subjects) {
        text += (text.empty() ? "" : m_language == PromptLanguage::English ? " and " : " dan ") + phraseOf(noun, m_language);
    }
    return text;
}

}  // namespace limn::match
