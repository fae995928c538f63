// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/match/Claim.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn::match {

// The closed word classes of both languages: what a prompt's words do, not what they mean. Things are open.

enum class PhraseRole {
    Filler = 1,      ///< says nothing about the picture: "masterpiece", "I want"
    Style,           ///< "oil painting"
    Scene,           ///< a place, a time or a weather: "forest", "night"
    Relation,        ///< stands between two things: "to the left of"
    Place,           ///< where in the picture: "on the left"
    With,            ///< "with", "dengan": the second belongs to the first
    Without,         ///< "without", "no", "tanpa"
    And,             ///< "and", "dan"
    StyleMark,       ///< what follows is a style: "in the style of", "bergaya"
    WritingMark,     ///< what follows is writing: "that says", "bertuliskan"
    Is,              ///< "is", "are", "adalah", "berwarna": what follows belongs to what came before
};

/// The longest phrase at the front of `words` that has a role, and how many words it takes; nullopt if there is none.
struct PhraseMatch {
    PhraseRole role = PhraseRole::Filler;
    std::size_t length = 0;
};
std::optional<PhraseMatch> phraseAt(std::span<const std::string> words, PromptLanguage language);

/// "two", "dua", "seekor", "12": how many; 0 for "some", "several", "many". nullopt for other words.
std::optional<int> numberOf(std::string_view word, PromptLanguage language);
/// "two", "dua"; digits above twelve.
std::string numberWord(int number, PromptLanguage language);

/// vision::englishName of the colour that the words begin with, and how many words it takes ("dark red", "merah muda").
struct ColourMatch {
    std::string name;
    std::size_t length = 0;
};
std::optional<ColourMatch> colourAt(std::span<const std::string> words, PromptLanguage language);

bool isSize(std::string_view word, PromptLanguage language);
/// "a", "the", "some"; "para", "itu".
bool isDeterminer(std::string_view word, PromptLanguage language);
/// Words that count things in Indonesian: "ekor", "buah", "orang".
bool isClassifier(std::string_view word);
/// A doing that stands after a thing: "chasing", "sleeping"; "mengejar", "berlari".
bool isDoing(std::string_view word, PromptLanguage language);

/// By its small words; English where there are none.
PromptLanguage languageOf(std::span<const std::string> words);

}  // namespace limn::match
