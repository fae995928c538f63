// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "ui/chat/CardAction.h"
#include "ui/chat/turn_paint.h"
#include "ui/style/Theme.h"

#include <QWidget>

#include <vector>

class QAbstractButton;

namespace limn::ui {

/// The real buttons of one answer, laid over those that the delegate paints: with names, tool tips and focus. The view
/// moves it to the answer that the pointer or the keyboard is at.
class TurnBar final : public QWidget {
    Q_OBJECT
public:
    TurnBar(const Theme& theme, QWidget* parent);

    TurnId turn() const { return m_turn; }
    bool hasFocusInside() const;

    /// Shows the buttons of this answer in `footer` (of the parent).
    void showFor(const Turn& turn, int chosenCard, const QRect& footer,
                 Qt::LayoutDirection direction);
    void hideBar();
    void focusFirst();

Q_SIGNALS:
    void actionRequested(limn::ui::CardAction action, limn::TurnId turn, int card);
    void menuRequested(limn::TurnId turn, int card, const QPoint& globalPosition);
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void rebuild(const std::vector<FooterButton>& buttons);
    QAbstractButton* makeButton(const FooterButton& button);

    const Theme& m_theme;
    std::vector<QAbstractButton*> m_buttons;
    std::vector<CardAction> m_actions;
    TurnId m_turn = 0;
    int m_card = 0;
};

}  // namespace limn::ui
