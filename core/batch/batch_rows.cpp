// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/batch/batch_rows.h"

#include "core/gallery/picture_rows.h"

namespace limn {
namespace {

// `is_done` rows stay until the last one is done, so that the count survives the process too.
constexpr const char* kTables = R"sql(
CREATE TABLE waiting_description (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    is_done INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1))
) STRICT;
)sql";

constexpr const char* kTries = R"sql(
ALTER TABLE waiting_description ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
)sql";

constexpr int kMostTries = 3;

Status forgetWhereAllAreDone(Connection& connection) {
    return connection.execute(
        "DELETE FROM waiting_description WHERE NOT EXISTS (SELECT 1 FROM waiting_description WHERE "
        "is_done = 0)");
}

}  // namespace

std::vector<MigrationStep> batchSteps() {
    return {{"batch", 1, kTables}, {"batch", 2, kTries}};
}

Status addWaiting(Connection& connection, std::span<const PictureId> pictures) {
    if (Status fresh = forgetWhereAllAreDone(connection); !fresh) {
        return fresh;
    }
    const auto rows = picturesById(connection, pictures);
    if (!rows) {
        return rows.error();
    }
    for (const PictureRow& picture : *rows) {
        // One that was done in this batch and is asked for again waits again.
        if (Status added =
                connection.execute("INSERT INTO waiting_description (file) VALUES (?1) "
                                   "ON CONFLICT (file) DO UPDATE SET is_done = 0, tries = 0",
                                   picture.file.string());
            !added) {
            return added;
        }
    }
    return Unit{};
}

Result<WaitingPicture> nextWaiting(Connection& connection) {
    WaitingPicture result;
    auto counts = connection.rows(
        "SELECT coalesce(sum(is_done), 0), count(*) FROM waiting_description",
        [](const Statement& row) { return std::pair(row.integer(0), row.integer(1)); });
    if (!counts) {
        return counts.error();
    }
    const auto [done, all] = counts->front();
    result.count = {done, all - done};
    auto files = connection.rows(
        "SELECT file FROM waiting_description WHERE is_done = 0 ORDER BY tries, id LIMIT 1",
        [](const Statement& row) { return std::filesystem::path(row.text(0)); });
    if (!files) {
        return files.error();
    }
    if (!files->empty()) {
        result.next = files->front();
    }
    return result;
}

Result<PictureId> takeOffList(Connection& connection, const std::filesystem::path& file,
                              const std::optional<DescribedPicture>& words) {
    Result<PictureId> id =
        words ? putDescription(connection, *words) : Result<PictureId>(PictureId{0});
    if (!id) {
        return id;
    }
    if (Status done = connection.execute(
            "UPDATE waiting_description SET is_done = 1 WHERE file = ?1", file.string());
        !done) {
        return done.error();
    }
    return id;
}

Result<bool> passOver(Connection& connection, const std::filesystem::path& file) {
    if (Status counted = connection.execute(
            "UPDATE waiting_description SET tries = tries + 1, is_done = iif(tries + 1 >= ?2, 1, "
            "is_done) WHERE file = ?1",
            file.string(), kMostTries);
        !counted) {
        return counted.error();
    }
    const auto waiting = connection.integer(
        "SELECT count(*) FROM waiting_description WHERE file = ?1 AND is_done = 0", file.string());
    return waiting ? Result<bool>(waiting->value_or(0) > 0) : waiting.error();
}

Status clearWaiting(Connection& connection) {
    return connection.execute("DELETE FROM waiting_description");
}

}  // namespace limn
