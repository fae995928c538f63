// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"
#include "core/engine/Engine.h"

#include <QAbstractListModel>
#include <QImage>

#include <map>
#include <vector>

namespace limn {

/// What is known of a picture while it is drawn; never stored.
struct LivePicture {
    Phase phase = Phase::Load;
    int step = 0;
    int of = 0;
    QImage preview;  ///< null until there is one
};

/// The turns of the open conversation, oldest first. Views and delegates read them by turnAt(). GUI thread.
class TranscriptModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1, AuthorRole, StateRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    /// Display: the text; AccessibleText: the whole turn as a sentence, as a screen reader says it.
    QVariant data(const QModelIndex& index, int role) const override;

    const Turn& turnAt(int row) const { return m_turns[static_cast<std::size_t>(row)]; }
    /// -1 if it is not here.
    int rowOf(TurnId id) const;
    /// Null unless this picture is being drawn and has told something.
    const LivePicture* live(TurnId id, int cardIndex) const;
    bool isStopping(TurnId id) const;

    void reset(std::vector<Turn> turns);
    void prepend(std::vector<Turn> turns);
    void append(const Turn& turn);
    /// Replaces the turn of this id, if it is here.
    void change(const Turn& turn);
    /// A file lies elsewhere now: see moveFileIn().
    void moveFile(const QString& before, const QString& after);
    void setProgress(TurnId id, int cardIndex, const Progress& progress);
    void setStopping(TurnId id);

Q_SIGNALS:
    /// Only what is painted inside a card changed: nothing has to be laid out again.
    void progressed(int row);

private:
    QString spoken(const Turn& turn) const;
    void forgetLive(TurnId id);

    std::vector<Turn> m_turns;
    std::map<TurnId, std::map<int, LivePicture>> m_live;
    std::vector<TurnId> m_stopping;
};

}  // namespace limn
