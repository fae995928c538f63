// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/PictureEdit.h"

#include "core/database/Database.h"
#include "core/gallery/picture_files.h"
#include "core/gallery/picture_rows.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace limn {
namespace {

std::int64_t nowMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::vector<std::string> tagsAfter(const PictureEdit& edit, std::vector<std::string> before) {
    if (edit.tags) {
        return *edit.tags;
    }
    for (const std::string& tag : edit.removedTags) {
        std::erase(before, tag);
    }
    for (const std::string& tag : edit.addedTags) {
        if (std::find(before.begin(), before.end(), tag) == before.end()) {
            before.push_back(tag);
        }
    }
    return before;
}

/// What the rows alone can do, of all edits together: one transaction.
Result<std::vector<PictureEdit>> applyToRows(Connection& connection,
                                             const std::vector<PictureEdit>& edits) {
    std::vector<PictureEdit> inverse;
    for (const PictureEdit& edit : edits) {
        const auto found = pictureById(connection, edit.id);
        if (!found) {
            return found.error();
        }
        if (!*found) {
            continue;
        }
        const PictureRow& before = **found;
        PictureEdit back{.id = edit.id};
        const PictureId id[] = {edit.id};
        Status done = Unit{};
        if (edit.rating && *edit.rating != before.rating) {
            back.rating = before.rating;
            done = setRating(connection, id, *edit.rating);
        }
        if (done && edit.isFavourite && *edit.isFavourite != before.isFavourite) {
            back.isFavourite = before.isFavourite;
            done = setFavourite(connection, id, *edit.isFavourite);
        }
        const std::vector<std::string> tags = tagsAfter(edit, before.tags);
        if (done && tags != before.tags) {
            back.tags = before.tags;
            done = setTags(connection, edit.id, tags);
        }
        if (done && edit.description && *edit.description != before.description) {
            back.description = before.description;
            done = setDescription(connection, edit.id, *edit.description);
        }
        if (!done) {
            return done.error();
        }
        if (back.rating || back.isFavourite || back.tags || back.description) {
            inverse.push_back(std::move(back));
        }
    }
    return inverse;
}

bool concernsRows(const PictureEdit& edit) {
    return edit.rating || edit.isFavourite || edit.tags || edit.description ||
           !edit.addedTags.empty() || !edit.removedTags.empty();
}

class Edits {
public:
    Edits(Database& database, std::stop_token stop, const PlaceFollower& follower)
        : m_database(database), m_stop(std::move(stop)), m_follower(follower) {}

    EditReport run(const std::vector<PictureEdit>& edits) {
        changeRows(edits);
        renameFiles(edits);
        moveIn(edits);
        moveBack(edits);
        return std::move(m_report);
    }

private:
    void fail(Error error) { m_report.failures.push_back(std::move(error)); }

    void noteDone(PictureEdit inverse) {
        m_report.changed.push_back(inverse.id);
        m_report.inverse.push_back(std::move(inverse));
    }

    std::vector<PictureRow> rowsFor(const std::vector<PictureId>& ids) {
        auto rows = m_database.readAndWait(
            [&](Connection& connection) { return picturesById(connection, ids); });
        if (!rows) {
            fail(rows.error());
            return {};
        }
        return std::move(*rows);
    }

    void changeRows(const std::vector<PictureEdit>& edits) {
        if (std::none_of(edits.begin(), edits.end(), concernsRows)) {
            return;
        }
        auto inverse = m_database.writeAndWait(
            [&](Connection& connection) { return applyToRows(connection, edits); });
        if (!inverse) {
            fail(inverse.error());
            return;
        }
        for (PictureEdit& edit : *inverse) {
            m_report.hasListChanged =
                m_report.hasListChanged || edit.rating || edit.isFavourite || edit.tags;
            noteDone(std::move(edit));
        }
    }

