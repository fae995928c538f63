// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/prompt_weights.h"

#include <QRegularExpression>
#include <QStringView>

#include <algorithm>
#include <cmath>

namespace limn {
namespace {

constexpr int kTenthsPerUnit = 10;
constexpr int kFewestTenths = 1;
constexpr int kMostTenths = 20;
constexpr int kLongestWeight = 12;

struct Range {
    int start = 0;
    int end = 0;
    bool isEmpty() const { return start >= end; }
};

bool isPartOfWord(QChar c) {
    return c.isLetterOrNumber() || c.isMark() || c == u'-' || c == u'_' || c == u'\'' ||
           c.isSurrogate();
}

Range wordAt(const QString& text, int position) {
    Range word{position, position};
    while (word.start > 0 && isPartOfWord(text[word.start - 1])) {
        --word.start;
    }
    while (word.end < text.size() && isPartOfWord(text[word.end])) {
        ++word.end;
    }
    return word;
}

Range withoutSpaces(const QString& text, Range range) {
    while (!range.isEmpty() && text[range.start].isSpace()) {
        ++range.start;
    }
    while (!range.isEmpty() && text[range.end - 1].isSpace()) {
        --range.end;
    }
    return range;
}

struct Weighted {
    Range whole;  // with brackets and number
    Range words;
    int tenths = kTenthsPerUnit;
};

/// ":1.3)" at `position`.
std::optional<std::pair<int, int>> weightAt(const QString& text, int position) {
    static const QRegularExpression pattern(
        QStringLiteral(R"(^:\s{0,3}([0-9]{1,2}(?:\.[0-9]{1,4})?)\s{0,3}\))"));
    const auto match = pattern.match(text.mid(position, kLongestWeight));
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const double weight = match.captured(1).toDouble();
    return std::pair(position + static_cast<int>(match.capturedLength()),
                     static_cast<int>(std::lround(weight * kTenthsPerUnit)));
}

/// The brackets around the words, whether they were selected with them or not.
Weighted weightedAround(const QString& text, Range words) {
    if (words.start > 0 && text[words.start - 1] == u'(') {
        if (const auto weight = weightAt(text, words.end)) {
            return {{words.start - 1, weight->first}, words, weight->second};
        }
    }
    if (text[words.start] == u'(' && text[words.end - 1] == u')') {
        const int colon = static_cast<int>(text.lastIndexOf(u':', words.end - 1));
        if (colon > words.start + 1) {
            const auto weight = weightAt(text, colon);
            if (weight && weight->first == words.end) {
                return {words, {words.start + 1, colon}, weight->second};
            }
        }
    }
    return {words, words, kTenthsPerUnit};
}

QString written(int tenths) {
    return QStringLiteral("%1.%2").arg(tenths / kTenthsPerUnit).arg(tenths % kTenthsPerUnit);
}

}  // namespace

std::optional<WeightEdit> changeWeight(const QString& text, int selectionStart, int selectionEnd,
                                       WeightStep step) {
    const int length = static_cast<int>(text.size());
    Range words{std::clamp(std::min(selectionStart, selectionEnd), 0, length),
                std::clamp(std::max(selectionStart, selectionEnd), 0, length)};
    if (words.isEmpty()) {
        words = wordAt(text, words.start);
    }
    words = withoutSpaces(text, words);
    if (words.isEmpty()) {
        return std::nullopt;
    }
    const Weighted found = weightedAround(text, words);
    const int wanted = found.tenths + (step == WeightStep::Up ? 1 : -1);
    const int tenths = std::clamp(wanted, kFewestTenths, kMostTenths);
    if (tenths == found.tenths) {
        return std::nullopt;
    }
    const QString inside = text.mid(found.words.start, found.words.end - found.words.start);
    WeightEdit edit;
    edit.from = found.whole.start;
    edit.length = found.whole.end - found.whole.start;
    const bool isPlain = tenths == kTenthsPerUnit;
    edit.replacement = isPlain ? inside : QStringLiteral("(%1:%2)").arg(inside, written(tenths));
    edit.selectionStart = edit.from + (isPlain ? 0 : 1);
    edit.selectionEnd = edit.selectionStart + static_cast<int>(inside.size());
    return edit;
}

}  // namespace limn
