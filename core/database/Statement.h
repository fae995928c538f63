// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3_stmt;

namespace limn {

struct ConnectionState;

/// One prepared statement with its bound values, given back to its connection's store when it goes.
/// Belongs to the thread of its connection. Values are always bound, never pasted into the text.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    ~Statement();

    /// Parameters count from 1. A failure to bind is kept and comes out of the next step().
    void bind(int index, std::int64_t value);
    void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, bool value) { bind(index, std::int64_t{value ? 1 : 0}); }
    void bind(int index, double value);
    void bind(int index, std::string_view text);
    void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
    void bind(int index, const char* text) { bind(index, std::string_view(text)); }
    void bind(int index, std::span<const std::uint8_t> bytes);
    void bind(int index, std::nullptr_t);
    /// The value of another statement's current row, whatever its type.
    void bindColumn(int index, const Statement& row, int column);
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value) {
            bind(index, *value);
        } else {
            bind(index, nullptr);
        }
    }

    template <class... Values>
    void bindAll(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
    }

    /// True: a row can be read. False: there is none any more.
    Result<bool> step();
    /// Ready to be run again; the bound values stay.
    void reset();

    // The columns of the current row count from 0. A text is UTF-8 as it was stored.
    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    std::vector<std::uint8_t> bytes(int column) const;
    int columnCount() const;

private:
    friend class Connection;
    Statement(std::shared_ptr<ConnectionState> connection, sqlite3_stmt* statement);
    void keep(int code);
    void giveBack();

    std::shared_ptr<ConnectionState> m_connection;
    sqlite3_stmt* m_statement = nullptr;
    int m_bindProblem = 0;
};

}  // namespace limn
