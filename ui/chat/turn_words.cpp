// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/chat/turn_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace limn::ui {
namespace {

constexpr int kLongestTipPrompt = 600;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(limn::ui::TurnWords)
public:
    static QString seconds(double value) {
        return tr("%1 s").arg(QLocale().toString(value, 'f', value < 9.95 ? 1 : 0));
    }
    static QString drawn(const Turn& turn, int finished) {
        double seconds = 0;
        for (const PictureCard& card : turn.cards) {
            seconds += card.file.isEmpty() ? 0 : card.seconds;
        }
        QStringList parts = {tr("Drew %n picture(s)", nullptr, finished), Words::seconds(seconds)};
        if (finished == 1) {
            parts += tr("seed %1").arg(turn.cards.front().seed);
        }
        return parts.join(QStringLiteral(" · "));
    }
    /// Stored as it is called, for all languages alike.
    static QString calledAs(const QString& call) {
        if (call == QLatin1String("draw")) {
            return tr("draw", "what was called: it makes a picture");
        }
        if (call == QLatin1String("look")) {
            return tr("look", "what was called: it looks at a picture");
        }
        return call;
    }
};

int finishedOf(const Turn& turn) {
    return static_cast<int>(
        std::count_if(turn.cards.begin(), turn.cards.end(),
                      [](const PictureCard& card) { return !card.file.isEmpty(); }));
}

int callsOf(const Turn& turn) {
    return static_cast<int>(
        std::count_if(turn.rows.begin(), turn.rows.end(),
                      [](const DoneRow& row) { return row.kind == DoneRowKind::Call; }));
}

QString lineOf(const DoneRow& row) {
    if (row.kind == DoneRowKind::Note) {
        return row.arguments.isEmpty() ? row.outcome
                                       : QStringLiteral("%1 — %2").arg(row.arguments, row.outcome);
    }
    QString line = QStringLiteral("%1: %2").arg(Words::calledAs(row.call), row.arguments);
    if (!row.outcome.isEmpty()) {
        line += QStringLiteral(" → ") + row.outcome;
    }
    return line;
}

}  // namespace

QString summaryOf(const Turn& turn, bool isStopping) {
    if (turn.author == TurnAuthor::Person) {
        return {};
    }
    const int finished = finishedOf(turn);
    switch (turn.state) {
    case TurnState::Streaming:
        if (isStopping) {
            return Words::tr("Stopping…");
        }
        return turn.cards.empty() ? Words::tr("Working…")
                                  : Words::tr("Drawing %n picture(s)…", nullptr,
                                              static_cast<int>(turn.cards.size()));
    case TurnState::Cancelled:
        return finished > 0 ? Words::tr("Stopped after %n picture(s)", nullptr, finished)
                            : Words::tr("Stopped");
    case TurnState::Failed:
        return Words::tr("Not done");
    case TurnState::Done:
        break;
    }
    if (finished > 0) {
        return Words::drawn(turn, finished);
    }
    const int calls = callsOf(turn);
    return calls > 0 ? Words::tr("Did %n thing(s)", nullptr, calls) : QString();
}

QString detailsOf(const Turn& turn, bool isExpanded) {
    QStringList lines;
    for (const DoneRow& row : turn.rows) {
        if (row.kind == DoneRowKind::Note || isExpanded) {
            lines += lineOf(row);
        }
    }
    return lines.join(u'\n');
}

bool hasCalls(const Turn& turn) {
    return callsOf(turn) > 0;
}

QString phaseInWords(const LivePicture* live) {
    if (live == nullptr) {
        return Words::tr("Waiting for its turn…");
    }
    switch (live->phase) {
    case Phase::Load:
        return live->of > 0 ? Words::tr("Loading the model… %1 %").arg(100 * live->step / live->of)
                            : Words::tr("Loading the model…");
    case Phase::EncodePrompt:
        return Words::tr("Reading the words…");
    case Phase::EncodeImage:
        return Words::tr("Reading the start picture…");
    case Phase::Denoise:
        return Words::tr("Step %1 of %2").arg(live->step).arg(live->of);
    case Phase::Decode:
        return Words::tr("Making pixels…");
    case Phase::Upscale:
        return Words::tr("Making it larger…");
    case Phase::Save:
        return Words::tr("Saving…");
    case Phase::Describe:
        return Words::tr("Finding words…");
    }
    return {};
}

double shareDrawn(const LivePicture* live) {
    if (live == nullptr || live->of <= 0) {
        return -1;
    }
    switch (live->phase) {
    case Phase::Denoise:
        return std::clamp(static_cast<double>(live->step) / live->of, 0.0, 1.0);
    case Phase::Decode:
    case Phase::Upscale:
    case Phase::Save:
        return 1;
    default:
        return 0;
    }
}

QString factsOf(const PictureCard& card) {
    QStringList parts = {Words::tr("seed %1").arg(card.seed), Words::seconds(card.seconds)};
    if (!card.modelName.isEmpty()) {
        parts += card.modelName;
    }
    return parts.join(QStringLiteral(" · "));
}

Chip chipOf(const PictureCard& card) {
    switch (card.verdict) {
    case Verdict::AsAsked:
        return {ChipKind::Good, card.verdictText};
    case Verdict::NotAsAsked:
        return {ChipKind::Care, card.verdictText};
    case Verdict::NotJudged:
        break;
    }
    if (card.pixelsChangedOutsideMask >= 0) {
        const QString count =
            QLocale().toString(static_cast<qlonglong>(card.pixelsChangedOutsideMask));
        return {card.pixelsChangedOutsideMask == 0 ? ChipKind::Good : ChipKind::Care,
                Words::tr("%1 pixels changed outside").arg(count)};
    }
    return {};
}

QString toolTipOf(const PictureCard& card) {
    QStringList lines;
    QString prompt = card.prompt.left(kLongestTipPrompt);
    if (prompt.size() < card.prompt.size()) {
        prompt += u'…';
    }
    lines += prompt;
    if (!card.negativePrompt.isEmpty()) {
        lines += Words::tr("Kept out: %1").arg(card.negativePrompt.left(kLongestTipPrompt));
    }
    lines += QStringLiteral("%1 × %2 · %3").arg(card.widthPx).arg(card.heightPx).arg(factsOf(card));
    if (card.steps > 0) {
        lines += QStringLiteral("%1 · %2").arg(Words::tr("%n step(s)", nullptr, card.steps),
                                               card.scheduler);
    }
    const Chip chip = chipOf(card);
    if (chip.kind != ChipKind::None) {
        lines += chip.text;
    }
    return lines.join(u'\n');
}

}  // namespace limn::ui
