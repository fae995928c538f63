// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// What is written into a picture's file. Empty texts take away what stood there, but what somebody else wrote about the
/// picture stays.
struct WordsForFile {
    std::string alt;                ///< Iptc4xmpCore:AltTextAccessibility
    std::string longDescription;    ///< Iptc4xmpCore:ExtDescrAccessibility
    std::string caption;            ///< dc:description, where the file has none of somebody else
    std::vector<std::string> tags;  ///< dc:subject, beside those that are there
    std::string formerCaption{};    ///< that was written before and may be replaced
    /// What the last writeWords() of this file gave: these go unless they are in `tags`.
    std::vector<std::string> formerTags{};
};

/// By setPictureXmp(), with its promises. Gives those keywords in the file that are there because of this call or of a
/// former one; those that somebody else wrote are not among them. Any thread but the GUI's.
Result<std::vector<std::string>> writeWords(const std::filesystem::path& file,
                                            const WordsForFile& words);

}  // namespace limn
