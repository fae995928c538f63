// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/noun_phrase.h"

#include "core/match/prompt_lexicon.h"

namespace limn::match {
namespace {

std::string joined(std::span<const std::string> words) {
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

bool isWholeScene(std::span<const std::string> words, PromptLanguage language) {
    const auto match = phraseAt(words, language);
    return match && match->role == PhraseRole::Scene && match->length == words.size();
}

/// English names things by their last word ("pine forest"), Indonesian by its first ("hutan pinus").
bool isScene(std::span<const std::string> words, PromptLanguage language) {
    for (std::size_t length = 1; length <= words.size(); ++length) {
        if (isWholeScene(language == PromptLanguage::English ? words.last(length) : words.first(length), language)) {
            return true;
        }
    }
    return false;
}

class NounReader {
public:
    NounReader(std::span<const std::string> words, PromptLanguage language) : m_words(words), m_language(language) {}

    NounPhrase read() {
        readNumber();
        std::vector<std::string> thing;
        while (m_at < m_words.size()) {
            if (!readAdjective(!thing.empty())) {
                thing.push_back(m_words[m_at++]);
            }
        }
        // "an orange", "the blue": a colour with nothing to colour is the thing.
        if (isEnglish() && thing.empty() && !m_noun.colours.empty()) {
            thing.push_back(m_noun.colours.back().words);
            m_noun.colours.pop_back();
        }
        m_noun.isScene = !m_noun.number && isScene(thing, m_language);
        m_noun.thing = joined(thing);
        return m_noun;
    }

private:
    bool isEnglish() const { return m_language == PromptLanguage::English; }
    std::span<const std::string> rest() const { return m_words.subspan(m_at); }

    void readNumber() {
        while (m_at < m_words.size()) {
            const std::string& word = m_words[m_at];
            if (const auto number = numberOf(word, m_language)) {
                m_noun.number = *number;
                ++m_at;
                // "a pair of shoes", "dua ekor kucing"
                if (m_at < m_words.size() && (isEnglish() ? m_words[m_at] == "of" : isClassifier(m_words[m_at]))) {
                    ++m_at;
                }
                return;
            }
            if (!isDeterminer(word, m_language)) {
                return;
            }
            m_noun.hasArticle = m_noun.hasArticle || word == "a" || word == "an";
            ++m_at;
        }
    }

    /// Words that belong to the thing without being it.
    bool readAdjective(bool hasThing) {
        const std::string& word = m_words[m_at];
        // In English what comes after the thing is a part of it: "cup of black coffee".
        if (!(isEnglish() && hasThing)) {
            if (const auto colour = colourAt(rest(), m_language)) {
                m_noun.colours.push_back({colour->name, joined(rest().first(colour->length))});
                m_at += colour->length;
                // "red and white"
                if (m_at + 1 < m_words.size() && isAnd() && colourAt(m_words.subspan(m_at + 1), m_language)) {
                    ++m_at;
                }
                return true;
            }
            if (isSize(word, m_language)) {
                m_noun.sizes.push_back(word);
                ++m_at;
                return true;
            }
        }
        const auto phrase = phraseAt(rest(), m_language);
        if (phrase && phrase->role == PhraseRole::Filler) {
            m_at += phrase->length;
            return true;
        }
        if (!isEnglish() && isDeterminer(word, m_language)) {
            ++m_at;
            return true;
        }
        return false;
    }

    bool isAnd() const {
        const auto phrase = phraseAt(rest().first(1), m_language);
        return phrase && phrase->role == PhraseRole::And;
    }

    std::span<const std::string> m_words;
    PromptLanguage m_language;
    std::size_t m_at = 0;
    NounPhrase m_noun;
};

bool beginsWithVowel(const std::string& text) {
    return !text.empty() && std::string("aeiou").find(text.front()) != std::string::npos;
}

}  // namespace

NounPhrase nounPhraseOf(std::span<const std::string> words, PromptLanguage language) {
    return NounReader(words, language).read();
}

std::string phraseOf(const NounPhrase& noun, PromptLanguage language, const std::string& adjective) {
    if (language == PromptLanguage::Indonesian) {
        return adjective.empty() ? noun.thing : noun.thing + " " + adjective;
    }
    const std::string text = adjective.empty() ? noun.thing : adjective + " " + noun.thing;
    return noun.hasArticle && !noun.number ? (beginsWithVowel(text) ? "an " : "a ") + text : text;
}

std::string countPhraseOf(const NounPhrase& noun, PromptLanguage language) {
    return numberWord(noun.number.value_or(1), language) + " " + noun.thing;
}

}  // namespace limn::match
