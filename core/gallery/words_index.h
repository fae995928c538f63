// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"
#include "core/gallery/PictureRow.h"

namespace limn {

// The words that pictures are found by. They are kept beside the rows, so whatever changes a prompt, description, tags, name,
// seen text or alt text of a row does it through changeWords().

/// Of a row that is new.
Status addWords(Connection& connection, PictureId id);
/// Of a row that goes; before it does.
Status removeWords(Connection& connection, PictureId id);

/// Runs `change()`, which gives a Status, between the two.
template <class Change>
Status changeWords(Connection& connection, PictureId id, Change change) {
    if (Status removed = removeWords(connection, id); !removed) {
        return removed;
    }
    if (Status changed = change(); !changed) {
        return changed;
    }
    return addWords(connection, id);
}

}  // namespace limn
