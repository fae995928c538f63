// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/migration.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace limn {
namespace {

constexpr std::size_t kBackupsKept = 3;

using Applied = std::set<std::pair<std::string, std::int64_t>>;

Result<Applied> appliedSteps(Connection& connection) {
    const auto table = connection.integer(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_step'");
    if (!table) {
        return table.error();
    }
    if (**table == 0) {
        return Applied{};
    }
    const auto found = connection.rows(
        "SELECT area, number FROM schema_step",
        [](const Statement& row) { return std::pair(row.text(0), row.integer(1)); });
    if (!found) {
        return found.error();
    }
    return Applied(found->begin(), found->end());
}

Status checkList(std::span<const MigrationStep> steps) {
    std::map<std::string, int> last;
    for (const MigrationStep& step : steps) {
        if (step.number != ++last[step.area]) {
            return Error{ErrorCode::Internal,
                         "The steps of '" + step.area + "' do not count from 1 without holes.",
                         {}};
        }
    }
    return Unit{};
}

Status checkIsOurs(Connection& connection) {
    const auto id = connection.integer("PRAGMA application_id");
    const auto tables = connection.integer("SELECT count(*) FROM sqlite_schema");
    if (!id || !tables) {
        return id ? tables.error() : id.error();
    }
    if (**tables > 0 && **id != kApplicationId) {
        return Error{ErrorCode::FileRefused,
                     "'" + displayText(connection.file().string(), 400) +
                         "' is a database of another program; it was left as it is.",
                     {}};
    }
    return Unit{};
}

Status backUp(Connection& connection, std::int64_t version) {
    const std::filesystem::path folder = connection.file().parent_path() / "backups";
    const std::string stem = connection.file().stem().string() + "-before-step-";
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const std::filesystem::path target = folder / (stem + std::to_string(version + 1) + ".db");
    const std::filesystem::path partial = target.string() + ".part";
    std::filesystem::remove(partial, failed);
    if (Status copied = connection.execute("VACUUM INTO ?1", partial.string()); !copied) {
        std::filesystem::remove(partial, failed);
        Error error = copied.error();
        error.message =
            "No backup could be made before the database is brought up to date. " + error.message;
        return error;
    }
    std::filesystem::rename(partial, target, failed);
    if (failed) {
        return Error{
            ErrorCode::WriteFailed,
            "The backup '" + target.string() + "' could not be named: " + failed.message() + ".",
            {}};
    }
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> backups;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(stem) && name.ends_with(".db")) {
            backups.emplace_back(entry.last_write_time(failed), entry.path());
        }
    }
    std::sort(backups.rbegin(), backups.rend());
    for (std::size_t i = kBackupsKept; i < backups.size(); ++i) {
        std::filesystem::remove(backups[i].second, failed);
    }
    return Unit{};
}

Status applyStep(Connection& connection, const MigrationStep& step) {
    return connection.transaction([&](Connection& open) -> Status {
        if (Status changed = open.run(step.sql); !changed) {
            return changed;
        }
        if (Status noted = open.execute("INSERT INTO schema_step (area, number, applied_at) VALUES "
                                        "(?1, ?2, unixepoch())",
                                        step.area, step.number);
            !noted) {
            return noted;
        }
        const auto count = open.integer("SELECT count(*) FROM schema_step");
        if (!count) {
            return count.error();
        }
        return open.run("PRAGMA user_version = " + std::to_string(**count));
    });
}

Status checkAfter(Connection& connection) {
    const auto orphans = connection.rows("PRAGMA foreign_key_check",
                                         [](const Statement& row) { return row.text(0); });
    if (!orphans) {
        return orphans.error();
    }
    if (!orphans->empty()) {
        return Error{ErrorCode::FileDamaged,
                     "'" + displayText(connection.file().string(), 400) + "' holds rows of '" +
                         orphans->front() + "' that point nowhere.",
                     {}};
    }
    return connection.quickCheck();
}

}  // namespace

Result<SchemaState> schemaState(Connection& connection, std::span<const MigrationStep> steps) {
    const auto applied = appliedSteps(connection);
    if (!applied) {
        return applied.error();
    }
    std::size_t known = 0;
    for (const MigrationStep& step : steps) {
        known += applied->contains({step.area, step.number}) ? 1U : 0U;
    }
    if (known < applied->size()) {
        return SchemaState::Newer;
    }
    return known == steps.size() ? SchemaState::Current : SchemaState::Older;
}

Status migrate(Connection& connection, std::span<const MigrationStep> steps) {
    for (const Status& checked : {checkList(steps), checkIsOurs(connection)}) {
        if (!checked) {
            return checked;
        }
    }
    const auto applied = appliedSteps(connection);
    if (!applied) {
        return applied.error();
    }
    if (applied->empty()) {
        Status prepared = connection.run(
            "BEGIN IMMEDIATE; PRAGMA application_id = " + std::to_string(kApplicationId) +
            "; CREATE TABLE IF NOT EXISTS schema_step (area TEXT NOT NULL, number INTEGER NOT "
            "NULL, applied_at INTEGER NOT "
            "NULL, PRIMARY KEY (area, number)) STRICT, WITHOUT ROWID; COMMIT");
        if (!prepared) {
            return prepared;
        }
    }
    bool hasChanged = false;
    for (const MigrationStep& step : steps) {
        if (applied->contains({step.area, step.number})) {
            continue;
        }
        if (!hasChanged && !applied->empty()) {
            const auto version = static_cast<std::int64_t>(applied->size());
            if (Status saved = backUp(connection, version); !saved) {
                return saved;
            }
        }
        hasChanged = true;
        if (Status done = applyStep(connection, step); !done) {
            return done;
        }
    }
    return hasChanged ? checkAfter(connection) : Status(Unit{});
}

}  // namespace limn
