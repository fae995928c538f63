// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"

#include <QAbstractListModel>

#include <vector>

namespace limn {

/// The conversations, last used first. Editing a title only tells of it: whoever owns the model renames. GUI thread.
class ConversationListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, LastUsedRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    const ConversationSummary* find(ConversationId id) const;
    int rowOf(ConversationId id) const;

    void reset(std::vector<ConversationSummary> conversations);
    /// Puts it where its time belongs, whether it was there or not.
    void put(const ConversationSummary& conversation);
    void remove(ConversationId id);

Q_SIGNALS:
    void renameRequested(limn::ConversationId id, const QString& title);

private:
    std::vector<ConversationSummary> m_conversations;
};

}  // namespace limn
