// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Connection.h"
#include "core/gallery/PictureRow.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace limn {

// The rows of pictures, one order each. To be called inside Database::write and Database::read, on their threads; other
// areas may put them into transactions of their own (a finished picture and its turn).

/// Takes a file in, or takes new facts over for one that is known by its place. Where a picture of the same content is
/// marked missing, that row gets the new place and keeps everything else: the file was moved. It is in the gallery then.
Result<PictureId> putPicture(Connection& connection, const PictureFacts& facts);

Result<std::optional<PictureRow>> pictureById(Connection& connection, PictureId id);
Result<std::optional<PictureRow>> pictureByFile(Connection& connection,
                                                const std::filesystem::path& file);
/// Those that there are, in the order asked for.
Result<std::vector<PictureRow>> picturesById(Connection& connection,
                                             std::span<const PictureId> ids);

Status setRating(Connection& connection, std::span<const PictureId> ids, int rating);
Status setFavourite(Connection& connection, std::span<const PictureId> ids, bool isFavourite);
Status setDescription(Connection& connection, PictureId id, const std::string& description);
Status setSeenText(Connection& connection, PictureId id, const std::string& text);
Status setAlt(Connection& connection, PictureId id, const std::string& alt);
/// Each picture gets exactly these; names are trimmed, empty ones and repetitions are left out.
Status setTags(Connection& connection, PictureId id, std::span<const std::string> tags);
Status addTag(Connection& connection, std::span<const PictureId> ids, const std::string& tag);
Status removeTag(Connection& connection, std::span<const PictureId> ids, const std::string& tag);
Status setMissing(Connection& connection, std::span<const PictureId> ids, bool isMissing);
/// Of its row alone.
Status setPlace(Connection& connection, PictureId id, const std::filesystem::path& file);

// The trash. The row changes first and says where the file is to be; finishMove() once it is there.
Status markTrashed(Connection& connection, PictureId id, const std::filesystem::path& trashFile,
                   std::int64_t deletedAtMs);
Status markRestored(Connection& connection, PictureId id, const std::filesystem::path& file);
/// The file is back at its place: the trash has nothing of it.
Status finishRestore(Connection& connection, PictureId id, const std::filesystem::path& file);
Status removeRow(Connection& connection, PictureId id);

/// A picture whose row names a file in the trash.
struct TrashedPicture {
    PictureId id = 0;
    bool isInTrash = false;  ///< false: it is to be moved back to `file`
    std::filesystem::path file;
    std::filesystem::path trashFile;
    FileStamp stamp;
};
Result<std::vector<TrashedPicture>> trashedPictures(Connection& connection);
Result<std::optional<TrashedPicture>> trashedPicture(Connection& connection, PictureId id);
Result<std::vector<PictureId>> trashedBefore(Connection& connection, std::int64_t deletedBeforeMs);

// Folders of the gallery, and what is known of the files in them.
Result<std::vector<std::filesystem::path>> galleryFolders(Connection& connection);
/// What was known of its pictures is there again at once.
Status addGalleryFolder(Connection& connection, const std::filesystem::path& folder);
/// Its pictures leave the gallery unless another folder holds them too; their files are not touched.
Status removeGalleryFolder(Connection& connection, const std::filesystem::path& folder);

struct KnownFile {
    PictureId id = 0;  ///< 0: known as unreadable
    std::filesystem::path file;
    FileStamp stamp;
    bool isMissing = false;
};
enum class FolderDepth { Whole = 1, TopOnly };
Result<std::vector<KnownFile>> knownFiles(Connection& connection,
                                          const std::filesystem::path& folder, FolderDepth depth);
/// Pictures of the gallery with this content.
Result<std::vector<KnownFile>> filesOfContent(Connection& connection, const std::string& sha256);

Status putUnreadable(Connection& connection, const UnreadableFile& file, const FileStamp& stamp);
Status forgetUnreadable(Connection& connection, const std::filesystem::path& file);
Result<std::vector<UnreadableFile>> unreadableFiles(Connection& connection, std::size_t limit);
Result<std::int64_t> unreadableCount(Connection& connection);

/// The picture it was made from, that one's source, and so on (first), and what was made from it (second), by content.
struct Lineage {
    std::vector<PictureRow> ancestors;  ///< nearest first
    std::vector<PictureRow> children;   ///< newest first, at most 200
};
Result<Lineage> lineageOf(Connection& connection, PictureId id);

/// Every tag that a picture has, with the number of pictures, most used first.
struct TagUse {
    std::string name;
    std::int64_t pictures = 0;
};
Result<std::vector<TagUse>> tagsInUse(Connection& connection);
Result<std::vector<std::string>> modelsInUse(Connection& connection);

}  // namespace limn
