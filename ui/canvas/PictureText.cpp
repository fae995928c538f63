// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/canvas/PictureText.h"

#include <algorithm>
#include <cmath>

namespace limn::ui {
namespace {

double outside(double value, double low, double high) {
    return std::max({low - value, 0.0, value - high});
}

/// A point right of a line's end means that line, so what is above or below counts as further away.
double distance(const QPointF& point, const QRectF& box) {
    constexpr double kOtherLine = 12;
    return std::hypot(outside(point.x(), box.left(), box.right()),
                      kOtherLine * outside(point.y(), box.top(), box.bottom()));
}

}  // namespace

PictureText::PictureText(const vision::TextReading& reading) {
    for (std::size_t line = 0; line < reading.lines.size(); ++line) {
        for (const auto& word : reading.lines[line].words) {
            m_words.push_back({QString::fromStdString(word.text),
                               QRectF(word.xPx, word.yPx, word.widthPx, word.heightPx), line});
        }
    }
}

std::optional<std::size_t> PictureText::wordAt(const QPointF& point) const {
    const auto found = std::ranges::find_if(
        m_words, [&point](const Word& word) { return word.box.contains(point); });
    return found == m_words.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - m_words.begin()));
}

std::size_t PictureText::nearestWord(const QPointF& point) const {
    const auto nearest = std::ranges::min_element(
        m_words, {}, [&point](const Word& word) { return distance(point, word.box); });
    return static_cast<std::size_t>(nearest - m_words.begin());
}

void PictureText::select(std::size_t from, std::size_t to) {
    m_selected = Range{std::min(from, to), std::max(from, to)};
}

void PictureText::selectAll() {
    if (!isEmpty()) {
        m_selected = Range{0, m_words.size() - 1};
    }
}

QString PictureText::selectedText() const {
    QString text;
    if (!m_selected) {
        return text;
    }
    for (std::size_t i = m_selected->first; i <= m_selected->last; ++i) {
        if (i > m_selected->first) {
            const bool isSameLine = m_words[i].line == m_words[i - 1].line;
            text += isSameLine ? QLatin1Char(' ') : QLatin1Char('\n');
        }
        text += m_words[i].text;
    }
    return text;
}

std::vector<QRectF> PictureText::boxesOf(const Range& range) const {
    std::vector<QRectF> boxes;
    for (std::size_t i = range.first; i <= range.last; ++i) {
        if (i > range.first && m_words[i].line == m_words[i - 1].line) {
            boxes.back() |= m_words[i].box;
        } else {
            boxes.push_back(m_words[i].box);
        }
    }
    return boxes;
}

std::vector<QRectF> PictureText::lineBoxes() const {
    return isEmpty() ? std::vector<QRectF>() : boxesOf({0, m_words.size() - 1});
}

std::vector<QRectF> PictureText::selectedBoxes() const {
    return m_selected ? boxesOf(*m_selected) : std::vector<QRectF>();
}

}  // namespace limn::ui
