// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "ui/chat/CardAction.h"
#include "ui/chat/turn_words.h"
#include "ui/style/Theme.h"

#include <QImage>
#include <QPainterPath>
#include <QRect>

#include <vector>

class QPainter;

namespace limn::ui {

// Pieces that the delegate paints. Each leaves the painter's clip and place as they were.

/// A bubble with one sharper corner, on the side of who speaks.
QPainterPath bubblePath(const QRect& rect, Qt::LayoutDirection direction);
void paintFocus(QPainter& painter, const QRect& row, const Theme& theme);
/// Filled by the middle of the picture; a sign where there is none.
void paintThumbnail(QPainter& painter, const QRect& place, const QImage& picture,
                    const Theme& theme);
/// A thin bar at the bottom of `place`; nothing where `share` is below 0.
void paintProgress(QPainter& painter, const QRect& place, double share, const Theme& theme);
void paintChip(QPainter& painter, const QRect& area, const Chip& chip, const Theme& theme,
               Qt::LayoutDirection direction);

/// One button in a footer; without an icon it shows its words. `isMenu`: the menu of all actions.
struct FooterButton {
    CardAction action = CardAction::Open;
    const char* icon = "";
    bool isMenu = false;
    QString words;
};

/// The buttons of an answer, in order: those of the chosen picture, or "try again" where nothing came of it.
std::vector<FooterButton> footerButtons(const Turn& turn, int chosenCard);
/// Their places in a footer, at its end.
std::vector<QRect> footerButtonRects(const QRect& footer, const std::vector<FooterButton>& buttons,
                                     Qt::LayoutDirection direction);
int footerButtonsWidth(const std::vector<FooterButton>& buttons);
/// As TurnBar's real buttons look when nobody points at them.
void paintButtons(QPainter& painter, const QRect& footer, const std::vector<FooterButton>& buttons,
                  const Theme& theme, Qt::LayoutDirection direction);

}  // namespace limn::ui
