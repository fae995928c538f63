// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/GalleryModel.h"

#include "core/gallery/picture_search.h"
#include "core/jobs/plain_tool_tip.h"

#include <QFile>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <limits>
#include <utility>

namespace limn {
namespace {

constexpr int kRowsKept = 10'000;
constexpr int kRowsABlock = 64;
constexpr std::size_t kMostBlocksWanted = 64;
constexpr std::size_t kBlocksARead = 4;
constexpr std::size_t kFirstPage = 300;
constexpr int kRefreshMs = 200;
constexpr std::size_t kMostMovedOneByOne = 500;

QString textOf(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString pathOf(const std::filesystem::path& path) {
    return QFile::decodeName(path.c_str());
}

QStringList textsOf(const std::vector<std::string>& texts) {
    QStringList all;
    for (const std::string& text : texts) {
        all += textOf(text);
    }
    return all;
}

}  // namespace

GalleryModel::GalleryModel(Database& database, PictureIndex& index, QObject* parent)
    : QAbstractListModel(parent), m_database(database),
      m_ids(std::make_shared<const std::vector<PictureId>>()), m_rows(kRowsKept) {
    m_readSoon.setSingleShot(true);
    m_readSoon.setInterval(0);
    connect(&m_readSoon, &QTimer::timeout, this, &GalleryModel::readWanted);
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(kRefreshMs);
    connect(&m_refreshSoon, &QTimer::timeout, this, &GalleryModel::readList);
    connect(&index, &PictureIndex::listChanged, this, &GalleryModel::refresh);
    connect(&index, &PictureIndex::picturesChanged, this, &GalleryModel::markChanged);
}

void GalleryModel::setQuery(const GalleryQuery& query) {
    if (m_query == query && m_generation > 0) {
        return;
    }
    m_query = query;
    ++m_generation;
    m_refreshSoon.stop();
    setState(State::Loading);
    m_listRead.cancel();
    m_listRead = m_database.read(
        [query](Connection& connection) -> Result<FirstPage> {
            FirstPage page;
            auto ids = findPictures(connection, query, kFirstPage);
            if (!ids) {
                return ids.error();
            }
            auto rows = picturesById(connection, *ids);
            if (!rows) {
                return rows.error();
            }
            return FirstPage{std::move(*ids), std::move(*rows)};
        },
        this,
        [this](Result<FirstPage> page) {
            if (!page) {
                setState(State::Failed, textOf(page.error().message));
                return;
            }
            showFirstPage(std::move(*page));
        });
}

void GalleryModel::showFirstPage(FirstPage page) {
    const bool isAll = page.ids.size() < kFirstPage;
    keepRows(std::move(page.rows));
    beginResetModel();
    m_ids = std::make_shared<const std::vector<PictureId>>(std::move(page.ids));
    endResetModel();
    setState(State::Ready);
    if (isAll) {
        readFacets();
    } else {
        readList();
    }
}

void GalleryModel::refresh() {
    if (!m_refreshSoon.isActive()) {
        m_refreshSoon.start();
    }
}

void GalleryModel::readList() {
    if (m_generation == 0) {
        return;  // nobody has asked for a list yet
    }
    m_listRead.cancel();
    m_listRead = m_database.read(
        [query = m_query](Connection& connection) -> Result<Ids> {
            auto ids = findPictures(connection, query, std::numeric_limits<std::size_t>::max());
            if (!ids) {
                return ids.error();
            }
            return Ids(std::make_shared<const std::vector<PictureId>>(std::move(*ids)));
        },
        this,
        [this](Result<Ids> ids) {
            if (!ids) {
                setState(State::Failed, textOf(ids.error().message));
                return;
            }
            takeList(std::move(*ids));
            setState(State::Ready);
            readFacets();
        });
}

void GalleryModel::readFacets() {
    m_database.read(
        [](Connection& connection) -> Result<Facets> {
            const auto models = modelsInUse(connection);
            const auto tags = tagsInUse(connection);
            const auto unreadable = limn::unreadableCount(connection);
            if (!models || !tags || !unreadable) {
                return !models ? models.error() : !tags ? tags.error() : unreadable.error();
            }
            Facets facets;
            facets.models = textsOf(*models);
            for (const TagUse& tag : *tags) {
                facets.tags += textOf(tag.name);
            }
            facets.unreadable = *unreadable;
            return facets;
        },
        this,
        [this](const Result<Facets>& facets) {
            if (facets && (facets->models != m_modelNames || facets->tags != m_tagNames ||
                           facets->unreadable != m_unreadable)) {
                m_modelNames = facets->models;
                m_tagNames = facets->tags;
                m_unreadable = facets->unreadable;
                Q_EMIT facetsChanged();
            }
        });
}

void GalleryModel::takeList(Ids ids) {
    const std::vector<PictureId>& before = *m_ids;
    const std::vector<PictureId>& after = *ids;
    const auto [oldDiffers, newDiffers] =
        std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    const auto first = static_cast<std::size_t>(oldDiffers - before.begin());
    std::size_t oldEnd = before.size();
    std::size_t newEnd = after.size();
    while (oldEnd > first && newEnd > first && before[oldEnd - 1] == after[newEnd - 1]) {
        --oldEnd;
        --newEnd;
    }
    if (oldEnd == first && newEnd == first) {
        return;
    }
    if (oldEnd == first) {
        beginInsertRows({}, static_cast<int>(first), static_cast<int>(newEnd) - 1);
        m_ids = std::move(ids);
        endInsertRows();
    } else if (newEnd == first) {
        beginRemoveRows({}, static_cast<int>(first), static_cast<int>(oldEnd) - 1);
        m_ids = std::move(ids);
        endRemoveRows();
    } else if (oldEnd - first <= kMostMovedOneByOne && newEnd - first <= kMostMovedOneByOne) {
        changeMiddle(ids, first, oldEnd, newEnd);
    } else {
        beginResetModel();
        m_ids = std::move(ids);
        endResetModel();
    }
}

/// What is gone goes, what is new comes, one by one; then the rest takes its new order.
void GalleryModel::changeMiddle(const Ids& ids, std::size_t first, std::size_t oldEnd,
                                std::size_t newEnd) {
    std::vector<PictureId> list = *m_ids;
    const auto at = [](std::size_t place) {
        return static_cast<std::ptrdiff_t>(place);
    };
    const auto publish = [&]() {
        m_ids = std::make_shared<const std::vector<PictureId>>(list);
    };
    const QSet<PictureId> kept(ids->begin() + at(first), ids->begin() + at(newEnd));
    QSet<PictureId> known;
    for (std::size_t row = oldEnd; row-- > first;) {
        if (kept.contains(list[row])) {
            known.insert(list[row]);
            continue;
        }
        beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
        list.erase(list.begin() + at(row));
        publish();
        endRemoveRows();
    }
    for (std::size_t row = first; row < newEnd; ++row) {
        const PictureId id = (*ids)[row];
        if (!known.contains(id)) {
            const std::size_t place = std::min(row, list.size());
            beginInsertRows({}, static_cast<int>(place), static_cast<int>(place));
            list.insert(list.begin() + at(place), id);
            publish();
            endInsertRows();
        }
    }
    if (list != *ids) {
        Q_EMIT layoutAboutToBeChanged();
        const QModelIndexList held = persistentIndexList();
        m_ids = ids;
        QModelIndexList moved;
        for (const QModelIndex& each : held) {
            moved += index(rowOf(list[static_cast<std::size_t>(each.row())]));
        }
        changePersistentIndexList(held, moved);
        Q_EMIT layoutChanged();
    }
}

void GalleryModel::setState(State state, const QString& errorText) {
    if (m_state != state || m_errorText != errorText) {
        m_state = state;
        m_errorText = errorText;
        Q_EMIT stateChanged();
    }
}

int GalleryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_ids->size());
}

