// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QStyledItemDelegate>

namespace limn {
class ThumbnailProvider;
}

namespace limn::ui {

class Theme;

/// Paints one cell of the gallery: the picture, and on it what the person said of it. Reads roles of GalleryModel. A cell that
/// is asked for its picture the first time shows an empty place until the provider has it.
class ThumbnailDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    ThumbnailDelegate(const Theme& theme, ThumbnailProvider& thumbnails, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintState(QPainter* painter, const QStyleOptionViewItem& option) const;
    void paintPicture(QPainter* painter, const QRect& rect, const QImage& image, qreal ratio) const;
    void paintBadge(QPainter* painter, const QRect& cell, const QString& text, Qt::Alignment where,
                    bool isCare) const;

    const Theme& m_theme;
    ThumbnailProvider& m_thumbnails;
};

}  // namespace limn::ui
