// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/match/Claim.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace limn::match {

/// "two small red boats": a thing and what is said of it.
struct NounPhrase {
    std::string thing;          ///< "boats"; may hold anything
    std::optional<int> number;  ///< 0 for "some"; nullopt where none is said
    bool hasArticle = false;    ///< "a": one of them
    bool isScene = false;       ///< the thing is a place, a time or a weather
    struct Colour {
        std::string name;   ///< vision::englishName
        std::string words;  ///< as said: "dark red"
    };
    std::vector<Colour> colours;
    std::vector<std::string> sizes;

    bool isEmpty() const { return thing.empty(); }
};

NounPhrase nounPhraseOf(std::span<const std::string> words, PromptLanguage language);

/// "a boat", "boats"; with an adjective "a red boat", "red boats", "perahu merah".
std::string phraseOf(const NounPhrase& noun, PromptLanguage language, const std::string& adjective = {});
/// "two boats", "dua perahu". Requires a number above 0.
std::string countPhraseOf(const NounPhrase& noun, PromptLanguage language);

}  // namespace limn::match
