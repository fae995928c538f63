// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"

#include <cstdint>
#include <filesystem>

namespace limn {

/// Carries over every row of the damaged file that can still be read into the tables of a new database. Each table is
/// read from its start to the first damage and from its end back to the last one. Rows that point nowhere afterwards are
/// left out; FTS5 tables (which take their content from a table) are built anew. Gives the number of rows taken; what cannot be read at all counts as none.
Result<std::int64_t> salvage(const std::filesystem::path& damaged, Connection& target);

}  // namespace limn
