// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/ClauseReader.h"

#include <algorithm>
#include <utility>

namespace limn::match {
namespace {

/// "holding", but not "with", which may be said of any thing.
bool isVerb(std::string_view word) {
    return word != "with" && word != "dengan";
}

}  // namespace

std::string ClauseReader::textOf(std::size_t begin, std::size_t length) const {
    std::string text;
    for (std::size_t i = begin; i < begin + length; ++i) {
        text += (text.empty() ? "" : " ") + m_words[i];
    }
    return text;
}

void ClauseReader::read() {
    if (readWholeStyle()) {
        return;
    }
    readOpening();
    if (const NounPhrase first = readNoun(); !first.isEmpty()) {
        claimNoun(first);
        m_subjects = {first};
        m_head = first.isScene ? std::vector<NounPhrase>() : m_subjects;
    }
    while (m_at < m_words.size()) {
        if (readQuote()) {
            continue;
        }
        const auto connector = connectorHere(true);
        if (!connector) {
            ++m_at;  // a stray word; what follows is read as if it began anew
            continue;
        }
        m_at += connector->length;
        take(*connector);
    }
}

bool ClauseReader::readQuote() {
    if (m_at == m_words.size() || !isQuote(m_words[m_at])) {
        return false;
    }
    Claim made;
    made.kind = ClaimKind::Writing;
    made.words = m_words[m_at].substr(1);
    m_sink(std::move(made));
    ++m_at;
    return true;
}

std::optional<ClauseReader::Connector> ClauseReader::connectorHere(bool hasNoun) const {
    const auto phrase = phraseAt(rest(), m_language);
    if (phrase && phrase->role == PhraseRole::WritingMark) {
        const std::size_t next = m_at + phrase->length;
        if (next < m_words.size() && isQuote(m_words[next])) {
            return Connector{phrase->role, false, phrase->length, {}};
        }
    } else if (phrase && phrase->role != PhraseRole::Filler && phrase->role != PhraseRole::Style &&
               phrase->role != PhraseRole::Scene) {
        return Connector{phrase->role, false, phrase->length, textOf(m_at, phrase->length)};
    }
    if (hasNoun && isDoing(m_words[m_at], m_language) && isVerbHere()) {
        return Connector{PhraseRole::Relation, true, 1, m_words[m_at]};
    }
    return std::nullopt;
}

/// "a woman selling flowers", but "a happy sleeping cat": what follows tells.
bool ClauseReader::isVerbHere() const {
    if (m_language == PromptLanguage::Indonesian || m_at + 1 == m_words.size()) {
        return true;
    }
    const auto next = m_words.subspan(m_at + 1);
    return isDeterminer(next.front(), m_language) || numberOf(next.front(), m_language) || isQuote(next.front()) ||
           phraseAt(next, m_language) || next.front().ends_with("s");
}

NounPhrase ClauseReader::readNoun() {
    const std::size_t begin = m_at;
    bool hasNoun = false;
    while (m_at < m_words.size() && !isQuote(m_words[m_at])) {
        // "red and white" joins colours, not things.
        const auto colour = colourAt(rest(), m_language);
        if (colour && m_at + colour->length + 1 < m_words.size()) {
            const auto next = m_words.subspan(m_at + colour->length);
            const auto joint = phraseAt(next.first(1), m_language);
            if (joint && joint->role == PhraseRole::And && colourAt(next.subspan(1), m_language)) {
                m_at += colour->length + 1;
                continue;
            }
        }
        if (connectorHere(hasNoun)) {
            break;
        }
        hasNoun = hasNoun || !(colour || isDeterminer(m_words[m_at], m_language) ||
                               isSize(m_words[m_at], m_language) || numberOf(m_words[m_at], m_language));
        ++m_at;
    }
    return nounPhraseOf(m_words.subspan(begin, m_at - begin), m_language);
}

void ClauseReader::take(const Connector& connector) {
    switch (connector.role) {
    case PhraseRole::StyleMark:
        claimStyle(rest());
        m_at = m_words.size();
        return;
    case PhraseRole::WritingMark:
        return;  // the quotation follows
    case PhraseRole::Place:
        if (!m_subjects.empty()) {
            claim(ClaimKind::Relation, subjects() + " " + connector.words, m_subjects.back().thing);
        }
        return;
    case PhraseRole::Is: {
        const auto colour = colourAt(rest(), m_language);
        if (colour && !m_subjects.empty()) {
            NounPhrase noun = m_subjects.back();
            noun.colours = {{colour->name, textOf(m_at, colour->length)}};
            claimColour(noun);
            m_at += colour->length;
        }
        return;
    }
    default:
        if (connector.role != PhraseRole::Relation || !readStyleHere(connector)) {
            join(connector, readNoun());
        }
    }
}

void ClauseReader::join(const Connector& connector, const NounPhrase& noun) {
    const bool isDone =
        connector.isDoing || (connector.role == PhraseRole::With && isVerb(connector.words));
    if (isDone && !m_head.empty()) {
        m_subjects = m_head;  // "a woman in a dress holding a bouquet": dresses hold nothing
    }
    if (connector.role == PhraseRole::Without) {
        if (!noun.isEmpty()) {
            claim(ClaimKind::Absence, (m_language == PromptLanguage::English ? "no " : "tanpa ") + noun.thing, noun.thing);
        }
        return;
    }
    if (noun.isEmpty()) {
        if (!m_subjects.empty() && connector.role == PhraseRole::Relation) {
            claim(connector.isDoing ? ClaimKind::Attribute : ClaimKind::Relation, subjects() + " " + connector.words,
                  m_subjects.back().thing);
        }
        return;
    }
    if (connector.role == PhraseRole::And) {
        claimNoun(noun);
        if (std::exchange(m_startsAnew, false)) {
            m_subjects.clear();
        }
        m_subjects.push_back(noun);
        m_head = m_subjects;
        return;
    }
    const std::string object = phraseOf(noun, m_language);
    if (noun.isScene && !connector.isDoing && connector.role == PhraseRole::Relation) {
        claim(ClaimKind::Scene, connector.words + " " + object);
        return;
    }
    claimNoun(noun);
    if (m_subjects.empty()) {
        m_subjects = {noun};
        m_head = m_subjects;
        return;
    }
    std::string words = subjects() + " " + connector.words + " " + object;
    // "between a cup and a book": both are where the first is.
    const auto next = m_at < m_words.size() ? connectorHere(true) : std::nullopt;
    if (next && next->role == PhraseRole::And &&
        (connector.words == "between" || connector.words == "antara" || connector.words == "di antara")) {
        m_at += next->length;
        const NounPhrase second = readNoun();
        claimNoun(second);
        words += " " + next->words + " " + phraseOf(second, m_language);
    }
    claim(ClaimKind::Relation, words, m_subjects.back().thing);
    m_startsAnew = true;
    if (!connector.isDoing && connector.role != PhraseRole::With) {
        m_subjects = {noun};  // "a cat on a chair under a tree"
    }
}

}  // namespace limn::match
