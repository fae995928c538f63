// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/words_index.h"

namespace limn {

Status addWords(Connection& connection, PictureId id) {
    return connection.execute(
        "INSERT INTO picture_words (rowid, prompt, description, tags, name, seen_text, alt) "
        "SELECT id, prompt, description, tags, name, seen_text, alt FROM picture WHERE id = ?1",
        id);
}

Status removeWords(Connection& connection, PictureId id) {
    // The index holds no copy of the texts: it has to be told what it is to forget.
    return connection.execute(
        "INSERT INTO picture_words (picture_words, rowid, prompt, description, tags, name, "
        "seen_text, alt) "
        "SELECT 'delete', id, prompt, description, tags, name, seen_text, alt FROM picture WHERE "
        "id = ?1",
        id);
}

}  // namespace limn
