// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/match/Claim.h"
#include "core/match/noun_phrase.h"
#include "core/match/prompt_lexicon.h"
#include "core/match/prompt_tokens.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace limn::match {

/// Reads one clause: things, and the words between them that say how they stand to each other.
class ClauseReader {
public:
    using ClaimSink = std::function<void(Claim)>;
    ClauseReader(std::span<const std::string> words, PromptLanguage language, const ClaimSink& sink)
        : m_words(words), m_language(language), m_sink(sink) {}

    void read();

private:
    /// A word or phrase that ends a noun phrase.
    struct Connector {
        PhraseRole role = PhraseRole::Relation;
        bool isDoing = false;
        std::size_t length = 0;
        std::string words;
    };

    bool readWholeStyle();
    void readOpening();
    void readStyleOpening();
    bool readStyleHere(const Connector& connector);
    std::optional<Connector> connectorHere(bool hasNoun) const;
    bool isVerbHere() const;
    NounPhrase readNoun();
    bool readQuote();
    void take(const Connector& connector);
    void join(const Connector& connector, const NounPhrase& noun);
    void claimNoun(const NounPhrase& noun);
    void claimColour(const NounPhrase& noun);
    void claimStyle(std::span<const std::string> words);
    std::string subjects() const;

    std::span<const std::string> rest() const { return m_words.subspan(m_at); }
    std::string textOf(std::size_t begin, std::size_t length) const;
    void claim(ClaimKind kind, std::string words, std::string thing = {});

    std::span<const std::string> m_words;
    PromptLanguage m_language;
    const ClaimSink& m_sink;
    std::size_t m_at = 0;
    std::vector<NounPhrase> m_subjects;  ///< what the next relation is about
    std::vector<NounPhrase> m_head;      ///< what the clause is about: who does what is done in it
    bool m_startsAnew = false;           ///< the next noun after "and" begins new subjects
};

}  // namespace limn::match