    // The file first: should we end in between, the next scan knows it by its content.
    void renameFiles(const std::vector<PictureEdit>& edits) {
        for (const PictureEdit& edit : edits) {
            if (!edit.fileName || m_stop.stop_requested()) {
                continue;
            }
            const std::vector<PictureRow> rows = rowsFor({edit.id});
            if (rows.empty() || rows.front().file.filename().string() == *edit.fileName) {
                continue;
            }
            const std::filesystem::path before = rows.front().file;
            const std::filesystem::path after = before.parent_path() / *edit.fileName;
            Status renamed = checkFileName(*edit.fileName);
            if (renamed && !hasPictureName(after)) {
                renamed = Error{ErrorCode::InvalidRequest,
                                "The name of a picture ends in .png, .jpg, .jpeg or .webp.",
                                {}};
            }
            renamed = renamed ? moveFile(before, after) : renamed;
            if (renamed) {
                renamed = m_database.writeAndWait([&](Connection& connection) {
                    Status placed = setPlace(connection, edit.id, after);
                    return placed && m_follower ? m_follower(connection, before, after) : placed;
                });
            }
            if (!renamed) {
                fail(renamed.error());
                continue;
            }
            m_report.hasListChanged = true;
            m_report.places.push_back({edit.id, before, after});
            noteDone({.id = edit.id, .fileName = before.filename().string()});
        }
    }

    void moveIn(const std::vector<PictureEdit>& edits) {
        std::vector<PictureId> ids;
        for (const PictureEdit& edit : edits) {
            if (edit.trash == TrashOrder::MoveIn) {
                ids.push_back(edit.id);
            }
        }
        if (ids.empty()) {
            return;
        }
        std::vector<PictureRow> rows;
        for (PictureRow& row : rowsFor(ids)) {
            if (row.deletedAtMs != 0) {
                continue;
            }
            if (Status ready = prepareTrash(row.file); ready) {
                rows.push_back(std::move(row));
            } else {
                fail(ready.error());
            }
        }
        // The rows first: they say where each file is to be, so that what is broken off can be finished.
        const Status marked = m_database.writeAndWait([&](Connection& connection) -> Status {
            for (const PictureRow& row : rows) {
                if (Status done =
                        markTrashed(connection, row.id, trashFileFor(row.id, row.file), nowMs());
                    !done) {
                    return done;
                }
            }
            return Unit{};
        });
        if (!marked) {
            fail(marked.error());
            return;
        }
        for (const PictureRow& row : rows) {
            const Status moved = moveFile(row.file, trashFileFor(row.id, row.file));
            if (!moved && moved.error().code != ErrorCode::FileNotFound) {
                fail(moved.error());
                takeBack(row);
                continue;
            }
            m_report.hasListChanged = true;
            m_report.places.push_back({row.id, row.file, {}});
            noteDone({.id = row.id, .trash = TrashOrder::MoveBack});
        }
    }

    void takeBack(const PictureRow& row) {
        const Status restored = m_database.writeAndWait([&](Connection& connection) -> Status {
            if (Status marked = markRestored(connection, row.id, row.file); !marked) {
                return marked;
            }
            return finishRestore(connection, row.id, row.file);
        });
        if (!restored) {
            fail(restored.error());
        }
    }

    void moveBack(const std::vector<PictureEdit>& edits) {
        for (const PictureEdit& edit : edits) {
            if (edit.trash != TrashOrder::MoveBack) {
                continue;
            }
            Result<PlaceChange> restored = restore(edit.id);
            if (!restored) {
                fail(restored.error());
                continue;
            }
            m_report.hasListChanged = true;
            m_report.places.push_back(std::move(*restored));
            noteDone({.id = edit.id, .trash = TrashOrder::MoveIn});
        }
    }

