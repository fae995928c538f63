// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// What is written into a picture's file. Empty texts take away what Limn wrote there. What somebody else wrote stays
/// unless the person wants it replaced.
struct WordsForFile {
    std::string alt;                ///< Iptc4xmpCore:AltTextAccessibility
    std::string longDescription;    ///< Iptc4xmpCore:ExtDescrAccessibility and dc:description
    std::vector<std::string> tags;  ///< dc:subject, beside those that are there
    bool replacesAlt = false;       ///< also one that somebody else wrote
    bool replacesLongDescription = false;
};

/// Texts of somebody else that are in the file and were kept although others were to be written; empty: none.
struct KeptWords {
    std::string alt;
    std::string longDescription;
};

/// By setPictureXmp(), with its promises. The file itself says which of its words are Limn's (limn:Words): these may be
/// replaced by a later call, in any run of the program. Any thread but the GUI's.
Result<KeptWords> writeWords(const std::filesystem::path& file, const WordsForFile& words);

}  // namespace limn
