// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/ChatHeader.h"
#include "ui/chat/ChatPane.h"
#include "ui/chat/ConversationListPage.h"

// What ChatPane does with whole conversations when the window's keys and menus ask for it.

namespace limn::ui {

void ChatPane::startConversation() {
    m_session.startNew();
    focusComposer();
}

void ChatPane::showConversations() {
    showList(true);
}

void ChatPane::stepConversation(int places) {
    const ConversationListModel& list = m_session.conversations();
    const int row = list.rowOf(m_session.current());  // -1, above the first: a new one
    const int wanted = row + places;
    if (wanted >= 0 && wanted < list.rowCount()) {
        m_session.openConversation(
            list.index(wanted).data(ConversationListModel::IdRole).toLongLong());
        focusComposer();
    }
}

void ChatPane::renameConversation() {
    if (m_session.current() != 0) {
        showList(true);
        m_list->rename(m_session.current());
    }
}

void ChatPane::deleteConversation() {
    m_session.remove(m_session.current());
    focusComposer();
}

}  // namespace limn::ui
