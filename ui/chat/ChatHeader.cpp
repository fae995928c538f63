// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/ChatHeader.h"

#include "ui/style/fonts.h"
#include "ui/style/metrics.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace limn::ui {
namespace {

constexpr int kHeightPx = 42;
constexpr int kArrowPx = 34;  // beside the words of the title

}  // namespace

ChatHeader::ChatHeader(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_titleButton(new QToolButton(this)),
      m_newButton(new QToolButton(this)) {
    setObjectName(QStringLiteral("chatHeaderWidget"));
    setFixedHeight(kHeightPx);
    m_titleButton->setObjectName(QStringLiteral("conversationTitleToolButton"));
    m_titleButton->setCheckable(true);
    m_titleButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_titleButton->setIcon(theme.icon(QLatin1String("chevron-down"), ColorToken::MutedText));
    m_titleButton->setIconSize({kSpacePx + 2, kSpacePx + 2});
    // The arrow stands after the words, whichever way they are read.
    m_titleButton->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft
                                                                           : Qt::LeftToRight);
    QFont bold = bodyFont();
    bold.setWeight(QFont::DemiBold);
    m_titleButton->setFont(bold);
    m_titleButton->setToolTip(tr("All conversations"));
    m_newButton->setObjectName(QStringLiteral("newConversationToolButton"));
    m_newButton->setText(tr("New"));
    m_newButton->setIcon(theme.icon(QLatin1String("add"), ColorToken::MutedText));
    m_newButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_newButton->setProperty("look", QStringLiteral("muted"));
    m_newButton->setToolTip(tr("New conversation"));
    m_newButton->setAccessibleName(tr("New conversation"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceHairPx, 0, kSpaceSmallPx, 1);
    row->addWidget(m_titleButton);
    row->addStretch(1);
    row->addWidget(m_newButton);
    connect(m_titleButton, &QToolButton::toggled, this, &ChatHeader::listToggled);
    connect(m_newButton, &QToolButton::clicked, this, &ChatHeader::newRequested);
    connect(&theme, &Theme::changed, this, [this]() { update(); });
    setTitle({});
}

void ChatHeader::setTitle(const QString& title) {
    m_title = title.isEmpty() ? tr("New conversation") : title;
    m_titleButton->setAccessibleName(tr("Conversation: %1").arg(m_title));
    showTitle();
}

void ChatHeader::setListShown(bool isShown) {
    m_titleButton->setChecked(isShown);
}

void ChatHeader::showTitle() {
    const int room = width() - m_newButton->sizeHint().width() - kArrowPx - 2 * kSpaceLargePx;
    const QString shown = m_titleButton->fontMetrics().elidedText(m_title, Qt::ElideRight, room);
    m_titleButton->setText(QString(shown).replace(u'&', QStringLiteral("&&")));
}

void ChatHeader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showTitle();
}

void ChatHeader::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(ColorToken::Pane));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.color(ColorToken::Line));
}

}  // namespace limn::ui
