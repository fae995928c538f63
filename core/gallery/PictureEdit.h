// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/gallery/PictureRow.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn {

class Connection;
class Database;

enum class TrashOrder { MoveIn = 1, MoveBack };

/// What is to change about one picture: only what is set. A plain value.
struct PictureEdit {
    PictureId id = 0;
    std::optional<int> rating{};
    std::optional<bool> isFavourite{};
    std::optional<std::vector<std::string>> tags{};
    std::vector<std::string> addedTags{};    ///< where `tags` is not set
    std::vector<std::string> removedTags{};  ///< likewise
    std::optional<std::string> description{};
    std::optional<std::string> fileName{};  ///< of its file, in the same folder
    std::optional<TrashOrder> trash{};
};

/// Where a picture's file was and is now: another name, or nothing as `after` where it went to the trash, or twice the
/// same where it came back from there.
struct PlaceChange {
    PictureId id = 0;
    std::filesystem::path before;
    std::filesystem::path after;
};

struct EditReport {
    std::vector<PictureEdit> inverse;  ///< undoes what was done; what failed is not in it
    std::vector<PictureId> changed;
    std::vector<PlaceChange> places;
    bool hasListChanged = false;  ///< pictures came or went, or their order may be another
    std::vector<Error> failures;  ///< the others were done nevertheless
};

/// Called inside the transaction that writes the new place of a picture that was renamed, so that the rows of other areas
/// that name the file follow in the same breath.
using PlaceFollower = std::function<Status(Connection&, const std::filesystem::path& before,
                                           const std::filesystem::path& after)>;

/// Carries edits out, files and rows, so that a process that ends at any moment leaves each picture either as it was or as
/// it was to be, or in a state that finishBrokenOff() completes. Worker threads only, one call at a time.
EditReport applyEdits(Database& database, const std::vector<PictureEdit>& edits,
                      std::stop_token stop, const PlaceFollower& follower = {});

/// Finishes moves into and out of the trash that were broken off. For the start of the program.
Status finishBrokenOff(Database& database, std::stop_token stop);

/// Removes for good what was deleted before that time. Gives the number of pictures.
Result<std::int64_t> purgeTrash(Database& database, std::int64_t deletedBeforeMs,
                                std::stop_token stop);

inline constexpr std::int64_t kTrashKeptMs = std::int64_t{30} * 24 * 60 * 60 * 1000;

}  // namespace limn
