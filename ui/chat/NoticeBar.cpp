// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/NoticeBar.h"

#include "ui/style/metrics.h"
#include "ui/widgets/Announcer.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace limn::ui {
namespace {

constexpr int kUndoMs = 15000;

}  // namespace

NoticeBar::NoticeBar(const Theme& theme, QWidget* parent)
    : QFrame(parent), m_label(new QLabel(this)), m_undoButton(new QPushButton(tr("Undo"), this)),
      m_announcer(new Announcer(this)) {
    setObjectName(QStringLiteral("noticeBarFrame"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_undoButton->setObjectName(QStringLiteral("undoPushButton"));
    auto* close = new QToolButton(this);
    close->setObjectName(QStringLiteral("closeNoticeToolButton"));
    close->setIcon(theme.icon(QLatin1String("close")));
    close->setIconSize({kSpacePx + 2, kSpacePx + 2});
    close->setProperty("look", QStringLiteral("bare"));
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpacePx, kSpaceHairPx, kSpaceHairPx, kSpaceHairPx);
    row->addWidget(m_label, 1);
    row->addWidget(m_undoButton);
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_undoButton, &QPushButton::clicked, this, [this]() {
        hide();
        if (const auto undo = std::exchange(m_undo, nullptr)) {
            undo();
        }
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void NoticeBar::showWords(const QString& sentence, const char* look) {
    setProperty("look", QString::fromLatin1(look));
    style()->unpolish(this);
    style()->polish(this);
    style()->unpolish(m_label);
    style()->polish(m_label);
    m_label->setText(sentence);
    m_undoButton->setVisible(static_cast<bool>(m_undo));
    show();
    m_announcer->say(sentence);
}

void NoticeBar::showProblem(const QString& sentence) {
    m_timer.stop();
    m_undo = nullptr;
    showWords(sentence, "care");
}

void NoticeBar::showUndo(const QString& sentence, std::function<void()> undo) {
    m_undo = std::move(undo);
    showWords(sentence, "sunk");
    m_timer.start(kUndoMs);
}

}  // namespace limn::ui
