// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"
#include "core/database/migration.h"
#include "core/gallery/described_pictures.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace limn {

// Pictures that wait to be described, as rows. Inside Database::write and Database::read, on their threads.

std::vector<MigrationStep> batchSteps();

/// Behind those that wait already; a file that waits is not put there twice. The first call of an empty list begins a new
/// count. Pictures that the gallery does not have any more are passed over. A list that was paused is so no more: somebody
/// wants pictures described.
Status addWaiting(Connection& connection, std::span<const PictureId> pictures);

struct BatchCount {
    std::int64_t done = 0;  ///< since the list was empty
    std::int64_t waiting = 0;
    std::int64_t failed = 0;  ///< of those that are done: they could not be described
    bool operator==(const BatchCount&) const = default;
};
struct WaitingPicture {
    std::optional<std::filesystem::path> next;  ///< nullopt: none waits
    BatchCount count;
    bool isPaused = false;  ///< by the person: nothing of the list is begun
};
Result<WaitingPicture> nextWaiting(Connection& connection);

/// The words into the gallery and the file off the list, in the caller's one transaction: a picture is described or it
/// waits, whatever happens to the process. `words` nullopt: it could not be described, and does not wait any more.
Result<PictureId> takeOffList(Connection& connection, const std::filesystem::path& file,
                              const std::optional<DescribedPicture>& words);
/// It could not be described, perhaps for no fault of its own: it waits behind all others for another try, and no more after
/// the third.
Status passOver(Connection& connection, const std::filesystem::path& file);
/// The last passOver() of these was for no fault of theirs: it does not count, and all of them wait.
Status forgiveTries(Connection& connection, std::span<const std::filesystem::path> files);
/// Whether the list is to wait until the person says otherwise, over any end of the process.
Status setPaused(Connection& connection, bool isPaused);
/// A file lies elsewhere now: it waits there.
Status moveWaiting(Connection& connection, const std::filesystem::path& before,
                   const std::filesystem::path& after);
Status clearWaiting(Connection& connection);

}  // namespace limn
