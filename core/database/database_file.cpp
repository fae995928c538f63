// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/database_file.h"

#include "core/base/display_text.h"
#include "core/database/network_file_system.h"
#include "core/database/salvage.h"

#include <chrono>
#include <ctime>
#include <system_error>

#include <unistd.h>

namespace limn {
namespace {

std::string quotedName(const std::filesystem::path& file) {
    return "'" + displayText(file.string(), 400) + "'";
}

std::string stampNow() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &utc);
    return text;
}

/// Moves the damaged file and its log out of the way, together, under a name that is free.
Result<std::filesystem::path> keepDamaged(const std::filesystem::path& file) {
    std::error_code failed;
    const std::string base = file.string() + ".damaged-" + stampNow();
    std::filesystem::path copy = base;
    for (int number = 2; std::filesystem::exists(copy, failed); ++number) {
        copy = base + "-" + std::to_string(number);
    }
    std::filesystem::rename(file, copy, failed);
    if (failed) {
        return Error{ErrorCode::WriteFailed,
                     "The damaged " + quotedName(file) +
                         " cannot be moved out of the way: " + failed.message() + ".",
                     {}};
    }
    std::filesystem::rename(file.string() + "-wal", copy.string() + "-wal", failed);
    std::filesystem::remove(file.string() + "-shm", failed);
    return copy;
}

Status openFresh(const DatabaseOptions& options, OpenDatabase& open) {
    Result<Connection> connection = Connection::open(options.file, ConnectionKind::Writer);
    if (!connection) {
        return connection.error();
    }
    if (Status migrated = migrate(*connection, options.steps); !migrated) {
        return migrated;
    }
    open.connection.emplace(std::move(*connection));
    return Unit{};
}

Result<OpenDatabase> openReadOnly(const DatabaseOptions& options, const std::string& notice) {
    Result<Connection> connection = Connection::open(options.file, ConnectionKind::Reader);
    if (!connection) {
        // WAL needs a file beside the database; where none can be made, only a sealed look is left.
        connection = Connection::open(options.file, ConnectionKind::Sealed);
    }
    if (!connection) {
        return connection.error();
    }
    OpenDatabase open;
    open.connection.emplace(std::move(*connection));
    open.report.access = DatabaseAccess::ReadOnly;
    open.report.notice = notice;
    return open;
}

bool canBeWritten(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.parent_path();
    const bool isThere = ::access(file.c_str(), F_OK) == 0;
    return ::access(folder.c_str(), W_OK | X_OK) == 0 &&
           (!isThere || ::access(file.c_str(), W_OK) == 0);
}

}  // namespace

Status rebuildDatabase(const DatabaseOptions& options, OpenDatabase& open) {
    open.connection.reset();
    Result<std::filesystem::path> copy = keepDamaged(options.file);
    if (!copy) {
        return copy.error();
    }
    if (Status fresh = openFresh(options, open); !fresh) {
        return fresh;
    }
    const Result<std::int64_t> rows = salvage(*copy, *open.connection);
    open.report.damagedCopy = *copy;
    open.report.rowsSalvaged = rows ? *rows : 0;
    open.report.notice = "The database was damaged. A new one was made with the " +
                         std::to_string(open.report.rowsSalvaged) +
                         " entries that could be read; the damaged file is kept as " +
                         quotedName(*copy) + ".";
    return rows ? Status(Unit{}) : Status(rows.error());
}

Result<OpenDatabase> openDatabase(const DatabaseOptions& options) {
    const std::filesystem::path folder = options.file.parent_path();
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (!std::filesystem::is_directory(folder, failed)) {
        return Error{ErrorCode::WriteFailed,
                     "The folder " + quotedName(folder) + " is not there and cannot be made.",
                     failed.message()};
    }
    if (const auto type = networkFileSystemAt(folder)) {
        return Error{
            ErrorCode::FileRefused,
            "The database cannot lie in " + quotedName(folder) + ": that is a network folder (" +
                displayText(*type) +
                "), where it would lose data. Pictures may lie there; choose a local data folder.",
            {}};
    }
    if (options.access == DatabaseAccess::ReadOnly) {
        return openReadOnly(options, "The database was opened for reading only.");
    }
    if (!canBeWritten(options.file)) {
        return openReadOnly(options,
                            quotedName(options.file) +
                                " cannot be written; nothing that you change here will be kept.");
    }
    OpenDatabase open;
    Result<FileLock> lock = FileLock::acquire(options.file.string() + ".lock");
    if (!lock) {
        return lock.error();
    }
    open.lock.emplace(std::move(*lock));

    Result<Connection> connection = Connection::open(options.file, ConnectionKind::Writer);
    Status ready = connection ? Status(Unit{}) : Status(connection.error());
    if (ready) {
        const Result<SchemaState> state = schemaState(*connection, options.steps);
        if (state && *state == SchemaState::Newer) {
            connection = Error{};  // the writer goes before a reader comes
            Result<OpenDatabase> readOnly = openReadOnly(
                options, quotedName(options.file) +
                             " was written by a newer Limn; it is opened for reading only.");
            if (readOnly) {
                readOnly->lock = std::move(open.lock);
            }
            return readOnly;
        }
        ready = state ? migrate(*connection, options.steps) : Status(state.error());
    }
    if (ready) {
        open.connection.emplace(std::move(*connection));
        return open;
    }
    if (ready.error().code != ErrorCode::FileDamaged) {
        return ready.error();
    }
    connection = ready.error();  // closes the file
    if (Status rebuilt = rebuildDatabase(options, open); !rebuilt) {
        return rebuilt.error();
    }
    return open;
}

}  // namespace limn
