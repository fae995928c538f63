// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/salvage.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace limn {
namespace {

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char c : name) {
        text += c;
        if (c == '"') {
            text += c;
        }
    }
    return text + "\"";
}

/// The tables that rows are put into; search tables are built anew from them.
Result<std::vector<std::string>> plainTables(Connection& target) {
    return target.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND "
        "name NOT LIKE 'sqlite_%' AND name <> 'schema_step'",
        [](const Statement& row) { return row.text(0); });
}

struct TableColumns {
    std::string list;
    std::string places;
    int count = 0;
};

Result<TableColumns> columnsOf(Connection& source, Connection& target, const std::string& table) {
    const auto nameOf = [](const Statement& row) {
        return row.text(0);
    };
    // Not the generated ones, and only those that both files know: the damaged file may be of an older version.
    const auto wanted =
        target.rows("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0", nameOf, table);
    const auto present = source.rows("SELECT name FROM pragma_table_info(?1)", nameOf, table);
    if (!wanted || !present) {
        return wanted ? present.error() : wanted.error();
    }
    TableColumns columns;
    for (const std::string& name : *wanted) {
        if (std::find(present->begin(), present->end(), name) != present->end()) {
            ++columns.count;
            columns.list += (columns.count > 1 ? ", " : "") + quoted(name);
            columns.places += (columns.count > 1 ? ", ?" : "?") + std::to_string(columns.count);
        }
    }
    return columns;
}

/// Until the table ends or turns out to be damaged.
Result<std::int64_t> copyRows(Connection& source, Connection& target, const std::string& table,
                              const TableColumns& columns, const std::string& order) {
    Result<Statement> from =
        source.prepare("SELECT " + columns.list + " FROM " + quoted(table) + order);
    Result<Statement> into = target.prepare("INSERT OR IGNORE INTO " + quoted(table) + " (" +
                                            columns.list + ") VALUES (" + columns.places + ")");
    if (!from || !into) {
        return std::int64_t{0};
    }
    std::int64_t taken = 0;
    while (true) {
        const Result<bool> row = from->step();
        if (!row || !*row) {
            return taken;
        }
        for (int i = 0; i < columns.count; ++i) {
            into->bindColumn(i + 1, *from, i);
        }
        const Result<bool> written = into->step();
        if (!written && written.error().code == ErrorCode::WriteFailed) {
            return written.error();  // our own disk, not the damage
        }
        taken += written ? target.changedRows() : 0;
        into->reset();
    }
}

Status dropRowsThatPointNowhere(Connection& target) {
    while (true) {
        const auto orphans = target.rows(
            "SELECT \"table\", rowid FROM pragma_foreign_key_check WHERE rowid IS NOT NULL",
            [](const Statement& row) { return std::pair(row.text(0), row.integer(1)); });
        if (!orphans) {
            return orphans.error();
        }
        if (orphans->empty()) {
            return Unit{};
        }
        for (const auto& [table, rowId] : *orphans) {
            if (Status dropped =
                    target.execute("DELETE FROM " + quoted(table) + " WHERE rowid = ?1", rowId);
                !dropped) {
                return dropped;
            }
        }
    }
}

Status rebuildSearchTables(Connection& target) {
    const auto names = target.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%USING fts5%'",
        [](const Statement& row) { return row.text(0); });
    if (!names) {
        return names.error();
    }
    for (const std::string& name : *names) {
        if (Status built = target.run("INSERT INTO " + quoted(name) + " (" + quoted(name) +
                                      ") VALUES ('rebuild')");
            !built) {
            return built;
        }
    }
    return Unit{};
}

}  // namespace

Result<std::int64_t> salvage(const std::filesystem::path& damaged, Connection& target) {
    Result<Connection> source = Connection::open(damaged, ConnectionKind::Reader);
    if (!source) {
        source = Connection::open(damaged, ConnectionKind::Sealed);
    }
    if (!source) {
        return std::int64_t{0};
    }
    const auto tables = plainTables(target);
    if (!tables) {
        return tables.error();
    }
    // Parents may come after their children here.
    if (Status off = target.run("PRAGMA foreign_keys=OFF"); !off) {
        return off.error();
    }
    Result<std::int64_t> taken = target.transaction([&](Connection& open) -> Result<std::int64_t> {
        std::int64_t total = 0;
        for (const std::string& table : *tables) {
            const auto columns = columnsOf(*source, open, table);
            if (!columns || columns->count == 0) {
                continue;
            }
            for (const char* order : {"", " ORDER BY rowid DESC"}) {
                const auto rows = copyRows(*source, open, table, *columns, order);
                if (!rows) {
                    return rows.error();
                }
                total += *rows;
            }
        }
        if (Status dropped = dropRowsThatPointNowhere(open); !dropped) {
            return dropped.error();
        }
        if (Status built = rebuildSearchTables(open); !built) {
            return built.error();
        }
        return total;
    });
    if (Status on = target.run("PRAGMA foreign_keys=ON"); !on) {
        return on.error();
    }
    return taken;
}

}  // namespace limn
