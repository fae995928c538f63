// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/Connection.h"

#include "core/base/display_text.h"
#include "core/database/ConnectionState.h"

#include <cstdio>

#include <sqlite3.h>

namespace limn {
namespace {

constexpr int kBusyTimeoutMs = 5000;
constexpr int kInstructionsBetweenStopChecks = 1000;

// A database is untrusted like every file: nothing in its schema may call functions with side effects, pages are
// checked before they are used, and nothing is mapped (a cut file would be a signal instead of an error).
constexpr const char* kCommonSettings =
    "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA "
    "foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;";
// FULL: a commit is on the medium before it returns, also in WAL mode.
constexpr const char* kWriterSettings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;";
// Two connections that checkpoint at once lose data in SQLite before 3.51.3: only the writer does.
constexpr const char* kReaderSettings = "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;";

std::string uriOf(const std::filesystem::path& file, ConnectionKind kind) {
    std::string uri = "file:";
    for (const char c : file.string()) {
        if (c == '%' || c == '?' || c == '#') {
            char escaped[4];
            std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(c));
            uri += escaped;
        } else {
            uri += c;
        }
    }
    uri += kind == ConnectionKind::Writer ? "?mode=rwc" : "?mode=ro";
    return kind == ConnectionKind::Sealed ? uri + "&immutable=1" : uri;
}

int stopAsked(void* token) {
    return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0;
}

}  // namespace

ConnectionState::~ConnectionState() {
    for (const auto& [sql, statement] : idle) {
        sqlite3_finalize(statement);
    }
    sqlite3_close(handle);
}

Error ConnectionState::failure(int code, const std::string& sql) const {
    const std::string name = "'" + displayText(file.string(), 400) + "'";
    const std::string detail = std::string(sqlite3_errstr(code)) + " (" + std::to_string(code) +
                               "): " + (handle != nullptr ? sqlite3_errmsg(handle) : "") + "\n" +
                               sql;
    switch (code & 0xff) {
    case SQLITE_FULL:
        return {ErrorCode::WriteFailed, "The disk is full: nothing was changed in " + name + ".",
                detail};
    case SQLITE_IOERR:
        return {ErrorCode::WriteFailed,
                "The system could not read or write " + name + "; nothing was changed.", detail};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {ErrorCode::WriteFailed,
                name + " cannot be written: the file or its folder is read-only.", detail};
    case SQLITE_CANTOPEN:
        return {ErrorCode::FileNotFound, name + " cannot be opened.", detail};
    case SQLITE_CORRUPT:
        return {ErrorCode::FileDamaged, name + " is damaged.", detail};
    case SQLITE_NOTADB:
        return {ErrorCode::FileDamaged, name + " is not a database.", detail};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::WriteFailed, name + " is in use by another program.", detail};
    case SQLITE_NOMEM:
        return {ErrorCode::OutOfMemory, "There is not enough memory to use " + name + ".", detail};
    default:
        return {ErrorCode::Internal, "An order to " + name + " failed.", detail};
    }
}

Result<Connection> Connection::open(const std::filesystem::path& file, ConnectionKind kind) {
    auto state = std::make_shared<ConnectionState>();
    state->file = file;
    state->kind = kind;
    const int flags = (kind == ConnectionKind::Writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                      : SQLITE_OPEN_READONLY) |
                      SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (const int code = sqlite3_open_v2(uriOf(file, kind).c_str(), &state->handle, flags, nullptr);
        code != SQLITE_OK) {
        return state->failure(code, "open");
    }
    sqlite3_busy_timeout(state->handle, kBusyTimeoutMs);
    sqlite3_db_config(state->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (kind != ConnectionKind::Writer) {
        sqlite3_db_config(state->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    Connection connection(std::move(state));
    if (Status set = connection.run(kCommonSettings); !set) {
        return set.error();
    }
    if (Status set =
            connection.run(kind == ConnectionKind::Writer ? kWriterSettings : kReaderSettings);
        !set) {
        return set.error();
    }
    // The first read of the file itself: what is no database says so here.
    if (Status read = connection.run("SELECT count(*) FROM sqlite_schema"); !read) {
        return read.error();
    }
    return connection;
}

const std::filesystem::path& Connection::file() const {
    return m_state->file;
}

ConnectionKind Connection::kind() const {
    return m_state->kind;
}

Status Connection::run(const std::string& script) {
    const int code = sqlite3_exec(m_state->handle, script.c_str(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Status(Unit{}) : Status(m_state->failure(code, script));
}

Result<Statement> Connection::prepare(std::string_view sql) {
    const auto idle = m_state->idle.find(std::string(sql));
    if (idle != m_state->idle.end()) {
        sqlite3_stmt* kept = idle->second;
        m_state->idle.erase(idle);
        return Statement(m_state, kept);
    }
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(m_state->handle, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
        return m_state->failure(code, std::string(sql));
    }
    if (statement == nullptr) {
        return Error{ErrorCode::Internal, "An empty order was given to a database.",
                     std::string(sql)};
    }
    return Statement(m_state, statement);
}

std::int64_t Connection::lastInsertedId() const {
    return sqlite3_last_insert_rowid(m_state->handle);
}

std::int64_t Connection::changedRows() const {
    return sqlite3_changes64(m_state->handle);
}

void Connection::rollBack() {
    if (sqlite3_get_autocommit(m_state->handle) == 0) {
        sqlite3_exec(m_state->handle, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

Connection::StopGuard::StopGuard(Connection& connection, std::stop_token stop)
    : m_connection(connection.m_state), m_stop(std::move(stop)) {
    sqlite3_progress_handler(m_connection->handle, kInstructionsBetweenStopChecks, stopAsked,
                             &m_stop);
}

Connection::StopGuard::~StopGuard() {
    sqlite3_progress_handler(m_connection->handle, 0, nullptr, nullptr);
}

Status Connection::quickCheck() {
    const auto said =
        rows("PRAGMA quick_check(20)", [](const Statement& row) { return row.text(0); });
    if (!said) {
        return said.error();
    }
    if (said->size() == 1 && said->front() == "ok") {
        return Unit{};
    }
    std::string detail;
    for (const std::string& line : *said) {
        detail += line + "\n";
    }
    return Error{ErrorCode::FileDamaged,
                 "'" + displayText(m_state->file.string(), 400) + "' is damaged.", detail};
}

}  // namespace limn