    Result<PlaceChange> restore(PictureId id) {
        const auto found = m_database.readAndWait(
            [id](Connection& connection) { return trashedPicture(connection, id); });
        if (!found) {
            return found.error();
        }
        if (!*found) {
            return Error{
                ErrorCode::InvalidRequest, "This picture is not in the trash any more.", {}};
        }
        const auto place = restorePicture(m_database, **found);
        return place ? Result<PlaceChange>(PlaceChange{id, *place, *place}) : place.error();
    }

public:
    /// Where it lies then.
    static Result<std::filesystem::path> restorePicture(Database& database,
                                                        const TrashedPicture& picture) {
        const bool hasFile = isThere(picture.trashFile);
        std::filesystem::path target = picture.file;
        for (int number = 2; isThere(target) && hasFile; ++number) {
            target = picture.file.parent_path() /
                     (picture.file.stem().string() + " (" + std::to_string(number) + ")" +
                      picture.file.extension().string());
        }
        Status done = database.writeAndWait(
            [&](Connection& connection) { return markRestored(connection, picture.id, target); });
        if (done && hasFile) {
            done = moveFile(picture.trashFile, target);
            if (!done) {
                const Status again = database.writeAndWait([&](Connection& connection) {
                    return markTrashed(connection, picture.id, picture.trashFile, nowMs());
                });
                return again ? done.error() : again.error();
            }
            std::error_code notEmpty;
            std::filesystem::remove(picture.trashFile.parent_path(), notEmpty);
        }
        if (!done) {
            return done.error();
        }
        done = database.writeAndWait([&](Connection& connection) -> Status {
            if (Status finished = finishRestore(connection, picture.id, target); !finished) {
                return finished;
            }
            const PictureId id[] = {picture.id};
            return setMissing(connection, id, !hasFile && !isThere(target));
        });
        return done ? Result<std::filesystem::path>(target) : done.error();
    }

private:
    Database& m_database;
    std::stop_token m_stop;
    const PlaceFollower& m_follower;
    EditReport m_report;
};

}  // namespace

EditReport applyEdits(Database& database, const std::vector<PictureEdit>& edits,
                      std::stop_token stop, const PlaceFollower& follower) {
    return Edits(database, std::move(stop), follower).run(edits);
}

Status finishBrokenOff(Database& database, std::stop_token stop) {
    const auto pictures =
        database.readAndWait([](Connection& connection) { return trashedPictures(connection); });
    if (!pictures) {
        return pictures.error();
    }
    for (const TrashedPicture& picture : *pictures) {
        if (stop.stop_requested()) {
            break;
        }
        if (!picture.isInTrash) {
            const bool isBack = !isThere(picture.trashFile) && isThere(picture.file);
            if (!isBack) {
                if (const auto place = Edits::restorePicture(database, picture); !place) {
                    return place.error();
                }
                continue;
            }
            Status done = database.writeAndWait([&](Connection& connection) {
                return finishRestore(connection, picture.id, picture.file);
            });
            if (!done) {
                return done;
            }
        } else if (!isThere(picture.trashFile)) {
            // Only the very file: another one may have taken its place since.
            const Result<FileStamp> stamp = stampOf(picture.file);
            if (stamp && *stamp == picture.stamp && prepareTrash(picture.file)) {
                if (Status moved = moveFile(picture.file, picture.trashFile); !moved) {
                    return moved;
                }
            }
        }
    }
    return Unit{};
}

Result<std::int64_t> purgeTrash(Database& database, std::int64_t deletedBeforeMs,
                                std::stop_token stop) {
    const auto pictures =
        database.readAndWait([&](Connection& connection) -> Result<std::vector<TrashedPicture>> {
            const auto ids = trashedBefore(connection, deletedBeforeMs);
            if (!ids) {
                return ids.error();
            }
            std::vector<TrashedPicture> found;
            for (const PictureId id : *ids) {
                auto picture = trashedPicture(connection, id);
                if (!picture) {
                    return picture.error();
                }
                if (*picture) {
                    found.push_back(**picture);
                }
            }
            return found;
        });
    if (!pictures) {
        return pictures.error();
    }
    std::int64_t removed = 0;
    for (const TrashedPicture& picture : *pictures) {
        if (stop.stop_requested()) {
            break;
        }
        // Nothing but what lies in a trash folder of ours is ever removed.
        if (picture.trashFile.parent_path().filename() != kTrashFolderName) {
            continue;
        }
        std::error_code failed;
        std::filesystem::remove(picture.trashFile, failed);
        if (failed) {
            continue;  // tried again another day
        }
        std::filesystem::remove(picture.trashFile.parent_path(), failed);  // if it is empty now
        const Status row = database.writeAndWait(
            [&](Connection& connection) { return removeRow(connection, picture.id); });
        if (!row) {
            return row.error();
        }
        ++removed;
    }
    return removed;
}

}  // namespace limn
