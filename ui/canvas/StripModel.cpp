// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/StripModel.h"

#include "core/base/resize.h"
#include "core/io/PictureReader.h"
#include "core/jobs/plain_tool_tip.h"
#include "ui/canvas/PictureSurface.h"

#include <QPixmap>

#include <algorithm>
#include <utility>

namespace limn::ui {
namespace {

/// A square view of the picture's middle.
QImage squareView(const std::filesystem::path& file, const std::stop_token& stop) {
    Outcome<Image> image = readPicture(file, stop);
    if (!image.isDone()) {
        return {};
    }
    const auto surface = PictureSurface::make(image.value(), stop);
    if (!surface) {
        return {};
    }
    const QSize size = surface->size();
    const int shorter = std::min(size.width(), size.height());
    const QImage& level = surface->levelFor(double(StripModel::kThumbnailPx) / shorter);
    const int side = std::min(level.width(), level.height());
    return level.copy((level.width() - side) / 2, (level.height() - side) / 2, side, side)
        .scaled(StripModel::kThumbnailPx, StripModel::kThumbnailPx, Qt::IgnoreAspectRatio,
                Qt::SmoothTransformation);
}

}  // namespace

void StripModel::setEntries(const std::vector<Entry>& entries) {
    beginResetModel();
    std::vector<Picture> former = std::exchange(m_pictures, {});
    for (const Entry& entry : entries) {
        const auto known = std::find_if(former.begin(), former.end(), [&](const Picture& one) {
            return one.entry.file == entry.file;
        });
        Picture picture = known == former.end() ? Picture{} : *known;
        picture.entry = entry;
        m_pictures.push_back(std::move(picture));
    }
    endResetModel();
}

void StripModel::refresh(const std::filesystem::path& file) {
    const int row = rowOf(file);
    if (row >= 0) {
        m_pictures[static_cast<std::size_t>(row)].isAsked = false;
        const QModelIndex changed = index(row);
        Q_EMIT dataChanged(changed, changed, {Qt::DecorationRole});
    }
}

int StripModel::rowOf(const std::filesystem::path& file) const {
    const auto found = std::find_if(m_pictures.begin(), m_pictures.end(),
                                    [&](const Picture& one) { return one.entry.file == file; });
    return found == m_pictures.end() ? -1 : static_cast<int>(found - m_pictures.begin());
}

std::filesystem::path StripModel::fileAt(int row) const {
    const bool isThere = row >= 0 && static_cast<std::size_t>(row) < m_pictures.size();
    return isThere ? m_pictures[static_cast<std::size_t>(row)].entry.file : std::filesystem::path();
}

int StripModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_pictures.size());
}

QVariant StripModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    Picture& picture = m_pictures[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DecorationRole:
        if (!std::exchange(picture.isAsked, true)) {
            readView(picture);
        }
        return picture.view;
    case Qt::ToolTipRole:
        return plainToolTip(picture.entry.title);
    case Qt::AccessibleTextRole:
        return tr("Picture %1 of %2: %3")
            .arg(index.row() + 1)
            .arg(rowCount())
            .arg(QString::fromStdString(picture.entry.file.filename().string()));
    case Qt::AccessibleDescriptionRole:
        return picture.entry.title;
    case Qt::UserRole:
        return QString::fromStdString(picture.entry.file.string());
    default:
        return {};
    }
}

void StripModel::readView(Picture& picture) const {
    auto* self = const_cast<StripModel*>(this);
    const std::filesystem::path file = picture.entry.file;
    const int number = picture.reading = ++m_lastReading;
    m_background.start(
        self, [file](std::stop_token stop) { return squareView(file, stop); },
        [self, file, number](const QImage& view) {
            const int row = self->rowOf(file);
            Picture* one = row >= 0 ? &self->m_pictures[static_cast<std::size_t>(row)] : nullptr;
            if (one != nullptr && one->reading == number) {
                one->view = QPixmap::fromImage(view);
                const QModelIndex changed = self->index(row);
                Q_EMIT self->dataChanged(changed, changed, {Qt::DecorationRole});
            }
        });
}

}  // namespace limn::ui
