// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/turn_paint.h"

#include "ui/chat/TurnLayout.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kSharpCornerPx = 4;
constexpr int kProgressPx = 3;
constexpr int kChipPx = 22;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::ui::TurnButtons)
};

int widthOf(const FooterButton& button) {
    return *button.icon != '\0'
               ? kCardButtonPx
               : QFontMetrics(bodyFont()).horizontalAdvance(button.words) + 2 * kSpacePx + 2;
}

}  // namespace

QPainterPath bubblePath(const QRect& rect, Qt::LayoutDirection direction) {
    const QRectF area(rect);
    const double corner = std::min<double>(kRadiusBubblePx, area.height() / 2);
    QPainterPath path;
    path.addRoundedRect(area, corner, corner);
    QRectF sharp(0, 0, area.width() / 2, area.height() / 2);
    sharp.moveBottom(area.bottom());
    if (direction == Qt::LeftToRight) {
        sharp.moveRight(area.right());
    } else {
        sharp.moveLeft(area.left());
    }
    QPainterPath foot;
    foot.addRoundedRect(sharp, kSharpCornerPx, kSharpCornerPx);
    return path.united(foot).simplified();
}

void paintFocus(QPainter& painter, const QRect& row, const Theme& theme) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.color(ColorToken::Accent), 1.5));
    painter.drawRoundedRect(QRectF(row).adjusted(4.5, 1.5, -4.5, -1.5), kRadiusCardPx,
                            kRadiusCardPx);
}

void paintThumbnail(QPainter& painter, const QRect& place, const QImage& picture,
                    const Theme& theme) {
    QPainterPath outline;
    outline.addRoundedRect(place, kRadiusControlPx, kRadiusControlPx);
    painter.fillPath(outline, theme.color(ColorToken::Sunk));
    if (picture.isNull()) {
        QRect icon(0, 0, kIconPx, kIconPx);
        icon.moveCenter(place.center());
        theme.icon(QLatin1String("picture"), ColorToken::MutedText).paint(&painter, icon);
        return;
    }
    const QSize size = picture.size().scaled(place.size(), Qt::KeepAspectRatioByExpanding);
    QRect target(QPoint(0, 0), size);
    target.moveCenter(place.center());
    painter.save();
    painter.setClipPath(outline, Qt::IntersectClip);
    painter.drawImage(target, picture);
    painter.restore();
}

void paintProgress(QPainter& painter, const QRect& place, double share, const Theme& theme) {
    if (share < 0) {
        return;
    }
    QRect track = place;
    track.setTop(place.bottom() - kProgressPx + 1);
    painter.fillRect(track, theme.color(ColorToken::Line));
    QRect done = track;
    done.setWidth(static_cast<int>(track.width() * std::clamp(share, 0.0, 1.0)));
    painter.fillRect(done, theme.color(ColorToken::Accent));
}

void paintChip(QPainter& painter, const QRect& area, const Chip& chip, const Theme& theme,
               Qt::LayoutDirection direction) {
    painter.setFont(labelFont());
    const int padding = kSpaceSmallPx;
    const QString words =
        painter.fontMetrics().elidedText(chip.text, Qt::ElideRight, area.width() - 2 * padding);
    const int width = painter.fontMetrics().horizontalAdvance(words) + 2 * padding;
    QRect place(0, 0, width, kChipPx);
    place.moveCenter(area.center());
    if (direction == Qt::LeftToRight) {
        place.moveLeft(area.left());
    } else {
        place.moveRight(area.right());
    }
    const bool isGood = chip.kind == ChipKind::Good;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(isGood ? ColorToken::GoodGround : ColorToken::CareGround));
    painter.drawRoundedRect(place, kChipPx / 2.0, kChipPx / 2.0);
    painter.setPen(theme.color(isGood ? ColorToken::Good : ColorToken::Care));
    painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine, words);
}

std::vector<FooterButton> footerButtons(const Turn& turn, int chosenCard) {
    if (turn.cards.empty()) {
        const bool canRetry =
            turn.author == TurnAuthor::Assistant && turn.state == TurnState::Failed;
        return canRetry ? std::vector<FooterButton>{{CardAction::Retry, "", false,
                                                     Words::tr("Try again")}}
                        : std::vector<FooterButton>{};
    }
    const PictureCard& card = turn.cards[static_cast<std::size_t>(chosenCard)];
    if (card.file.isEmpty()) {
        return {};
    }
    // Which part was repainted is not kept: drawn again, the whole picture would change.
    const FooterButton once =
        card.isRepaint()
            ? FooterButton{CardAction::Open, "brush", false, Words::tr("Open to repaint")}
            : FooterButton{CardAction::Again, "again", false, Words::tr("Draw again")};
    return {once,
            {CardAction::Vary, "vary", false, Words::tr("Vary")},
            {CardAction::Describe, "describe", false, Words::tr("Describe")},
            {CardAction::Open, "more", true, Words::tr("More")}};
}

int footerButtonsWidth(const std::vector<FooterButton>& buttons) {
    int width = 0;
    for (const FooterButton& button : buttons) {
        width += widthOf(button);
    }
    return width;
}

std::vector<QRect> footerButtonRects(const QRect& footer, const std::vector<FooterButton>& buttons,
                                     Qt::LayoutDirection direction) {
    std::vector<QRect> places;
    int x = footer.right() + 1 - footerButtonsWidth(buttons);
    for (const FooterButton& button : buttons) {
        const QRect place(x, footer.center().y() - kCardButtonPx / 2 + 1, widthOf(button),
                          kCardButtonPx);
        places.push_back(QStyle::visualRect(direction, footer, place));
        x += widthOf(button);
    }
    return places;
}

void paintButtons(QPainter& painter, const QRect& footer, const std::vector<FooterButton>& buttons,
                  const Theme& theme, Qt::LayoutDirection direction) {
    const std::vector<QRect> places = footerButtonRects(footer, buttons, direction);
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        if (*buttons[i].icon == '\0') {
            painter.setBrush(theme.color(ColorToken::Pane));
            painter.setPen(QPen(theme.color(ColorToken::Line), 1));
            painter.drawRoundedRect(QRectF(places[i]).adjusted(0.5, 0.5, -0.5, -0.5),
                                    kRadiusControlPx, kRadiusControlPx);
            painter.setPen(theme.color(ColorToken::Text));
            painter.setFont(bodyFont());
            painter.drawText(places[i], Qt::AlignCenter | Qt::TextSingleLine, buttons[i].words);
            continue;
        }
        QRect icon(0, 0, kIconPx, kIconPx);
        icon.moveCenter(places[i].center());
        theme.icon(QLatin1String(buttons[i].icon), ColorToken::MutedText).paint(&painter, icon);
    }
}

}  // namespace limn::ui
