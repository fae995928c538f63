// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/checkpoints/ModelDelegate.h"

#include "ui/checkpoints/ModelCatalog.h"
#include "ui/style/Theme.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QPainter>

namespace limn::ui {
namespace {

int lineHeight(const QFont& font) {
    return QFontMetrics(font).height() + 2;
}

QFont nameFont() {
    QFont font = bodyFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

}  // namespace

void ModelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(option.rect).adjusted(1, 3, -1, -3);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    painter->setPen(
        QPen(m_theme.color(hasFocus ? ColorToken::Accent : ColorToken::Line), hasFocus ? 2 : 1));
    painter->setBrush(m_theme.color(isSelected ? ColorToken::Tint : ColorToken::Pane));
    painter->drawRoundedRect(card, kRadiusCardPx, kRadiusCardPx);

    const bool isUsable = index.data(ModelCatalog::IsUsableRole).toBool() ||
                          (index.data(ModelCatalog::CanDescribeRole).toBool() &&
                           !index.data(ModelCatalog::IsStarterRole).toBool());
    QRect line = card.toRect().adjusted(kSpaceLargePx, kSpacePx, -kSpaceLargePx, 0);
    const QString state = index.data(ModelCatalog::StateRole).toString();
    if (state.isEmpty()) {
        line.translate(0, lineHeight(labelFont()) / 2.0);  // the card keeps its place for one
    }
    const auto write = [&](const QFont& font, ColorToken color, const QString& text) {
        line.setHeight(lineHeight(font));
        painter->setFont(font);
        painter->setPen(m_theme.color(color));
        const Qt::Alignment side =
            option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
        painter->drawText(line, static_cast<int>(Qt::AlignVCenter | Qt::AlignAbsolute | side),
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, line.width()));
        line.translate(0, line.height());
    };
    write(nameFont(), isUsable ? ColorToken::Text : ColorToken::MutedText, index.data().toString());
    write(labelFont(), ColorToken::MutedText, index.data(ModelCatalog::SummaryRole).toString());
    const bool isBusy = index.data(ModelCatalog::IsBusyRole).toBool();
    write(labelFont(), isUsable || isBusy ? ColorToken::MutedText : ColorToken::Care, state);
    painter->restore();
}

QSize ModelDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    Q_UNUSED(index)
    return {option.rect.width(),
            lineHeight(nameFont()) + 2 * lineHeight(labelFont()) + 2 * kSpacePx + 6};
}

}  // namespace limn::ui
