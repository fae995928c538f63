// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/database/Connection.h"

#include <filesystem>
#include <string>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace limn {

/// What a connection and its statements share: the handle, and the statements that are prepared and
/// not in use. Only for core/database itself.
struct ConnectionState {
    ConnectionState() = default;
    ~ConnectionState();
    ConnectionState(const ConnectionState&) = delete;
    ConnectionState& operator=(const ConnectionState&) = delete;

    /// The sentence for an SQLite result code, with the words of SQLite as the detail.
    Error failure(int code, const std::string& sql) const;

    std::filesystem::path file;
    ConnectionKind kind = ConnectionKind::Reader;
    sqlite3* handle = nullptr;
    std::unordered_map<std::string, sqlite3_stmt*> idle;
};

}  // namespace limn
