// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/picture_rows.h"

namespace limn {
namespace {

/// In the folder ?1 itself, or anywhere below it: '0' is what follows '/' in the order of bytes.
constexpr const char* kInside = "(folder = ?1 OR (folder >= ?1 || '/' AND folder < ?1 || '0'))";

std::string plainPath(const std::filesystem::path& folder) {
    std::string text = folder.lexically_normal().string();
    while (text.size() > 1 && text.back() == '/') {
        text.pop_back();
    }
    return text;
}

KnownFile knownOf(const Statement& row) {
    return {row.integer(0),
            std::filesystem::path(row.text(1)) / row.text(2),
            {row.integer(3), row.integer(4)},
            row.integer(5) != 0};
}

}  // namespace

Result<std::vector<std::filesystem::path>> galleryFolders(Connection& connection) {
    return connection.rows("SELECT path FROM gallery_folder ORDER BY added_at, id",
                           [](const Statement& row) { return std::filesystem::path(row.text(0)); });
}

Status addGalleryFolder(Connection& connection, const std::filesystem::path& folder) {
    const std::string path = plainPath(folder);
    if (Status added = connection.execute(
            "INSERT OR IGNORE INTO gallery_folder (path, added_at) VALUES (?1, unixepoch())", path);
        !added) {
        return added;
    }
    return connection.execute(
        std::string("UPDATE picture SET shelf = 1 WHERE shelf = 3 AND ") + kInside, path);
}

Status removeGalleryFolder(Connection& connection, const std::filesystem::path& folder) {
    const std::string path = plainPath(folder);
    if (Status removed = connection.execute("DELETE FROM gallery_folder WHERE path = ?1", path);
        !removed) {
        return removed;
    }
    if (Status putAway = connection.execute(
            std::string("UPDATE picture SET shelf = 3 WHERE shelf = 1 AND ") + kInside +
                " AND NOT EXISTS (SELECT 1 FROM gallery_folder g WHERE picture.folder = g.path OR "
                "(picture.folder >= "
                "g.path || '/' AND picture.folder < g.path || '0'))",
            path);
        !putAway) {
        return putAway;
    }
    return connection.execute(std::string("DELETE FROM unreadable_file WHERE ") + kInside, path);
}

Result<std::vector<KnownFile>> knownFiles(Connection& connection,
                                          const std::filesystem::path& folder, FolderDepth depth) {
    const std::string where = depth == FolderDepth::Whole ? kInside : "folder = ?1";
    return connection.rows(
        "SELECT id, folder, name, size_bytes, modified_ns, is_missing FROM picture WHERE shelf = 1 "
        "AND " +
            where +
            " UNION ALL SELECT 0, folder, name, size_bytes, modified_ns, 0 FROM unreadable_file "
            "WHERE " +
            where,
        knownOf, plainPath(folder));
}

Result<std::vector<KnownFile>> filesOfContent(Connection& connection, const std::string& sha256) {
    return connection.rows(
        "SELECT id, folder, name, size_bytes, modified_ns, is_missing FROM picture WHERE sha256 = "
        "?1 "
        "AND shelf = 1",
        knownOf, sha256);
}

Status putUnreadable(Connection& connection, const UnreadableFile& file, const FileStamp& stamp) {
    return connection.execute(
        "INSERT OR REPLACE INTO unreadable_file (folder, name, size_bytes, modified_ns, problem) "
        "VALUES (?1, ?2, ?3, ?4, "
        "?5)",
        file.file.parent_path().string(), file.file.filename().string(), stamp.sizeBytes,
        stamp.modifiedNs, file.problem);
}

Status forgetUnreadable(Connection& connection, const std::filesystem::path& file) {
    return connection.execute("DELETE FROM unreadable_file WHERE folder = ?1 AND name = ?2",
                              file.parent_path().string(), file.filename().string());
}

Result<std::vector<UnreadableFile>> unreadableFiles(Connection& connection, std::size_t limit) {
    return connection.rows(
        "SELECT folder, name, problem FROM unreadable_file ORDER BY folder, name LIMIT ?1",
        [](const Statement& row) {
            return UnreadableFile{std::filesystem::path(row.text(0)) / row.text(1), row.text(2)};
        },
        static_cast<std::int64_t>(limit));
}

Result<std::int64_t> unreadableCount(Connection& connection) {
    const auto count = connection.integer("SELECT count(*) FROM unreadable_file");
    if (!count) {
        return count.error();
    }
    return **count;
}

}  // namespace limn
