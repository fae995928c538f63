// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limn::match {

enum class PromptLanguage { English = 1, Indonesian };

enum class ClaimKind {
    Thing = 1,  ///< "a boat", "boats"
    Count,      ///< "two boats"
    Colour,     ///< "a red boat"
    Attribute,  ///< "a small boat", "a cat sleeping"
    Relation,   ///< "a cat on a chair", "a house on the left"
    Scene,      ///< "in a forest", "at night"
    Style,      ///< "watercolour"
    Writing,    ///< words that are to be read in the picture
    Absence,    ///< "no people"
};

/// One thing that a prompt says of its picture. `words` is how the prompt says it, tidied; it is data and may hold
/// anything that somebody wrote.
struct Claim {
    ClaimKind kind = ClaimKind::Thing;
    std::string words;
    std::string thing;   ///< what it is about, without number and colour; empty for scenes and styles
    int count = 0;       ///< with Count
    std::string colour;  ///< with Colour: a name as vision::englishName gives it
    bool operator==(const Claim&) const = default;
};

struct PromptClaims {
    PromptLanguage language = PromptLanguage::English;
    std::vector<Claim> claims;  ///< in the order of the prompt, each once
    bool isCut = false;         ///< there were more than kMostClaims
};

inline constexpr std::size_t kMostClaims = 24;

/// Takes a prompt apart by a small grammar of English and Indonesian that needs no list of things. Never fails: what it
/// does not understand stays together as a thing. Brackets, weights and tags of other programs are left out. Any thread.
PromptClaims claimsOf(std::string_view prompt);

}  // namespace limn::match
