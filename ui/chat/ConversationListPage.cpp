// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/ConversationListPage.h"

#include "ui/style/metrics.h"
#include "ui/widgets/key_notes.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace limn::ui {

ConversationListPage::ConversationListPage(ConversationListModel& model, const Theme& theme,
                                           QWidget* parent)
    : QWidget(parent), m_model(model), m_filter(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit(this)), m_list(new QListView(this)),
      m_renameButton(new QPushButton(tr("Rename"), this)),
      m_removeButton(new QPushButton(tr("Delete"), this)) {
    setObjectName(QStringLiteral("conversationListWidget"));
    m_filter->setSourceModel(&model);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_search->setObjectName(QStringLiteral("conversationSearchLineEdit"));
    m_search->setPlaceholderText(tr("Search conversations"));
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(QStringLiteral("conversationListView"));
    m_list->setAccessibleName(tr("Conversations"));
    m_list->setModel(m_filter);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setUniformItemSizes(true);
    m_list->setResizeMode(QListView::Adjust);
    m_renameButton->setObjectName(QStringLiteral("renameConversationPushButton"));
    m_renameButton->setIcon(theme.icon(QLatin1String("rename"), ColorToken::MutedText));
    m_renameButton->setProperty("look", QStringLiteral("quiet"));
    m_renameButton->setToolTip(tr("Rename (F2)"));
    m_removeButton->setObjectName(QStringLiteral("deleteConversationPushButton"));
    m_removeButton->setIcon(theme.icon(QLatin1String("trash"), ColorToken::MutedText));
    m_removeButton->setProperty("look", QStringLiteral("quiet"));
    m_removeButton->setToolTip(tr("Delete (Del); can be undone"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_renameButton);
    buttons->addWidget(m_removeButton);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kSpacePx, kSpacePx, kSpacePx, kSpaceSmallPx);
    column->setSpacing(kSpaceSmallPx);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);

    m_list->installEventFilter(this);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, m_filter,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT openRequested(index.data(ConversationListModel::IdRole).toLongLong());
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this]() { enableButtons(); });
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, [this]() { enableButtons(); });
    connect(m_renameButton, &QPushButton::clicked, this,
            [this]() { m_list->edit(m_list->currentIndex()); });
    connect(m_removeButton, &QPushButton::clicked, this,
            [this]() { Q_EMIT removeRequested(current()); });
    noteKeys(*this, {{tr("Conversations: open"), QStringLiteral("Enter")},
                     {tr("Conversations: rename"), QStringLiteral("F2")},
                     {tr("Conversations: delete"), QStringLiteral("Del")}});
    enableButtons();
}

ConversationId ConversationListPage::current() const {
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? index.data(ConversationListModel::IdRole).toLongLong() : 0;
}

void ConversationListPage::enableButtons() {
    m_renameButton->setEnabled(current() != 0);
    m_removeButton->setEnabled(current() != 0);
}

void ConversationListPage::showCurrent(ConversationId id) {
    m_search->clear();
    const int row = m_model.rowOf(id);
    m_list->setCurrentIndex(m_filter->mapFromSource(m_model.index(row < 0 ? 0 : row)));
    m_list->setFocus(Qt::OtherFocusReason);
}

void ConversationListPage::rename(ConversationId id) {
    showCurrent(id);
    m_list->edit(m_list->currentIndex());
}

bool ConversationListPage::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (watched == m_search && (key == Qt::Key_Down || isEnter) && m_filter->rowCount() > 0) {
        m_list->setCurrentIndex(m_filter->index(0, 0));
        m_list->setFocus(Qt::TabFocusReason);
        return true;
    }
    if (watched == m_list && m_list->currentIndex().isValid()) {
        if (isEnter) {
            Q_EMIT openRequested(current());
            return true;
        }
        if (key == Qt::Key_Delete) {
            Q_EMIT removeRequested(current());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ConversationListPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT left();
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace limn::ui
