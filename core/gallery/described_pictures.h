// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"
#include "core/gallery/PictureRow.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limn {

/// What a description says of a picture. A plain value.
struct DescribedPicture {
    std::filesystem::path file;
    std::string description;
    std::string seenText;  ///< the writing in it
    std::vector<std::string> tags;
    std::string alt{};
};

/// For the search, inside Database::write. What the person wrote about a picture stays: a text or tag is only replaced by a
/// newer one where an earlier call put it there, and a tag that the person took away does not come back. 0: no picture of
/// the gallery.
Result<PictureId> putDescription(Connection& connection, const DescribedPicture& words);

/// What the person changed about words of the program: only what is set. A plain value.
struct EditedWords {
    std::filesystem::path file;
    std::optional<std::string> alt{};
    std::optional<std::string> description{};
    std::optional<std::string> seenText{};
    std::vector<std::string> addedTags{};
    std::vector<std::string> removedTags{};

    bool isAnything() const {
        return alt || description || seenText || !addedTags.empty() || !removedTags.empty();
    }
};

/// For the search, inside Database::write; putDescription() leaves these words alone from then on. Other tags of the
/// picture stay. 0: no picture of the gallery.
Result<PictureId> putEditedWords(Connection& connection, const EditedWords& words);

}  // namespace limn
