// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"
#include "core/database/FileLock.h"
#include "core/database/migration.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace limn {

enum class DatabaseAccess { ReadWrite = 1, ReadOnly };

struct DatabaseOptions {
    std::filesystem::path file;        ///< its folder is made if need be
    std::vector<MigrationStep> steps;  ///< of all areas
    DatabaseAccess access = DatabaseAccess::ReadWrite;
};

/// What the person should know about how their database was opened.
struct OpenReport {
    DatabaseAccess access = DatabaseAccess::ReadWrite;
    std::string notice;  ///< a full sentence, or empty where all is as it should be
    std::filesystem::path
        damagedCopy;                ///< the file that was damaged, kept; empty if there was none
    std::int64_t rowsSalvaged = 0;  ///< out of that
};

/// An open database file with the right to write it.
struct OpenDatabase {
    std::optional<FileLock> lock;
    std::optional<Connection> connection;
    OpenReport report;
};

/// Opens, or makes, the one database of a person, at the newest schema. Blocks on files: never on the GUI thread.
/// - On a network file system: FileRefused, since SQLite would lose data there.
/// - In use by another Limn: FileRefused; ask again with ReadOnly if that is wanted.
/// - A folder that cannot be written, or a file of a newer Limn: opened read-only, and the notice says why.
/// - A damaged file: kept under another name, what can be read is carried over into a new one.
Result<OpenDatabase> openDatabase(const DatabaseOptions& options);

/// For damage that shows later. Requires open.connection to be the writer. Readers that are at work see the
/// old file until they open again. Where no new file can be made, open.connection is empty afterwards.
Status rebuildDatabase(const DatabaseOptions& options, OpenDatabase& open);

}  // namespace limn
