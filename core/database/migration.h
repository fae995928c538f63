// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace limn {

/// One change of the schema that was shipped and is therefore never edited again. Each area (gallery,
/// conversation, ...) has a function that gives its list: `std::vector<MigrationStep> gallerySteps()`.
struct MigrationStep {
    std::string area;
    int number = 0;   ///< counts from 1 in its area, without holes
    std::string sql;  ///< statements; tables are STRICT
};

inline constexpr int kApplicationId = 0x4c696d6e;  ///< "Limn", in the header of the file

/// What a file's own table of steps says against the list of this program.
enum class SchemaState { Current = 1, Older, Newer };

Result<SchemaState> schemaState(Connection& connection, std::span<const MigrationStep> steps);

/// Applies the steps that are missing, in the order of the list, each in one transaction. Before the first one a file
/// that holds something is copied into `backups/` beside it (the newest three are kept); after the last one foreign keys
/// and the file are checked. The number of steps applied is the file's user_version. A file of another program is FileRefused.
Status migrate(Connection& connection, std::span<const MigrationStep> steps);

}  // namespace limn
