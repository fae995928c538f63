// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <vector>

namespace limn {

/// Which of the words in a picture's file Limn wrote. A text that somebody changed since is not Limn's any more, so it is
/// known by its fingerprint. A plain value.
struct OwnWords {
    std::string alt;  ///< fingerprintOf() what was written; empty: nothing
    std::string longDescription;  ///< in the extended description
    std::string caption;          ///< in dc:description
    std::vector<std::string> tags;
};

/// Of a text, whatever a file made of its spaces and line ends. Empty for one without letters.
std::string fingerprintOf(const std::string& text);

/// For XmpFields::limnWords; empty if nothing is Limn's.
std::string ownWordsToJson(const OwnWords& own);
/// What is no such JSON says that nothing is Limn's: then everything is kept.
OwnWords ownWordsFromJson(const std::string& json);

}  // namespace limn
