// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"
#include "core/gallery/GalleryQuery.h"
#include "core/gallery/PictureRow.h"

#include <string>
#include <vector>

namespace limn {

/// The first `limit` pictures of a query, in its order, by id. Read from one index in order, without a sort and without
/// a look at the rows, so that the whole list of a large gallery is cheap too and any place of it can be scrolled to.
Result<std::vector<PictureId>> findPictures(Connection& connection, const GalleryQuery& query,
                                            std::size_t limit);

/// The words of a search field as an FTS5 expression: each word by its beginning, all of them. Whatever is typed is
/// text, never an operator. Empty where there is no word.
std::string searchExpression(const std::string& words);

}  // namespace limn
