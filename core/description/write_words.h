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
    std::vector<std::string>
        formerTags{};  ///< that were written before and go unless they are in `tags`
};

/// By setPictureXmp(), with its promises. Any thread but the GUI's.
Status writeWords(const std::filesystem::path& file, const WordsForFile& words);

}  // namespace limn
