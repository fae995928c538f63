// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/JobRunner.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace limn {

using ConversationId = std::int64_t;  ///< 0: not stored yet
using TurnId = std::int64_t;          ///< unique over all conversations; 0: not stored yet

enum class TurnAuthor { Person = 1, Assistant };

/// Streaming: the answer is still being made. The other three are ends and never change again.
enum class TurnState { Streaming = 1, Done, Cancelled, Failed };

/// What a check of the picture against the words found. NotJudged where nobody looked: never a guess.
enum class Verdict { NotJudged = 1, AsAsked, NotAsAsked };

/// One picture that an answer made. `file` is empty until the picture is on the disk.
struct PictureCard {
    QString file;
    QString prompt;  ///< the words that were drawn
    QString negativePrompt;
    QString modelName;
    QString scheduler;
    QString madeFrom;  ///< the file it started from; may be empty
    std::uint64_t seed = 0;
    int widthPx = 0;
    int heightPx = 0;
    int steps = 0;
    double guidanceScale = 0;
    double seconds = 0;
    std::int64_t pixelsChangedOutsideMask = -1;  ///< -1: there was no mask
    Verdict verdict = Verdict::NotJudged;
    QString verdictText;  ///< "3 of 4 as asked: the tree is blue"

    /// Only a part of it was drawn.
    bool isRepaint() const { return pixelsChangedOutsideMask >= 0; }
    bool operator==(const PictureCard&) const = default;
};

enum class DoneRowKind { Call = 1, Note };
enum class DoneRowState { Running = 1, Done, Failed };

/// One line of "what was done". A Call is a tool with its arguments and its real outcome; a Note says how
/// something was understood and is always in sight.
struct DoneRow {
    DoneRowKind kind = DoneRowKind::Call;
    DoneRowState state = DoneRowState::Done;
    QString call;
    QString arguments;
    QString outcome;

    bool operator==(const DoneRow&) const = default;
};

/// One message of a conversation, by the person or by the assistant. A plain value.
struct Turn {
    TurnId id = 0;
    ConversationId conversation = 0;
    TurnAuthor author = TurnAuthor::Person;
    TurnState state = TurnState::Done;
    QString text;  ///< Markdown if the assistant wrote it, plain if the person did
    QStringList attachments;
    std::vector<PictureCard> cards;
    std::vector<DoneRow> rows;
    QString failure;  ///< where state is Failed: one sentence with what to do
    QDateTime createdAt;
    std::optional<JobId> job;  ///< what works on it now; never stored
};

// A file lies elsewhere now: what is given names it there. False: it does not name it.

inline bool moveFileIn(QString& file, const QString& before, const QString& after) {
    const bool isNamed = file == before;
    if (isNamed) {
        file = after;
    }
    return isNamed;
}

inline bool moveFileIn(QStringList& files, const QString& before, const QString& after) {
    bool isNamed = false;
    for (QString& file : files) {
        isNamed = moveFileIn(file, before, after) || isNamed;
    }
    return isNamed;
}

inline bool moveFileIn(std::vector<PictureCard>& cards, const QString& before,
                       const QString& after) {
    bool isNamed = false;
    for (PictureCard& card : cards) {
        isNamed = moveFileIn(card.file, before, after) || isNamed;
        isNamed = moveFileIn(card.madeFrom, before, after) || isNamed;
    }
    return isNamed;
}

inline bool moveFileIn(Turn& turn, const QString& before, const QString& after) {
    const bool isAttached = moveFileIn(turn.attachments, before, after);
    return moveFileIn(turn.cards, before, after) || isAttached;
}

struct ConversationSummary {
    ConversationId id = 0;
    QString title;
    QDateTime lastUsedAt;

    bool operator==(const ConversationSummary&) const = default;
};

/// What is written and not sent yet.
struct Draft {
    QString text;
    QStringList attachments;
    QStringList longTexts;  ///< pasted texts that are too long for the editor

    bool isEmpty() const { return text.isEmpty() && attachments.isEmpty() && longTexts.isEmpty(); }
    bool operator==(const Draft&) const = default;
};

}  // namespace limn
