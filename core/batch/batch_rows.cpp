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

// Of the rows that are done: it could not be described.
constexpr const char* kFailed = R"sql(
ALTER TABLE waiting_description ADD COLUMN is_failed INTEGER NOT NULL DEFAULT 0;
)sql";

// A row while the person wants the list to wait.
constexpr const char* kPaused = R"sql(
CREATE TABLE paused_description (
    id INTEGER PRIMARY KEY CHECK (id = 1)
) STRICT;
)sql";

constexpr int kMostTries = 3;

Status forgetWhereAllAreDone(Connection& connection) {
    return connection.execute(
        "DELETE FROM waiting_description WHERE NOT EXISTS (SELECT 1 FROM waiting_description WHERE "
        "is_done = 0)");
}

}  // namespace

std::vector<MigrationStep> batchSteps() {
    return {
        {"batch", 1, kTables}, {"batch", 2, kTries}, {"batch", 3, kFailed}, {"batch", 4, kPaused}};
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
        if (Status added = connection.execute(
                "INSERT INTO waiting_description (file) VALUES (?1) "
                "ON CONFLICT (file) DO UPDATE SET is_done = 0, tries = 0, is_failed = 0",
                picture.file.string());
            !added) {
            return added;
        }
    }
    return setPaused(connection, false);
}

Result<WaitingPicture> nextWaiting(Connection& connection) {
    WaitingPicture result;
    auto counts = connection.rows(
        "SELECT coalesce(sum(is_done), 0), count(*), coalesce(sum(is_failed), 0) FROM "
        "waiting_description",
        [](const Statement& row) {
            const auto done = row.integer(0);
            return BatchCount{done, row.integer(1) - done, row.integer(2)};
        });
    if (!counts) {
        return counts.error();
    }
    result.count = counts->front();
    auto files = connection.rows(
        "SELECT file FROM waiting_description WHERE is_done = 0 ORDER BY tries, id LIMIT 1",
        [](const Statement& row) { return std::filesystem::path(row.text(0)); });
    if (!files) {
        return files.error();
    }
    if (!files->empty()) {
        result.next = files->front();
    }
    const auto paused = connection.integer("SELECT count(*) FROM paused_description");
    if (!paused) {
        return paused.error();
    }
    result.isPaused = paused->value_or(0) != 0;
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
            "UPDATE waiting_description SET is_done = 1, is_failed = ?2 WHERE file = ?1",
            file.string(), std::int64_t{words ? 0 : 1});
        !done) {
        return done.error();
    }
    return id;
}

Status passOver(Connection& connection, const std::filesystem::path& file) {
    return connection.execute(
        "UPDATE waiting_description SET tries = tries + 1, is_done = tries + 1 >= ?2, is_failed = "
        "tries + 1 >= ?2 WHERE file = ?1",
        file.string(), kMostTries);
}

Status forgiveTries(Connection& connection, std::span<const std::filesystem::path> files) {
    for (const auto& file : files) {
        if (Status forgiven =
                connection.execute("UPDATE waiting_description SET tries = max(tries - 1, 0), "
                                   "is_done = 0, is_failed = 0 WHERE file = ?1",
                                   file.string());
            !forgiven) {
            return forgiven;
        }
    }
    return Unit{};
}

Status setPaused(Connection& connection, bool isPaused) {
    return connection.execute(isPaused ? "INSERT OR IGNORE INTO paused_description (id) VALUES (1)"
                                       : "DELETE FROM paused_description");
}

/// What stood there under the same name before is gone.
Status moveWaiting(Connection& connection, const std::filesystem::path& before,
                   const std::filesystem::path& after) {
    return connection.execute("UPDATE OR REPLACE waiting_description SET file = ?2 WHERE file = ?1",
                              before.string(), after.string());
}

Status clearWaiting(Connection& connection) {
    const Status cleared = connection.execute("DELETE FROM waiting_description");
    return cleared ? setPaused(connection, false) : cleared;
}

}  // namespace limn
