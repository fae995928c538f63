// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/Statement.h"

#include "core/database/ConnectionState.h"

#include <utility>

#include <sqlite3.h>

namespace limn {
namespace {

constexpr std::size_t kMostIdleStatements = 100;

}  // namespace

Statement::Statement(std::shared_ptr<ConnectionState> connection, sqlite3_stmt* statement)
    : m_connection(std::move(connection)), m_statement(statement) {}

Statement::Statement(Statement&& other) noexcept
    : m_connection(std::move(other.m_connection)),
      m_statement(std::exchange(other.m_statement, nullptr)), m_bindProblem(other.m_bindProblem) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    if (this != &other) {
        giveBack();
        m_connection = std::move(other.m_connection);
        m_statement = std::exchange(other.m_statement, nullptr);
        m_bindProblem = other.m_bindProblem;
    }
    return *this;
}

Statement::~Statement() {
    giveBack();
}

void Statement::giveBack() {
    if (m_statement == nullptr) {
        return;
    }
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    auto& idle = m_connection->idle;
    if (idle.size() >= kMostIdleStatements ||
        !idle.emplace(sqlite3_sql(m_statement), m_statement).second) {
        sqlite3_finalize(m_statement);
    }
    m_statement = nullptr;
}

void Statement::keep(int code) {
    if (code != SQLITE_OK && m_bindProblem == SQLITE_OK) {
        m_bindProblem = code;
    }
}

void Statement::bind(int index, std::int64_t value) {
    keep(sqlite3_bind_int64(m_statement, index, value));
}

void Statement::bind(int index, double value) {
    keep(sqlite3_bind_double(m_statement, index, value));
}

void Statement::bind(int index, std::string_view text) {
    // A null pointer would bind NULL; an empty text is not that.
    const char* start = text.data() == nullptr ? "" : text.data();
    keep(
        sqlite3_bind_text64(m_statement, index, start, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int index, std::span<const std::uint8_t> bytes) {
    const void* start = bytes.data() == nullptr ? static_cast<const void*>("") : bytes.data();
    keep(sqlite3_bind_blob64(m_statement, index, start, bytes.size(), SQLITE_TRANSIENT));
}

void Statement::bind(int index, std::nullptr_t) {
    keep(sqlite3_bind_null(m_statement, index));
}

void Statement::bindColumn(int index, const Statement& row, int column) {
    keep(sqlite3_bind_value(m_statement, index, sqlite3_column_value(row.m_statement, column)));
}

Result<bool> Statement::step() {
    if (m_bindProblem != SQLITE_OK) {
        return m_connection->failure(m_bindProblem, sqlite3_sql(m_statement));
    }
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    Error error = m_connection->failure(code, sqlite3_sql(m_statement));
    sqlite3_reset(m_statement);
    return error;
}

void Statement::reset() {
    sqlite3_reset(m_statement);
    m_bindProblem = SQLITE_OK;
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Statement::text(int column) const {
    const unsigned char* start = sqlite3_column_text(m_statement, column);
    const int size = sqlite3_column_bytes(m_statement, column);
    return start == nullptr
               ? std::string()
               : std::string(reinterpret_cast<const char*>(start), static_cast<std::size_t>(size));
}

std::vector<std::uint8_t> Statement::bytes(int column) const {
    const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement, column));
    const int size = sqlite3_column_bytes(m_statement, column);
    return start == nullptr ? std::vector<std::uint8_t>()
                            : std::vector<std::uint8_t>(start, start + size);
}

int Statement::columnCount() const {
    return sqlite3_column_count(m_statement);
}

}  // namespace limn