PictureId GalleryModel::idAt(int row) const {
    return (*m_ids)[static_cast<std::size_t>(row)];
}

int GalleryModel::rowOf(PictureId id) const {
    const auto found = std::find(m_ids->begin(), m_ids->end(), id);
    return found == m_ids->end() ? -1 : static_cast<int>(found - m_ids->begin());
}

const PictureRow* GalleryModel::row(int row) const {
    if (row < 0 || row >= rowCount()) {
        return nullptr;
    }
    const PictureId id = idAt(row);
    const PictureRow* found = m_rows.object(id);
    if (found == nullptr || m_stale.contains(id)) {
        want(row);
    }
    return found;
}

/// What a screen reader says of it: which file, what is on it, and what the person said of it.
QString GalleryModel::spokenOf(const PictureRow& picture) {
    QStringList parts = {pathOf(picture.file.filename())};
    if (!picture.description.empty()) {
        parts += textOf(picture.description);
    }
    if (picture.widthPx > 0) {
        parts += tr("%1 by %2 pixels").arg(picture.widthPx).arg(picture.heightPx);
    }
    if (picture.rating > 0) {
        parts += tr("%n star(s)", nullptr, picture.rating);
    }
    if (picture.isFavourite) {
        parts += tr("favourite");
    }
    if (picture.isMissing) {
        parts += tr("its file is missing");
    }
    return parts.join(QStringLiteral("; "));
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    if (role == IdRole) {
        return QVariant::fromValue<qlonglong>(idAt(index.row()));
    }
    const PictureRow* picture = row(index.row());
    if (picture == nullptr) {
        return role == FileRole || role == Qt::DisplayRole ? QVariant(QString()) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return pathOf(picture->file.filename());
    case Qt::ToolTipRole:
        return plainToolTip(picture->prompt.empty() ? pathOf(picture->file)
                                                    : textOf(picture->prompt));
    case Qt::AccessibleTextRole:
        return spokenOf(*picture);
    case Qt::
        AccessibleDescriptionRole:  // what was asked for is not what is there, and is said apart
        return picture->prompt.empty() ? QString()
                                       : tr("Asked for: %1").arg(textOf(picture->prompt));
    case FileRole:
        return pathOf(picture->place());
    case ModifiedNsRole:
        return QVariant::fromValue<qlonglong>(picture->stamp.modifiedNs);
    case RatingRole:
        return picture->rating;
    case FavouriteRole:
        return picture->isFavourite;
    case MissingRole:
        return picture->isMissing;
    case WidthRole:
        return picture->widthPx;
    case HeightRole:
        return picture->heightPx;
    case TagsRole:
        return textsOf(picture->tags);
    default:
        return {};
    }
}

