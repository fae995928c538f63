// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/picture_rows.h"

#include "core/gallery/words_index.h"

namespace limn {
namespace {

constexpr const char* kColumns =
    "SELECT id, shelf, folder, name, trash_file, size_bytes, modified_ns FROM picture ";

TrashedPicture trashedOf(const Statement& row) {
    return {row.integer(0),
            row.integer(1) == 2,
            std::filesystem::path(row.text(2)) / row.text(3),
            row.text(4),
            {row.integer(5), row.integer(6)}};
}

}  // namespace

Status markTrashed(Connection& connection, PictureId id, const std::filesystem::path& trashFile,
                   std::int64_t deletedAtMs) {
    return connection.execute(
        "UPDATE picture SET shelf = 2, trash_file = ?2, deleted_at = ?3 WHERE id = ?1", id,
        trashFile.string(), deletedAtMs);
}

Status markRestored(Connection& connection, PictureId id, const std::filesystem::path& file) {
    return changeWords(connection, id, [&]() {
        return connection.execute(
            "UPDATE picture SET shelf = 1, deleted_at = NULL, folder = ?2, name = ?3 WHERE id = ?1",
            id, file.parent_path().string(), file.filename().string());
    });
}

Status finishRestore(Connection& connection, PictureId id, const std::filesystem::path& file) {
    return changeWords(connection, id, [&]() {
        return connection.execute(
            "UPDATE picture SET trash_file = '', is_missing = 0, folder = ?2, name = ?3 WHERE id = "
            "?1",
            id, file.parent_path().string(), file.filename().string());
    });
}

Result<std::vector<TrashedPicture>> trashedPictures(Connection& connection) {
    return connection.rows(std::string(kColumns) + "WHERE trash_file <> '' ORDER BY id", trashedOf);
}

Result<std::optional<TrashedPicture>> trashedPicture(Connection& connection, PictureId id) {
    auto found = connection.rows(std::string(kColumns) + "WHERE id = ?1 AND trash_file <> ''",
                                 trashedOf, id);
    if (!found) {
        return found.error();
    }
    return found->empty() ? std::optional<TrashedPicture>() : std::move(found->front());
}

Result<std::vector<PictureId>> trashedBefore(Connection& connection, std::int64_t deletedBeforeMs) {
    return connection.rows(
        "SELECT id FROM picture WHERE shelf = 2 AND deleted_at < ?1",
        [](const Statement& row) { return row.integer(0); }, deletedBeforeMs);
}

}  // namespace limn
