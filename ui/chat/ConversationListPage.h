// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/ConversationListModel.h"
#include "ui/style/Theme.h"

#include <QWidget>

class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

namespace limn::ui {

/// All conversations: search by title, open with Enter, rename with F2, delete with Delete, back with Esc.
class ConversationListPage final : public QWidget {
    Q_OBJECT
public:
    ConversationListPage(ConversationListModel& model, const Theme& theme,
                         QWidget* parent = nullptr);

    /// Puts the focus on the open conversation.
    void showCurrent(ConversationId id);
    /// Its title can be typed over.
    void rename(ConversationId id);

Q_SIGNALS:
    void openRequested(limn::ConversationId id);
    void removeRequested(limn::ConversationId id);
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    ConversationId current() const;
    void enableButtons();

    ConversationListModel& m_model;
    QSortFilterProxyModel* m_filter;
    QLineEdit* m_search;
    QListView* m_list;
    QPushButton* m_renameButton;
    QPushButton* m_removeButton;
};

}  // namespace limn::ui
