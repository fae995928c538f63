// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/TurnBar.h"

#include "ui/style/metrics.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QToolButton>

namespace limn::ui {
namespace {

constexpr int kSpokenPromptLength = 80;

const char* objectNameOf(const FooterButton& button) {
    if (button.isMenu) {
        return "moreToolButton";
    }
    switch (button.action) {
    case CardAction::Again:
        return "againToolButton";
    case CardAction::Vary:
        return "varyToolButton";
    case CardAction::Describe:
        return "describeToolButton";
    case CardAction::Retry:
        return "retryPushButton";
    default:
        return "cardToolButton";
    }
}

}  // namespace

TurnBar::TurnBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("turnBarWidget"));
    hide();
}

bool TurnBar::hasFocusInside() const {
    const QWidget* focus = QApplication::focusWidget();
    return isVisible() && focus != nullptr && isAncestorOf(focus);
}

QAbstractButton* TurnBar::makeButton(const FooterButton& button) {
    QAbstractButton* made = nullptr;
    if (*button.icon == '\0') {
        made = new QPushButton(button.words, this);
    } else {
        auto* tool = new QToolButton(this);
        tool->setIcon(m_theme.icon(QLatin1String(button.icon), ColorToken::MutedText));
        tool->setIconSize({kIconPx, kIconPx});
        tool->setProperty("look", QStringLiteral("bare"));
        tool->setToolTip(button.words);
        made = tool;
    }
    made->setObjectName(QLatin1String(objectNameOf(button)));
    made->setFocusPolicy(Qt::TabFocus);
    made->setCursor(Qt::ArrowCursor);
    const bool isMenu = button.isMenu;
    const CardAction action = button.action;
    connect(made, &QAbstractButton::clicked, this, [this, made, isMenu, action]() {
        if (isMenu) {
            Q_EMIT menuRequested(m_turn, m_card,
                                 made->mapToGlobal(QPoint(0, made->height() + kSpaceHairPx)));
        } else {
            Q_EMIT actionRequested(action, m_turn, m_card);
        }
    });
    return made;
}

void TurnBar::rebuild(const std::vector<FooterButton>& buttons) {
    for (QAbstractButton* button : m_buttons) {
        button->hide();
        button->deleteLater();  // it may be the one whose click is being handled
    }
    m_buttons.clear();
    m_actions.clear();
    for (const FooterButton& button : buttons) {
        m_buttons.push_back(makeButton(button));
        m_actions.push_back(button.action);
        if (m_buttons.size() > 1) {
            setTabOrder(m_buttons[m_buttons.size() - 2], m_buttons.back());
        }
    }
}

void TurnBar::showFor(const Turn& turn, int chosenCard, const QRect& footer,
                      Qt::LayoutDirection direction) {
    const std::vector<FooterButton> buttons = footerButtons(turn, chosenCard);
    std::vector<CardAction> actions;
    for (const FooterButton& button : buttons) {
        actions.push_back(button.action);
    }
    if (actions != m_actions) {
        rebuild(buttons);
    }
    m_turn = turn.id;
    m_card = chosenCard;
    const std::vector<QRect> places = footerButtonRects(footer, buttons, direction);
    QRect whole;
    for (const QRect& place : places) {
        whole |= place;
    }
    setGeometry(whole);
    const QString prompt =
        turn.cards.empty() ? QString()
                           : turn.cards[static_cast<std::size_t>(chosenCard)].prompt.simplified();
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setGeometry(places[i].translated(-whole.topLeft()));
        m_buttons[i]->setAccessibleName(
            prompt.isEmpty()
                ? buttons[i].words
                : tr("%1: %2").arg(buttons[i].words, prompt.left(kSpokenPromptLength)));
        m_buttons[i]->show();
    }
    show();
}

void TurnBar::hideBar() {
    m_turn = 0;
    hide();
}

void TurnBar::focusFirst() {
    if (!m_buttons.empty()) {
        m_buttons.front()->setFocus(Qt::TabFocusReason);
    }
}

void TurnBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT left();
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace limn::ui
