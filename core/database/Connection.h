// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "core/database/Statement.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace limn {

enum class ConnectionKind {
    Writer = 1,  ///< the only one of a file that writes or checkpoints
    Reader,      ///< beside a writer; every change is refused
    Sealed,  ///< reads a file whose folder cannot be written; what a -wal file holds may be missing
};

/// One connection to an SQLite database: WAL, every commit on the medium before it returns, foreign keys, no trust in
/// the file's own schema. For one thread at a time. Errors are sentences that name the file: WriteFailed (disk full, not
/// writable), FileDamaged, FileNotFound, or Internal with SQLite's words in the detail.
class Connection {
public:
    static Result<Connection> open(const std::filesystem::path& file, ConnectionKind kind);

    const std::filesystem::path& file() const;
    ConnectionKind kind() const;

    /// Statements without values, several if need be. For schemas.
    Status run(const std::string& script);
    Result<Statement> prepare(std::string_view sql);

    /// One statement that gives no rows.
    template <class... Values>
    Status execute(std::string_view sql, const Values&... values) {
        Result<Statement> statement = prepare(sql);
        if (!statement) {
            return std::move(statement).error();
        }
        statement->bindAll(values...);
        Result<bool> stepped = statement->step();
        return stepped ? Status(Unit{}) : Status(std::move(stepped).error());
    }

    /// The same for an INSERT: gives the new row's id.
    template <class... Values>
    Result<std::int64_t> insert(std::string_view sql, const Values&... values) {
        if (Status done = execute(sql, values...); !done) {
            return done.error();
        }
        return lastInsertedId();
    }

    /// Every row through `rowOf(const Statement&)`.
    template <class RowOf, class... Values>
    auto rows(std::string_view sql, RowOf rowOf, const Values&... values)
        -> Result<std::vector<decltype(rowOf(std::declval<const Statement&>()))>> {
        Result<Statement> statement = prepare(sql);
        if (!statement) {
            return std::move(statement).error();
        }
        statement->bindAll(values...);
        return rowsOf(*statement, rowOf);
    }

    /// The same for a statement whose values are bound already.
    template <class RowOf>
    static auto rowsOf(Statement& statement, RowOf rowOf)
        -> Result<std::vector<decltype(rowOf(std::declval<const Statement&>()))>> {
        std::vector<decltype(rowOf(std::declval<const Statement&>()))> found;
        while (true) {
            const Result<bool> stepped = statement.step();
            if (!stepped) {
                return stepped.error();
            }
            if (!*stepped) {
                return found;
            }
            found.push_back(rowOf(std::as_const(statement)));
        }
    }

    /// The first column of the first row; nothing if there is no row or it is null.
    template <class... Values>
    Result<std::optional<std::int64_t>> integer(std::string_view sql, const Values&... values) {
        auto found = rows(
            sql,
            [](const Statement& row) {
                return row.isNull(0) ? std::optional<std::int64_t>() : row.integer(0);
            },
            values...);
        if (!found) {
            return std::move(found).error();
        }
        return found->empty() ? std::optional<std::int64_t>() : found->front();
    }

    std::int64_t lastInsertedId() const;
    /// Rows changed by the last statement.
    std::int64_t changedRows() const;

    /// Runs `work(*this)` as one transaction: committed if it gives a value, undone if it gives an Error or if the
    /// commit fails. Not to be nested.
    template <class Work>
    auto transaction(Work&& work) -> std::invoke_result_t<Work&, Connection&> {
        if (Status begun = run("BEGIN IMMEDIATE"); !begun) {
            return begun.error();
        }
        auto result = work(*this);
        if (result) {
            if (Status committed = run("COMMIT"); !committed) {
                rollBack();
                return committed.error();
            }
        } else {
            rollBack();
        }
        return result;
    }

    /// While it lives, statements of this connection end with an error soon after a stop is asked for.
    class StopGuard {
    public:
        StopGuard(Connection& connection, std::stop_token stop);
        ~StopGuard();
        StopGuard(const StopGuard&) = delete;
        StopGuard& operator=(const StopGuard&) = delete;

    private:
        std::shared_ptr<ConnectionState> m_connection;
        std::stop_token m_stop;
    };

    /// SQLite's quick_check, as an error where the file is damaged.
    Status quickCheck();

private:
    explicit Connection(std::shared_ptr<ConnectionState> state) : m_state(std::move(state)) {}
    void rollBack();

    std::shared_ptr<ConnectionState> m_state;
};

}  // namespace limn
