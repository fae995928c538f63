// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/picture_search.h"

#include "core/gallery/picture_rows.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace limn {
namespace {

/// Up to here matches are sorted; more of them are picked out of the whole order.
constexpr std::size_t kFewMatches = 3000;
constexpr std::size_t kLongestSearchBytes = 1000;

bool isWordSeparator(unsigned char c) {
    // As the tokenizer of the index sees ASCII; other letters are left to it.
    return c < 0x80 && std::isalnum(c) == 0;
}

struct Order {
    const char* index;
    const char* columns;
};

Order orderOf(const GalleryQuery& query, bool isOneLabel) {
    const bool isByDate = query.sort == GallerySort::Newest || query.sort == GallerySort::Oldest ||
                          query.sort == GallerySort::Model;
    const char* columns = query.sort == GallerySort::Oldest ? "made_at, id"
                          : query.sort == GallerySort::Name ? "name COLLATE NOCASE, id"
                          : query.sort == GallerySort::BestRated
                              ? "rating DESC, made_at DESC, id DESC"
                              : "made_at DESC, id DESC";
    const char* index = query.sort == GallerySort::Name        ? "picture_by_name"
                        : query.sort == GallerySort::BestRated ? "picture_by_rating"
                        : isByDate && isOneLabel               ? "picture_by_model"
                        : query.onlyFavourites                 ? "picture_by_favourite"
                                                               : "picture_by_date";
    return {index, columns};
}

/// Conditions on `p`, with the values they are bound to: ?1 shelf, ?2 label, ?3 rating, ?4 and ?5 dates, ?6 aspect.
std::string conditionsOf(const GalleryQuery& query, bool isOneLabel) {
    std::string sql = "p.shelf = ?1";
    sql += isOneLabel ? " AND p.label = ?2" : "";
    sql += query.minRating > 0 ? " AND p.rating >= ?3" : "";
    sql += query.onlyFavourites ? " AND p.is_favourite = 1" : "";
    sql += query.onlyWithText ? " AND p.has_text = 1" : "";
    sql += query.madeFromMs ? " AND p.made_at >= ?4" : "";
    sql += query.madeToMs ? " AND p.made_at < ?5" : "";
    sql += query.aspect ? " AND p.aspect = ?6" : "";
    return sql;
}

void bindConditions(Statement& statement, const GalleryQuery& query,
                    const std::optional<std::int64_t>& label) {
    statement.bind(1, static_cast<std::int64_t>(query.shelf));
    if (label) {
        statement.bind(2, *label);
    }
    if (query.minRating > 0) {
        statement.bind(3, query.minRating);
    }
    if (query.madeFromMs) {
        statement.bind(4, *query.madeFromMs);
    }
    if (query.madeToMs) {
        statement.bind(5, *query.madeToMs);
    }
    if (query.aspect) {
        statement.bind(6, static_cast<std::int64_t>(*query.aspect));
    }
}

class Search {
public:
    Search(Connection& connection, const GalleryQuery& query, std::size_t limit)
        : m_connection(connection), m_query(query), m_limit(limit),
          m_expression(searchExpression(query.words)) {}

    Result<std::vector<PictureId>> run() {
        if (!m_expression.empty()) {
            if (Status matched = match(); !matched) {
                return matched.error();
            }
        }
        const auto labels = labelsInOrder();
        if (!labels) {
            return labels.error();
        }
        for (const auto& label : *labels) {
            if (Status walked = walk(label); !walked) {
                return walked.error();
            }
        }
        return std::move(m_found);
    }

private:
    bool isByWords() const { return !m_expression.empty(); }

    Status match() {
        const auto rows = m_connection.rows(
            "SELECT rowid FROM picture_words WHERE picture_words MATCH ?1",
            [](const Statement& row) { return row.integer(0); }, m_expression);
        if (!rows) {
            return rows.error();
        }
        m_areFew = rows->size() <= kFewMatches;
        if (!m_areFew) {
            m_matches.resize(
                static_cast<std::size_t>(*std::max_element(rows->begin(), rows->end())) + 1);
            for (const PictureId id : *rows) {
                m_matches[static_cast<std::size_t>(id)] = true;
            }
        }
        return Unit{};
    }

