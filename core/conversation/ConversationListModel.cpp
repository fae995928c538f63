// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/ConversationListModel.h"

#include <QLocale>

#include <algorithm>

namespace limn {

int ConversationListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_conversations.size());
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const ConversationSummary& conversation =
        m_conversations[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return conversation.title;
    case Qt::AccessibleTextRole:
        return tr("%1, last used %2")
            .arg(conversation.title,
                 QLocale().toString(conversation.lastUsedAt.toLocalTime(), QLocale::ShortFormat));
    case IdRole:
        return QVariant::fromValue<qlonglong>(conversation.id);
    case LastUsedRole:
        return conversation.lastUsedAt;
    default:
        return {};
    }
}

bool ConversationListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString title = value.toString().simplified();
    if (role != Qt::EditRole || !index.isValid() || title.isEmpty()) {
        return false;
    }
    Q_EMIT renameRequested(m_conversations[static_cast<std::size_t>(index.row())].id, title);
    return true;
}

Qt::ItemFlags ConversationListModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable | Qt::ItemNeverHasChildren : flags;
}

const ConversationSummary* ConversationListModel::find(ConversationId id) const {
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_conversations[static_cast<std::size_t>(row)];
}

int ConversationListModel::rowOf(ConversationId id) const {
    const auto found = std::find_if(
        m_conversations.begin(), m_conversations.end(),
        [id](const ConversationSummary& conversation) { return conversation.id == id; });
    return found == m_conversations.end() ? -1 : static_cast<int>(found - m_conversations.begin());
}

void ConversationListModel::reset(std::vector<ConversationSummary> conversations) {
    beginResetModel();
    m_conversations = std::move(conversations);
    endResetModel();
}

void ConversationListModel::put(const ConversationSummary& conversation) {
    const int row = rowOf(conversation.id);
    if (row >= 0 &&
        m_conversations[static_cast<std::size_t>(row)].lastUsedAt == conversation.lastUsedAt) {
        m_conversations[static_cast<std::size_t>(row)] = conversation;
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    remove(conversation.id);
    const auto place = std::find_if(m_conversations.begin(), m_conversations.end(),
                                    [&](const ConversationSummary& other) {
                                        return other.lastUsedAt <= conversation.lastUsedAt;
                                    });
    const int newRow = static_cast<int>(place - m_conversations.begin());
    beginInsertRows({}, newRow, newRow);
    m_conversations.insert(place, conversation);
    endInsertRows();
}

void ConversationListModel::remove(ConversationId id) {
    const int row = rowOf(id);
    if (row >= 0) {
        beginRemoveRows({}, row, row);
        m_conversations.erase(m_conversations.begin() + row);
        endRemoveRows();
    }
}

}  // namespace limn
