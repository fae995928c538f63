// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/PictureIndex.h"

#include "core/gallery/picture_files.h"

#include <QDateTime>
#include <QFile>

#include <utility>

namespace limn {
namespace {

constexpr std::size_t kMostUndoSteps = 200;

std::vector<PictureEdit> forEach(const QList<qint64>& ids, PictureEdit edit) {
    std::vector<PictureEdit> edits;
    edits.reserve(static_cast<std::size_t>(ids.size()));
    for (const qint64 id : ids) {
        edit.id = id;
        edits.push_back(edit);
    }
    return edits;
}

Error notTrashed(const Error& why) {
    return {why.code, "Nothing was moved to the trash: " + why.message, why.detail};
}

std::vector<std::string> plain(const QStringList& texts) {
    std::vector<std::string> all;
    for (const QString& text : texts) {
        all.push_back(text.toStdString());
    }
    return all;
}

}  // namespace

PictureIndex::PictureIndex(Database& database, Background& background, QObject* parent)
    : QObject(parent), m_database(database), m_background(background) {
    connect(&m_database, &Database::rebuilt, this, &PictureIndex::listChanged);
}

PictureIndex::~PictureIndex() {
    m_cleaning.cancelAndWait();
    m_task.cancelAndWait();
    // What waits was ordered: it is carried out, by the same steps, before the database ends.
    if (m_isAtWork && !m_isClaimed->exchange(true)) {
        applyEdits(m_database, m_current, {}, m_follower);
    }
    for (const Waiting& waiting : m_waiting) {
        applyEdits(m_database, waiting.edits, {}, m_follower);
    }
}

void PictureIndex::start() {
    m_cleaning = m_background.start(
        this,
        [&database = m_database,
         now = QDateTime::currentMSecsSinceEpoch()](const std::stop_token& stop) -> Status {
            if (Status finished = finishBrokenOff(database, stop); !finished) {
                return finished;
            }
            const auto purged = purgeTrash(database, now - kTrashKeptMs, stop);
            return purged ? Status(Unit{}) : Status(purged.error());
        },
        [this](const Status& cleaned) {
            if (!cleaned) {
                Q_EMIT failed(cleaned.error());
            }
            Q_EMIT listChanged();
        },
        BackgroundPriority::Low);
}

void PictureIndex::edit(std::vector<PictureEdit> edits) {
    enqueue({std::move(edits), History::Done});
}

void PictureIndex::rate(const QList<qint64>& ids, int rating) {
    edit(forEach(ids, {.rating = rating}));
}

void PictureIndex::setFavourite(const QList<qint64>& ids, bool isFavourite) {
    edit(forEach(ids, {.isFavourite = isFavourite}));
}

void PictureIndex::moveToTrash(const QList<qint64>& ids) {
    edit(forEach(ids, {.trash = TrashOrder::MoveIn}));
}

void PictureIndex::moveFileToTrash(const QString& file) {
    const std::filesystem::path path(QFile::encodeName(file).toStdString());
    m_database.read([path](Connection& connection) { return pictureByFile(connection, path); },
                    this,
                    [this, path](const Result<std::optional<PictureRow>>& row) {
                        if (!row) {
                            Q_EMIT failed(notTrashed(row.error()));
                        } else if (*row) {
                            moveToTrash({(*row)->id});
                        } else {
                            takeInForTrash(path);
                        }
                    });
}

void PictureIndex::takeInForTrash(const std::filesystem::path& file) {
    const auto trash = [this](const Result<PictureId>& id) {
        if (id) {
            moveToTrash({*id});
        } else {
            Q_EMIT failed(notTrashed(id.error()));
        }
    };
    m_background.start(
        this, [file](const std::stop_token& stop) { return lookAtPicture(file, stop); },
        [this, trash](const Outcome<PictureFacts>& facts) {
            if (facts.isDone()) {
                m_database.write(
                    [known = facts.value()](Connection& connection) {
                        return putPicture(connection, known);
                    },
                    this, trash);
            } else if (facts.isFailed()) {
                Q_EMIT failed(notTrashed(facts.error()));
            }
        },
        BackgroundPriority::High);
}

void PictureIndex::restore(const QList<qint64>& ids) {
    edit(forEach(ids, {.trash = TrashOrder::MoveBack}));
}

void PictureIndex::rename(qint64 id, const QString& fileName) {
    edit({{.id = id, .fileName = QFile::encodeName(fileName).toStdString()}});
}

void PictureIndex::describe(qint64 id, const QString& description) {
    edit({{.id = id, .description = description.toStdString()}});
}

void PictureIndex::setTags(qint64 id, const QStringList& tags) {
    edit({{.id = id, .tags = plain(tags)}});
}

void PictureIndex::changeTags(const QList<qint64>& ids, const QStringList& added,
                              const QStringList& removed) {
    edit(forEach(ids, {.addedTags = plain(added), .removedTags = plain(removed)}));
}

void PictureIndex::undo() {
    if (m_undo.empty()) {
        return;
    }
    std::vector<PictureEdit> edits = std::move(m_undo.back());
    m_undo.pop_back();
    enqueue({std::move(edits), History::Undone});
    Q_EMIT historyChanged();
}

void PictureIndex::redo() {
    if (m_redo.empty()) {
        return;
    }
    std::vector<PictureEdit> edits = std::move(m_redo.back());
    m_redo.pop_back();
    enqueue({std::move(edits), History::Redone});
    Q_EMIT historyChanged();
}

void PictureIndex::enqueue(Waiting waiting) {
    if (!waiting.edits.empty()) {
        m_waiting.push_back(std::move(waiting));
        startNext();
    }
}

void PictureIndex::startNext() {
    if (m_isAtWork || m_waiting.empty()) {
        return;
    }
    m_isAtWork = true;
    Waiting next = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_current = next.edits;
    m_isClaimed = std::make_shared<std::atomic<bool>>(false);
    m_task = m_background.start(
        this,
        [&database = m_database, edits = next.edits, follower = m_follower,
         isClaimed = m_isClaimed](const std::stop_token&) {
            // Not broken off: an edit is short, and half of one is what nobody wants.
            return isClaimed->exchange(true) ? EditReport{}
                                             : applyEdits(database, edits, {}, follower);
        },
        [this, next](EditReport report) { finish(next, std::move(report)); },
        BackgroundPriority::High);
}

void PictureIndex::finish(const Waiting& waiting, EditReport report) {
    m_isAtWork = false;
    const bool isDeletion = waiting.history != History::Undone && !waiting.edits.empty() &&
                            waiting.edits.front().trash == TrashOrder::MoveIn;
    QList<qint64> ids(report.changed.begin(), report.changed.end());
    if (!report.inverse.empty()) {
        auto& target = waiting.history == History::Undone ? m_redo : m_undo;
        target.push_back(std::move(report.inverse));
        if (target.size() > kMostUndoSteps) {
            target.erase(target.begin());
        }
        if (waiting.history == History::Done) {
            m_redo.clear();
        }
        Q_EMIT historyChanged();
    }
    if (!ids.isEmpty()) {
        Q_EMIT picturesChanged(ids);
    }
    for (const PlaceChange& place : report.places) {
        Q_EMIT placeChanged(place.id, QFile::decodeName(place.before.c_str()),
                            QFile::decodeName(place.after.c_str()));
    }
    if (report.hasListChanged) {
        Q_EMIT listChanged();
    }
    if (isDeletion && !ids.isEmpty()) {
        Q_EMIT trashed(ids);
    }
    for (const Error& error : report.failures) {
        Q_EMIT failed(error);
    }
    startNext();
}

void PictureIndex::takeIn(const std::filesystem::path& file, std::int64_t turnId) {
    m_background.start(
        this, [file](const std::stop_token& stop) { return lookAtPicture(file, stop); },
        [this, turnId](Outcome<PictureFacts> facts) {
            if (facts.isDone()) {
                facts.value().turnId = turnId;
                takeIn(std::move(facts).value());
            } else if (facts.isFailed()) {
                Q_EMIT failed(facts.error());
            }
        });
}

void PictureIndex::takeIn(const std::filesystem::path& file, DescribedPicture words,
                          std::function<EditedWords()> edits) {
    m_background.start(
        this, [file](const std::stop_token& stop) { return lookAtPicture(file, stop); },
        [this, words = std::move(words), edits = std::move(edits)](Outcome<PictureFacts> facts) {
            if (facts.isFailed()) {
                Q_EMIT failed(facts.error());
            }
            if (!facts.isDone()) {
                return;
            }
            // In the order of these calls: there is one writer.
            takeIn(std::move(facts).value());
            takeDescription(words);
            if (EditedWords edited = edits(); edited.isAnything()) {
                takeEditedWords(std::move(edited));
            }
        });
}

void PictureIndex::takeIn(PictureFacts facts) {
    const QString file = QFile::decodeName(facts.file.c_str());
    m_database.write([facts = std::move(facts)](
                         Connection& connection) { return putPicture(connection, facts); },
                     this,
                     [this, file](const Result<PictureId>& id) {
                         if (!id) {
                             Q_EMIT failed(id.error());
                             return;
                         }
                         Q_EMIT taken(*id, file);
                         Q_EMIT listChanged();
                     });
}

void PictureIndex::takeDescription(DescribedPicture words) {
    storeWords([words = std::move(words)](Connection& connection) {
        return putDescription(connection, words);
    });
}

void PictureIndex::takeEditedWords(EditedWords words) {
    storeWords([words = std::move(words)](Connection& connection) {
        return putEditedWords(connection, words);
    });
}

void PictureIndex::storeWords(std::function<Result<PictureId>(Connection&)> put) {
    using Row = std::optional<PictureRow>;
    m_database.write(
        [put = std::move(put)](Connection& connection) -> Result<Row> {
            const auto id = put(connection);
            if (!id) {
                return id.error();
            }
            return *id == 0 ? Result<Row>(Row()) : pictureById(connection, *id);
        },
        this,
        [this](const Result<Row>& row) {
            if (!row) {
                Q_EMIT failed(row.error());
            } else if (*row) {
                Q_EMIT picturesChanged({(*row)->id});
                Q_EMIT wordsKept(**row);
            }
        });
}

}  // namespace limn
