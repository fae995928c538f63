// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/gallery/ThumbnailDelegate.h"

#include "core/gallery/GalleryModel.h"
#include "core/gallery/ThumbnailProvider.h"
#include "ui/style/Theme.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kSmallestCellWithBadgesPx = 72;
constexpr qreal kRingPx = 2.0;
constexpr int kBadgePaddingPx = 5;

}  // namespace

ThumbnailDelegate::ThumbnailDelegate(const Theme& theme, ThumbnailProvider& thumbnails,
                                     QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_thumbnails(thumbnails) {}

void ThumbnailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect& cell = option.rect;
    const QString file = index.data(GalleryModel::FileRole).toString();
    const bool isMissing = index.data(GalleryModel::MissingRole).toBool();
    QImage image;
    const qreal ratio = painter->device()->devicePixelRatioF();
    if (!file.isEmpty()) {
        image = m_thumbnails.thumbnail(file, index.data(GalleryModel::ModifiedNsRole).toLongLong(),
                                       static_cast<int>(cell.width() * ratio));
    }
    if (image.isNull()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(ColorToken::Sunk));
        painter->drawRoundedRect(cell, kRadiusControlPx, kRadiusControlPx);
        if (isMissing || !m_thumbnails.problem(file).isEmpty()) {
            const int side = std::min(cell.width() / 3, 2 * kIconPx);
            QRect place(0, 0, side, side);
            place.moveCenter(cell.center());
            m_theme.icon(QLatin1String("picture"), ColorToken::MutedText).paint(painter, place);
        }
    } else {
        painter->setOpacity(isMissing ? 0.5 : 1.0);
        paintPicture(painter, cell, image, ratio);
        painter->setOpacity(1.0);
    }

    if (cell.width() >= kSmallestCellWithBadgesPx) {
        const int rating = index.data(GalleryModel::RatingRole).toInt();
        if (isMissing) {
            paintBadge(painter, cell, tr("missing"), Qt::AlignLeft | Qt::AlignTop, true);
        }
        if (rating > 0) {
            paintBadge(painter, cell, QString(rating, QChar(0x2605)),
                       Qt::AlignLeft | Qt::AlignBottom, false);
        }
    }
    if (index.data(GalleryModel::FavouriteRole).toBool()) {
        const int side = kIconPx + kSpaceHairPx;
        const QRect disc(cell.right() - side - kSpaceHairPx, cell.top() + kSpaceHairPx, side, side);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(ColorToken::Pane));
        painter->drawEllipse(disc);
        m_theme.icon(QLatin1String("heart-filled"), ColorToken::Accent)
            .paint(painter, disc.adjusted(4, 4, -4, -4));
    }

    paintState(painter, option);
    painter->restore();
}

void ThumbnailDelegate::paintState(QPainter* painter, const QStyleOptionViewItem& option) const {
    const QRectF cell = option.rect;
    const bool isCurrent = option.state.testFlag(QStyle::State_HasFocus);
    const auto ring = [&](ColorToken color, qreal outside) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(m_theme.color(color), kRingPx));
        painter->drawRoundedRect(cell.adjusted(-outside, -outside, outside, outside),
                                 kRadiusControlPx + outside, kRadiusControlPx + outside);
    };
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected || isCurrent) {
        ring(isSelected ? ColorToken::Accent : ColorToken::Text, kRingPx);
        ring(ColorToken::Pane, 0);  // a gap, so that it is seen around any picture
        if (isSelected && isCurrent) {
            ring(ColorToken::Text, -kRingPx);
        }
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        ring(ColorToken::Line, -kRingPx / 2);
    }
}

/// Fills the square with the middle of the picture.
void ThumbnailDelegate::paintPicture(QPainter* painter, const QRect& rect, const QImage& image,
                                     qreal ratio) const {
    const qreal side = rect.width();
    const qreal scale = side / std::min(image.width(), image.height());
    // What is smaller than its cell is shown in its own size: blown up it would look broken.
    const bool isSmall = std::max(image.width(), image.height()) < side * ratio / 2;
    painter->setPen(Qt::NoPen);
    if (isSmall || image.hasAlphaChannel()) {
        painter->setBrush(m_theme.color(ColorToken::Sunk));
        painter->drawRoundedRect(rect, kRadiusControlPx, kRadiusControlPx);
    }
    if (isSmall) {
        QRectF place(0, 0, image.width() / ratio, image.height() / ratio);
        place.moveCenter(QRectF(rect).center());
        painter->drawImage(place, image);
        return;
    }
    QBrush brush(image);
    QTransform transform;
    transform.translate(rect.x() - (image.width() * scale - side) / 2,
                        rect.y() - (image.height() * scale - side) / 2);
    transform.scale(scale, scale);
    brush.setTransform(transform);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->setBrush(brush);
    painter->drawRoundedRect(rect, kRadiusControlPx, kRadiusControlPx);
}

void ThumbnailDelegate::paintBadge(QPainter* painter, const QRect& cell, const QString& text,
                                   Qt::Alignment where, bool isCare) const {
    painter->setFont(labelFont());
    const QFontMetrics metrics(painter->font());
    QRect badge(0, 0, metrics.horizontalAdvance(text) + 2 * kBadgePaddingPx, metrics.height() + 2);
    const QRect inner = cell.adjusted(kSpaceHairPx, kSpaceHairPx, -kSpaceHairPx, -kSpaceHairPx);
    badge.moveLeft(inner.left());
    if (where.testFlag(Qt::AlignBottom)) {
        badge.moveBottom(inner.bottom());
    } else {
        badge.moveTop(inner.top());
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.color(isCare ? ColorToken::CareGround : ColorToken::Pane));
    painter->drawRoundedRect(badge, badge.height() / 2.0, badge.height() / 2.0);
    painter->setPen(m_theme.color(isCare ? ColorToken::Care : ColorToken::Text));
    painter->drawText(badge, Qt::AlignCenter, text);
}

}  // namespace limn::ui
