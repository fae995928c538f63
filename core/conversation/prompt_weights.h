// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <QString>

#include <optional>

namespace limn {

enum class WeightStep { Up = 1, Down };

/// Replace `length` characters at `from` by `replacement`, then select what lies between the last two.
struct WeightEdit {
    int from = 0;
    int length = 0;
    QString replacement;
    int selectionStart = 0;
    int selectionEnd = 0;
};

/// Ctrl+Up and Ctrl+Down as AUTOMATIC1111's users know them: gives the selected words, or the word at the cursor,
/// 0.1 more or less weight, written as (words:1.1). Weight 1 is written without brackets. Limits 0.1 and 2.
/// Nothing where there is no word, or the weight is at its limit.
std::optional<WeightEdit> changeWeight(const QString& text, int selectionStart, int selectionEnd,
                                       WeightStep step);

}  // namespace limn
