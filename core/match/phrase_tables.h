// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/match/prompt_lexicon.h"

#include <span>
#include <string_view>

namespace limn::match {

/// Phrases of one language and role, in lower case.
struct PhraseTable {
    PromptLanguage language = PromptLanguage::English;
    PhraseRole role = PhraseRole::Filler;
    std::span<const std::string_view> phrases;
};
std::span<const PhraseTable> phraseTables();

/// A word for a colour, and the name that facts have for it.
struct ColourWord {
    PromptLanguage language = PromptLanguage::English;
    std::string_view words;
    std::string_view name;
};
std::span<const ColourWord> colourWords();

/// "dark", "pale"; "tua", "muda".
bool isShade(std::string_view word, PromptLanguage language);

}  // namespace limn::match
