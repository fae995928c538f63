// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"
#include "core/gallery/PictureRow.h"

#include <filesystem>
#include <string>
#include <vector>

namespace limn {

/// What a description says of a picture. A plain value.
struct DescribedPicture {
    std::filesystem::path file;
    std::string description;
    std::string seenText;  ///< the writing in it
    std::vector<std::string> tags;
};

/// For the search, inside Database::write. What the person wrote about a picture stays: a description or tag is only
/// replaced by a newer one where an earlier call put it there, and a tag that the person took away does not come back.
/// 0: no picture of the gallery.
Result<PictureId> putDescription(Connection& connection, const DescribedPicture& words);

}  // namespace limn
