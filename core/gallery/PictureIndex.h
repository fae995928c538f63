// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Database.h"
#include "core/gallery/PictureEdit.h"
#include "core/gallery/described_pictures.h"
#include "core/gallery/picture_rows.h"
#include "core/jobs/Background.h"

#include <QList>
#include <QObject>

#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace limn {

/// The index of pictures for the GUI thread: orders go to worker threads and come back as facts. Every edit can be undone.
/// Owned by app. Its destructor waits for the edit at work, so that no file is left between two places.
class PictureIndex final : public QObject {
    Q_OBJECT
public:
    /// Database and background outlive the index.
    PictureIndex(Database& database, Background& background, QObject* parent = nullptr);
    ~PictureIndex() override;

    /// Before the first edit. Works on the database's thread and outlives the index.
    void setPlaceFollower(PlaceFollower follower) { m_follower = std::move(follower); }

    /// Finishes what a former run broke off, and empties the trash of what is older than 30 days.
    void start();

    /// Edits are carried out in the order of these calls.
    void edit(std::vector<PictureEdit> edits);
    void rate(const QList<qint64>& ids, int rating);
    void setFavourite(const QList<qint64>& ids, bool isFavourite);
    void moveToTrash(const QList<qint64>& ids);
    /// For panes that know pictures by their files. What the gallery does not know is taken in first, so that the trash
    /// can give it back; failed() says why where that cannot be.
    void moveFileToTrash(const QString& file);
    void restore(const QList<qint64>& ids);
    void rename(qint64 id, const QString& fileName);
    void describe(qint64 id, const QString& description);
    void setTags(qint64 id, const QStringList& tags);
    /// For several pictures: these tags more, those less.
    void changeTags(const QList<qint64>& ids, const QStringList& added, const QStringList& removed);

    bool canUndo() const { return !m_undo.empty(); }
    bool canRedo() const { return !m_redo.empty(); }
    void undo();
    void redo();

    /// Looks at a file and takes it in, also one that no folder of the gallery holds. `turnId`: of the conversation it was made in.
    void takeIn(const std::filesystem::path& file, std::int64_t turnId = 0);
    /// The same, with words about it: those of the program, and what the person made of them, which is asked for once the
    /// file was looked at. What was typed meanwhile is newer than what was typed before the call.
    void takeIn(const std::filesystem::path& file, DescribedPicture words,
                std::function<EditedWords()> edits);
    /// The row of a picture that was just made; its file is on the disk.
    void takeIn(PictureFacts facts);

    /// What a model or a reader said of a picture, for the search; one that is not in the gallery is left alone.
    void takeDescription(DescribedPicture words);
    /// What the person made of such words; they stay whatever is said of the picture later.
    void takeEditedWords(EditedWords words);
    /// Rows that another area changed in a transaction of its own.
    void noteChanged(const QList<qint64>& ids) { Q_EMIT picturesChanged(ids); }

    Database& database() { return m_database; }

Q_SIGNALS:
    void picturesChanged(const QList<qint64>& ids);
    /// Pictures came or went, or their order may be another.
    void listChanged();
    /// Into the trash, by an edit that is now the first to be undone.
    void trashed(const QList<qint64>& ids);
    void taken(qint64 id, const QString& file);
    /// By an edit: whoever shows the file looks at it anew. `after` is empty while it lies in the trash.
    void placeChanged(qint64 id, const QString& before, const QString& after);
    /// After takeDescription() and takeEditedWords(): what is kept of the words of this picture, the person's own first.
    void wordsKept(const limn::PictureRow& picture);
    void historyChanged();
    void failed(const limn::Error& error);

private:
    enum class History { Done = 1, Undone, Redone };
    struct Waiting {
        std::vector<PictureEdit> edits;
        History history;
    };

    void takeInForTrash(const std::filesystem::path& file);
    void storeWords(std::function<Result<PictureId>(Connection&)> put);
    void enqueue(Waiting waiting);
    void startNext();
    void finish(const Waiting& waiting, EditReport report);

    Database& m_database;
    Background& m_background;
    PlaceFollower m_follower;
    std::deque<Waiting> m_waiting;
    BackgroundTask m_task;
    BackgroundTask m_cleaning;
    bool m_isAtWork = false;
    std::vector<PictureEdit> m_current;              // of m_task
    std::shared_ptr<std::atomic<bool>> m_isClaimed;  // whoever sets it carries m_current out
    std::vector<std::vector<PictureEdit>> m_undo;    // the last one is undone first
    std::vector<std::vector<PictureEdit>> m_redo;
};

}  // namespace limn
