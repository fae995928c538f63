// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/conversation/TranscriptModel.h"
#include "core/conversation/Turn.h"

#include <QString>

namespace limn::ui {

/// The one muted line above an answer: "Drew 1 picture · 3.8 s · seed 41". Empty where there is nothing to say.
QString summaryOf(const Turn& turn, bool isStopping);

/// What an answer's rows say: the notes always, the calls where they were unfolded. One paragraph each.
QString detailsOf(const Turn& turn, bool isExpanded);
bool hasCalls(const Turn& turn);

/// "Step 12 of 20"; `live` may be null.
QString phaseInWords(const LivePicture* live);
/// How much of the picture is drawn, 0 ... 1; below 0 where nobody knows.
double shareDrawn(const LivePicture* live);

/// "512 × 512 · seed 41 · 3.8 s · Starter"
QString factsOf(const PictureCard& card);

enum class ChipKind { None = 1, Good, Care };
struct Chip {
    ChipKind kind = ChipKind::None;
    QString text;
};
/// What was measured or checked on this picture, and nothing where nobody looked.
Chip chipOf(const PictureCard& card);

/// Everything about the picture, for a tool tip.
QString toolTipOf(const PictureCard& card);

}  // namespace limn::ui
