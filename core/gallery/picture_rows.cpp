// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/picture_rows.h"

#include "core/gallery/words_index.h"

#include <algorithm>
#include <set>

namespace limn {
namespace {

constexpr std::size_t kMostAncestors = 100;
constexpr double kSquareTolerance = 1.05;

constexpr const char* kColumns =
    "p.id, p.folder, p.name, p.size_bytes, p.modified_ns, p.sha256, p.width_px, p.height_px, "
    "p.made_at, m.name, "
    "p.prompt, p.seed, p.made_from, p.description, p.seen_text, p.tags, p.rating, p.is_favourite, "
    "p.is_missing, "
    "coalesce(p.deleted_at, 0), p.turn_id, p.trash_file, p.alt FROM picture p JOIN model_label m "
    "ON m.id "
    "= p.label ";

constexpr char kTagSeparator = '\n';  // in the column `tags`; a tag's name never holds it

std::vector<std::string> tagsOf(const std::string& column) {
    std::vector<std::string> tags;
    for (std::size_t start = 0; start < column.size();) {
        const std::size_t end = std::min(column.find(kTagSeparator, start), column.size());
        tags.push_back(column.substr(start, end - start));
        start = end + 1;
    }
    return tags;
}

PictureRow rowOf(const Statement& row) {
    PictureRow picture;
    picture.id = row.integer(0);
    picture.file = std::filesystem::path(row.text(1)) / row.text(2);
    picture.stamp = {row.integer(3), row.integer(4)};
    picture.sha256 = row.text(5);
    picture.widthPx = static_cast<int>(row.integer(6));
    picture.heightPx = static_cast<int>(row.integer(7));
    picture.madeAtMs = row.integer(8);
    picture.model = row.text(9);
    picture.prompt = row.text(10);
    picture.seed = row.text(11);
    picture.madeFrom = row.text(12);
    picture.description = row.text(13);
    picture.seenText = row.text(14);
    picture.tags = tagsOf(row.text(15));
    picture.rating = static_cast<int>(row.integer(16));
    picture.isFavourite = row.integer(17) != 0;
    picture.isMissing = row.integer(18) != 0;
    picture.deletedAtMs = row.integer(19);
    picture.turnId = row.integer(20);
    picture.trashFile = row.text(21);
    picture.alt = row.text(22);
    return picture;
}

int aspectOf(int widthPx, int heightPx) {
    if (widthPx > heightPx * kSquareTolerance) {
        return 1;
    }
    return heightPx > widthPx * kSquareTolerance ? 3 : 2;
}

Result<std::int64_t> labelOf(Connection& connection, const std::string& model) {
    const auto known = connection.integer("SELECT id FROM model_label WHERE name = ?1", model);
    if (!known) {
        return known.error();
    }
    return *known ? Result<std::int64_t>(**known)
                  : connection.insert("INSERT INTO model_label (name) VALUES (?1)", model);
}

/// Runs `sql` once for each id, as ?1, with the value as ?2.
template <class Value>
Status forEach(Connection& connection, std::span<const PictureId> ids, const char* sql,
               const Value& value) {
    for (const PictureId id : ids) {
        if (Status done = connection.execute(sql, id, value); !done) {
            return done;
        }
    }
    return Unit{};
}

std::string trimmed(const std::string& name) {
    std::string text = name;
    std::replace(text.begin(), text.end(), kTagSeparator, ' ');
    const auto start = text.find_first_not_of(" \t\r");
    const auto end = text.find_last_not_of(" \t\r");
    return start == std::string::npos ? std::string() : text.substr(start, end - start + 1);
}

Result<std::optional<PictureRow>> first(Result<std::vector<PictureRow>> rows) {
    if (!rows) {
        return std::move(rows).error();
    }
    return rows->empty() ? std::optional<PictureRow>() : std::move(rows->front());
}

/// Known by its place; else a missing one of the same content.
Result<std::optional<std::int64_t>> rowFor(Connection& connection, const PictureFacts& facts) {
    auto known =
        connection.integer("SELECT id FROM picture WHERE shelf <> 2 AND folder = ?1 AND name = ?2",
                           facts.file.parent_path().string(), facts.file.filename().string());
    if (!known || *known) {
        return known;
    }
    return connection.integer(
        "SELECT id FROM picture WHERE sha256 = ?1 AND shelf = 1 AND is_missing = 1 AND sha256 <> "
        "'' ORDER BY id LIMIT 1",
        facts.sha256);
}

}  // namespace

Result<PictureId> putPicture(Connection& connection, const PictureFacts& facts) {
    const Result<std::int64_t> label = labelOf(connection, facts.model);
    if (!label) {
        return label.error();
    }
    const auto known = rowFor(connection, facts);
    if (!known) {
        return known.error();
    }
    const std::string folder = facts.file.parent_path().string();
    const std::string name = facts.file.filename().string();
    if (Status readable = connection.execute(
            "DELETE FROM unreadable_file WHERE folder = ?1 AND name = ?2", folder, name);
        !readable) {
        return readable.error();
    }
    const int aspect = aspectOf(facts.widthPx, facts.heightPx);
    if (!*known) {
        const Result<PictureId> id = connection.insert(
            "INSERT INTO picture (folder, name, size_bytes, modified_ns, sha256, width_px, "
            "height_px, aspect, made_at, label, "
            "prompt, seed, made_from, description, turn_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
            "?8, ?9, ?10, ?11, ?12, ?13, "
            "?14, ?15)",
            folder, name, facts.stamp.sizeBytes, facts.stamp.modifiedNs, facts.sha256,
            facts.widthPx, facts.heightPx, aspect, facts.madeAtMs, *label, facts.prompt, facts.seed,
            facts.madeFrom, facts.description, facts.turnId);
        if (!id) {
            return id;
        }
        const Status indexed = addWords(connection, *id);
        return indexed ? id : Result<PictureId>(indexed.error());
    }
    // A file that says nothing does not take away what is known: a description, or the turn it was made in.
    const Status updated = changeWords(connection, **known, [&]() {
        return connection.execute(
            "UPDATE picture SET folder = ?2, name = ?3, size_bytes = ?4, modified_ns = ?5, sha256 "
            "= "
            "?6, width_px = ?7, "
            "height_px = ?8, aspect = ?9, label = ?10, prompt = ?11, seed = ?12, made_from = ?13, "
            "description = iif(?14 = '', description, ?14), turn_id = iif(?15 = 0, turn_id, ?15), "
            "is_missing = 0, shelf = 1 WHERE id = ?1",
            **known, folder, name, facts.stamp.sizeBytes, facts.stamp.modifiedNs, facts.sha256,
            facts.widthPx, facts.heightPx, aspect, *label, facts.prompt, facts.seed, facts.madeFrom,
            facts.description, facts.turnId);
    });
    return updated ? Result<PictureId>(**known) : Result<PictureId>(updated.error());
}

Result<std::optional<PictureRow>> pictureById(Connection& connection, PictureId id) {
    return first(connection.rows(std::string("SELECT ") + kColumns + "WHERE p.id = ?1", rowOf, id));
}

Result<std::optional<PictureRow>> pictureByFile(Connection& connection,
                                                const std::filesystem::path& file) {
    return first(connection.rows(
        std::string("SELECT ") + kColumns + "WHERE p.shelf = 1 AND p.folder = ?1 AND p.name = ?2",
        rowOf, file.parent_path().string(), file.filename().string()));
}

Result<std::vector<PictureRow>> picturesById(Connection& connection,
                                             std::span<const PictureId> ids) {
    Result<Statement> find =
        connection.prepare(std::string("SELECT ") + kColumns + "WHERE p.id = ?1");
    if (!find) {
        return find.error();
    }
    std::vector<PictureRow> rows;
    rows.reserve(ids.size());
    for (const PictureId id : ids) {
        find->bindAll(id);
        const Result<bool> found = find->step();
        if (!found) {
            return found.error();
        }
        if (*found) {
            rows.push_back(rowOf(*find));
        }
        find->reset();
    }
    return rows;
}

Status setRating(Connection& connection, std::span<const PictureId> ids, int rating) {
    return forEach(connection, ids, "UPDATE picture SET rating = ?2 WHERE id = ?1", rating);
}

Status setFavourite(Connection& connection, std::span<const PictureId> ids, bool isFavourite) {
    return forEach(connection, ids, "UPDATE picture SET is_favourite = ?2 WHERE id = ?1",
                   isFavourite);
}

Status setDescription(Connection& connection, PictureId id, const std::string& description) {
    return changeWords(connection, id, [&]() {
        return connection.execute("UPDATE picture SET description = ?2 WHERE id = ?1", id,
                                  description);
    });
}

Status setSeenText(Connection& connection, PictureId id, const std::string& text) {
    return changeWords(connection, id, [&]() {
        return connection.execute("UPDATE picture SET seen_text = ?2 WHERE id = ?1", id, text);
    });
}

Status setAlt(Connection& connection, PictureId id, const std::string& alt) {
    return changeWords(connection, id, [&]() {
        return connection.execute("UPDATE picture SET alt = ?2 WHERE id = ?1", id, alt);
    });
}

Status setTags(Connection& connection, PictureId id, std::span<const std::string> tags) {
    if (Status cleared = connection.execute("DELETE FROM picture_tag WHERE picture = ?1", id);
        !cleared) {
        return cleared;
    }
    for (const std::string& each : tags) {
        const std::string name = trimmed(each);
        if (name.empty()) {
            continue;
        }
        for (const char* sql : {"INSERT OR IGNORE INTO tag (name) VALUES (?2)",
                                "INSERT OR IGNORE INTO picture_tag (tag, picture) SELECT id, ?1 "
                                "FROM tag WHERE name = ?2"}) {
            if (Status added = connection.execute(sql, id, name); !added) {
                return added;
            }
        }
    }
    // The copy beside the other words, for search and display.
    return changeWords(connection, id, [&]() {
        return connection.execute(
            "UPDATE picture SET tags = coalesce((SELECT group_concat(name, char(10)) FROM (SELECT "
            "t.name FROM picture_tag pt "
            "JOIN tag t ON t.id = pt.tag WHERE pt.picture = ?1 ORDER BY t.name COLLATE NOCASE)), "
            "'') "
            "WHERE id = ?1",
            id);
    });
}

Status addTag(Connection& connection, std::span<const PictureId> ids, const std::string& tag) {
    for (const PictureId id : ids) {
        auto picture = pictureById(connection, id);
        if (!picture) {
            return picture.error();
        }
        if (*picture) {
            (*picture)->tags.push_back(tag);
            if (Status done = setTags(connection, id, (*picture)->tags); !done) {
                return done;
            }
        }
    }
    return Unit{};
}

Status removeTag(Connection& connection, std::span<const PictureId> ids, const std::string& tag) {
    for (const PictureId id : ids) {
        auto picture = pictureById(connection, id);
        if (!picture) {
            return picture.error();
        }
        if (*picture) {
            std::erase((*picture)->tags, trimmed(tag));
            if (Status done = setTags(connection, id, (*picture)->tags); !done) {
                return done;
            }
        }
    }
    return Unit{};
}

Status setMissing(Connection& connection, std::span<const PictureId> ids, bool isMissing) {
    return forEach(connection, ids, "UPDATE picture SET is_missing = ?2 WHERE id = ?1", isMissing);
}

Status setPlace(Connection& connection, PictureId id, const std::filesystem::path& file) {
    return changeWords(connection, id, [&]() {
        return connection.execute(
            "UPDATE picture SET folder = ?2, name = ?3, is_missing = 0 WHERE id = ?1", id,
            file.parent_path().string(), file.filename().string());
    });
}

Status removeRow(Connection& connection, PictureId id) {
    if (Status removed = removeWords(connection, id); !removed) {
        return removed;
    }
    return connection.execute("DELETE FROM picture WHERE id = ?1", id);
}

Result<Lineage> lineageOf(Connection& connection, PictureId id) {
    auto picture = pictureById(connection, id);
    if (!picture) {
        return picture.error();
    }
    Lineage lineage;
    if (!*picture) {
        return lineage;
    }
    const std::string byHash =
        std::string("SELECT ") + kColumns +
        "WHERE p.sha256 = ?1 AND p.shelf = 1 ORDER BY p.is_missing, p.id LIMIT 1";
    std::set<std::string> met = {(*picture)->sha256};  // what files claim may go in a circle
    std::string source = (*picture)->madeFrom;
    while (!source.empty() && met.insert(source).second &&
           lineage.ancestors.size() < kMostAncestors) {
        auto ancestor = first(connection.rows(byHash, rowOf, source));
        if (!ancestor) {
            return ancestor.error();
        }
        if (!*ancestor) {
            break;
        }
        source = (*ancestor)->madeFrom;
        lineage.ancestors.push_back(*std::move(*ancestor));
    }
    auto children =
        connection.rows(std::string("SELECT ") + kColumns +
                            "WHERE p.made_from = ?1 AND p.made_from <> '' AND p.shelf = 1 ORDER BY "
                            "p.made_at DESC, p.id DESC LIMIT 200",
                        rowOf, (*picture)->sha256);
    if (!children) {
        return children.error();
    }
    lineage.children = std::move(*children);
    return lineage;
}

Result<std::vector<TagUse>> tagsInUse(Connection& connection) {
    return connection.rows(
        "SELECT t.name, count(*) FROM picture_tag pt JOIN tag t ON t.id = pt.tag GROUP BY t.id "
        "ORDER BY 2 DESC, 1",
        [](const Statement& row) {
            return TagUse{row.text(0), row.integer(1)};
        });
}

Result<std::vector<std::string>> modelsInUse(Connection& connection) {
    // One look into the index for each model, instead of one for each picture.
    return connection.rows(
        "SELECT name FROM model_label m WHERE name <> '' AND EXISTS (SELECT 1 FROM picture p WHERE "
        "p.shelf = 1 AND "
        "p.label = m.id) ORDER BY name COLLATE NOCASE",
        [](const Statement& row) { return row.text(0); });
}

}  // namespace limn
