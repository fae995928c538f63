// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/Turn.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace limn::ui {

/// What the person did with the transcript that no model keeps: owned by the view, read by the delegate.
struct TranscriptState {
    QSet<TurnId> expanded;          ///< "what was done" is unfolded
    QHash<TurnId, int> chosenCard;  ///< of an answer with several pictures
    TurnId barTurn = 0;  ///< whose buttons are real ones now, so that they are not painted
    TurnId selectionTurn = 0;
    int selectionAnchor = 0;
    int selectionEnd = 0;

    bool hasSelection() const { return selectionTurn != 0 && selectionAnchor != selectionEnd; }
    int cardOf(const Turn& turn) const {
        const int last = static_cast<int>(turn.cards.size()) - 1;
        return std::clamp(chosenCard.value(turn.id, 0), 0, std::max(last, 0));
    }
};

}  // namespace limn::ui
