// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/write_words.h"

#include "core/io/write_picture.h"
#include "core/io/xmp.h"

namespace limn {

Status writeWords(const std::filesystem::path& file, const WordsForFile& words) {
    XmpFields changes;
    changes.altText = words.alt;
    changes.extendedDescription = words.longDescription;
    changes.description = words.caption;
    changes.keywords = words.tags;
    return setPictureXmp(file, changes);
}

}  // namespace limn