    /// Nothing: one walk over all models. The order of models is that of their names, which no index of pictures knows.
    Result<std::vector<std::optional<std::int64_t>>> labelsInOrder() {
        if (m_query.model) {
            return m_connection.rows(
                "SELECT id FROM model_label WHERE name = ?1",
                [](const Statement& row) { return std::optional(row.integer(0)); }, *m_query.model);
        }
        if (m_query.sort != GallerySort::Model) {
            return std::vector<std::optional<std::int64_t>>{std::nullopt};
        }
        return m_connection.rows(
            "SELECT id FROM model_label ORDER BY name = '', name COLLATE NOCASE, id",
            [](const Statement& row) { return std::optional(row.integer(0)); });
    }

    Status walk(const std::optional<std::int64_t>& label) {
        const Order order = orderOf(m_query, label.has_value());
        const std::string conditions = conditionsOf(m_query, label.has_value());
        const bool isJoined = isByWords() && m_areFew;
        const std::string sql =
            isJoined ? "SELECT p.id FROM picture_words w CROSS JOIN picture p ON "
                       "p.id = w.rowid WHERE picture_words MATCH ?7 AND " +
                           conditions + " ORDER BY " + qualified(order.columns)
                     : "SELECT p.id FROM picture p INDEXED BY " + std::string(order.index) +
                           " WHERE " + conditions + " ORDER BY " + qualified(order.columns);
        Result<Statement> statement = m_connection.prepare(sql);
        if (!statement) {
            return statement.error();
        }
        bindConditions(*statement, m_query, label);
        if (isJoined) {
            statement->bind(7, m_expression);
        }
        while (m_found.size() < m_limit) {
            const Result<bool> row = statement->step();
            if (!row) {
                return row.error();
            }
            if (!*row) {
                break;
            }
            const PictureId id = statement->integer(0);
            if (!isByWords() || m_areFew || isMatch(id)) {
                m_found.push_back(id);
            }
        }
        return Unit{};
    }

    bool isMatch(PictureId id) const {
        const auto place = static_cast<std::size_t>(id);
        return place < m_matches.size() && m_matches[place];
    }

    static std::string qualified(const std::string& columns) {
        // "made_at DESC, id" -> "p.made_at DESC, p.id": the words table has a column `name` too.
        std::string text = "p.";
        for (std::size_t i = 0; i < columns.size(); ++i) {
            text += columns[i];
            if (columns[i] == ',') {
                text += " p.";
                ++i;
            }
        }
        return text;
    }

    Connection& m_connection;
    const GalleryQuery& m_query;
    std::size_t m_limit;
    std::string m_expression;
    bool m_areFew = false;
    std::vector<bool> m_matches;  // by id, where there are many
    std::vector<PictureId> m_found;
};

Result<std::vector<PictureId>> familyOf(Connection& connection, PictureId id, std::size_t limit) {
    const Result<Lineage> lineage = lineageOf(connection, id);
    if (!lineage) {
        return lineage.error();
    }
    std::vector<PictureId> family;
    for (auto each = lineage->ancestors.rbegin(); each != lineage->ancestors.rend(); ++each) {
        family.push_back(each->id);
    }
    family.push_back(id);
    for (auto each = lineage->children.rbegin(); each != lineage->children.rend(); ++each) {
        family.push_back(each->id);
    }
    family.resize(std::min(family.size(), limit));
    return family;
}

}  // namespace

Result<std::vector<PictureId>> findPictures(Connection& connection, const GalleryQuery& query,
                                            std::size_t limit) {
    if (query.familyOf) {
        return familyOf(connection, *query.familyOf, limit);
    }
    return Search(connection, query, limit).run();
}

std::string searchExpression(const std::string& words) {
    std::string expression;
    std::string word;
    const auto takeWord = [&]() {
        if (!word.empty()) {
            expression += (expression.empty() ? "\"" : " \"") + word + "\"*";
            word.clear();
        }
    };
    for (const char c : words.substr(0, kLongestSearchBytes)) {
        if (isWordSeparator(static_cast<unsigned char>(c))) {
            takeWord();
        } else {
            word += c;
        }
    }
    takeWord();
    return expression;
}

}  // namespace limn