Qt::ItemFlags GalleryModel::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled |
                                 Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

QStringList GalleryModel::mimeTypes() const {
    return {QStringLiteral("text/uri-list")};
}

QMimeData* GalleryModel::mimeData(const QModelIndexList& indexes) const {
    QList<QUrl> urls;
    for (const QModelIndex& each : indexes) {
        const PictureRow* picture = row(each.row());
        if (picture != nullptr && picture->hasFile()) {
            urls += QUrl::fromLocalFile(pathOf(picture->place()));
        }
    }
    if (urls.isEmpty()) {
        return nullptr;
    }
    auto* data = new QMimeData;  // Qt's drag owns it
    data->setUrls(urls);
    return data;
}

void GalleryModel::readFiles(const QList<qint64>& ids, QObject* context,
                             std::function<void(const Result<QStringList>&)> done) const {
    m_database.read(
        [wanted = std::vector<PictureId>(ids.begin(), ids.end())](
            Connection& connection) -> Result<QStringList> {
            const Result<std::vector<PictureRow>> rows = picturesById(connection, wanted);
            if (!rows) {
                return rows.error();
            }
            QStringList files;
            for (const PictureRow& picture : *rows) {
                if (picture.hasFile()) {
                    files += pathOf(picture.place());
                }
            }
            return files;
        },
        context, std::move(done));
}

void GalleryModel::ensureLoaded(const QModelIndexList& indexes) const {
    for (const QModelIndex& each : indexes) {
        row(each.row());
    }
}

void GalleryModel::want(int row) const {
    const int block = row / kRowsABlock;
    std::erase(m_wanted, block);
    if (m_wanted.size() >= kMostBlocksWanted) {
        m_wanted.erase(m_wanted.begin());
    }
    m_wanted.push_back(block);
    if (!m_isReadingRows && !m_readSoon.isActive()) {
        m_readSoon.start();
    }
}

void GalleryModel::readWanted() {
    if (m_isReadingRows || m_wanted.empty()) {
        return;
    }
    std::vector<PictureId> ids;
    for (std::size_t i = 0; i < kBlocksARead && !m_wanted.empty(); ++i) {
        const int start = m_wanted.back() * kRowsABlock;
        m_wanted.pop_back();
        for (int row = start; row < std::min(start + kRowsABlock, rowCount()); ++row) {
            const PictureId id = idAt(row);
            if (!m_rows.contains(id) || m_stale.contains(id)) {
                ids.push_back(id);
            }
        }
    }
    if (ids.empty()) {
        return;
    }
    m_isReadingRows = true;
    m_database.read([ids](Connection& connection) { return picturesById(connection, ids); }, this,
                    [this](Result<std::vector<PictureRow>> rows) {
                        m_isReadingRows = false;
                        if (!rows) {
                            setState(State::Failed, textOf(rows.error().message));
                            return;
                        }
                        // None: they went meanwhile, and asking again would find no more.
                        const bool isNews = !rows->empty();
                        keepRows(std::move(*rows));
                        if (isNews && rowCount() > 0) {
                            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
                        }
                        readWanted();
                    });
}

void GalleryModel::keepRows(std::vector<PictureRow> rows) const {
    for (PictureRow& each : rows) {
        const PictureId id = each.id;
        m_stale.remove(id);
        m_rows.insert(id, new PictureRow(std::move(each)));
    }
}

void GalleryModel::markChanged(const QList<qint64>& ids) {
    for (const qint64 id : ids) {
        if (m_rows.contains(id)) {
            m_stale.insert(id);
        }
    }
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

}  // namespace limn
