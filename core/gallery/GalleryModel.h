// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/database/Database.h"
#include "core/gallery/GalleryQuery.h"
#include "core/gallery/PictureIndex.h"
#include "core/gallery/PictureRow.h"

#include <QAbstractListModel>
#include <QCache>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QMimeData;

namespace limn {

/// The pictures of one query as a list. Holds every id (eight bytes a picture), so that any place can be scrolled to, and of
/// the rows only those that were lately looked at; the others are read in blocks when a view asks for them. What the index
/// says it changed is read again, and lists are brought up to date by the smallest change, so that selections stay. GUI thread;
/// reads never block it.
class GalleryModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        FileRole,        ///< QString, absolute; empty while the row is being read
        ModifiedNsRole,  ///< qlonglong
        RatingRole,
        FavouriteRole,
        MissingRole,
        WidthRole,
        HeightRole,
        TagsRole,
    };
    enum class State { Loading = 1, Ready, Failed };

    GalleryModel(Database& database, PictureIndex& index, QObject* parent = nullptr);

    void setQuery(const GalleryQuery& query);
    const GalleryQuery& query() const { return m_query; }
    State state() const { return m_state; }
    QString errorText() const { return m_errorText; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    /// The files themselves, as local URLs, of the rows that are in memory: a drag cannot wait. See readFiles().
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDragActions() const override {
        return Qt::CopyAction | Qt::LinkAction;
    }

    /// The row if it is in memory, else it is asked for.
    const PictureRow* row(int row) const;
    PictureId idAt(int row) const;
    /// -1: not in the list.
    int rowOf(PictureId id) const;
    /// Reads these rows if need be; dataChanged() follows.
    void ensureLoaded(const QModelIndexList& indexes) const;

    /// Where the files of these pictures lie now, also in the trash, in this order and however many there are; those that are
    /// missing are left out. `done` is called later.
    void readFiles(const QList<qint64>& ids, QObject* context,
                   std::function<void(const Result<QStringList>&)> done) const;

    /// For filters; up to date with the list.
    QStringList modelNames() const { return m_modelNames; }
    QStringList tagNames() const { return m_tagNames; }
    qint64 unreadableCount() const { return m_unreadable; }

    /// Reads the list again, soon; many calls are one reading.
    void refresh();

Q_SIGNALS:
    void stateChanged();
    /// Names for filters, or the number of unreadable files, are other ones.
    void facetsChanged();

private:
    using Ids = std::shared_ptr<const std::vector<PictureId>>;
    struct FirstPage {
        std::vector<PictureId> ids;
        std::vector<PictureRow> rows;
    };
    struct Facets {
        QStringList models;
        QStringList tags;
        qint64 unreadable = 0;
    };

    static QString spokenOf(const PictureRow& picture);
    void readList();
    void readFacets();
    void showFirstPage(FirstPage page);
    void takeList(Ids ids);
    void changeMiddle(const Ids& ids, std::size_t first, std::size_t oldEnd, std::size_t newEnd);
    void setState(State state, const QString& errorText = {});
    void want(int row) const;
    void readWanted();
    void keepRows(std::vector<PictureRow> rows) const;
    void markChanged(const QList<qint64>& ids);

    Database& m_database;
    GalleryQuery m_query;
    State m_state = State::Loading;
    QString m_errorText;
    Ids m_ids;
    mutable QCache<PictureId, PictureRow> m_rows;
    mutable QSet<PictureId> m_stale;    // in m_rows, and to be read again
    mutable std::vector<int> m_wanted;  // blocks of rows, the newest wish last
    mutable QTimer m_readSoon;
    QTimer m_refreshSoon;
    DatabaseRead m_listRead;
    bool m_isReadingRows = false;
    int m_generation = 0;  // of the query: answers to a former one are dropped
    QStringList m_modelNames;
    QStringList m_tagNames;
    qint64 m_unreadable = 0;
};

}  // namespace limn
