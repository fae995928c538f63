// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/vision/TextReader.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstddef>
#include <optional>
#include <vector>

namespace limn::ui {

/// The words that were read in a picture, and which of them are selected. A value without widgets; places are in the
/// picture's pixels, words are in reading order.
class PictureText {
public:
    PictureText() = default;
    explicit PictureText(const vision::TextReading& reading);

    bool isEmpty() const { return m_words.empty(); }
    /// The word at a point, or nullopt where there is none.
    std::optional<std::size_t> wordAt(const QPointF& point) const;
    /// The word that is meant by a point beside the words: in its line first. Only where there are words.
    std::size_t nearestWord(const QPointF& point) const;

    /// From one word to another, both included, in either order.
    void select(std::size_t from, std::size_t to);
    void selectAll();
    void selectNothing() { m_selected.reset(); }
    bool hasSelection() const { return m_selected.has_value(); }
    /// Words of one line divided by a space, lines by a line break.
    QString selectedText() const;

    std::vector<QRectF> lineBoxes() const;
    /// One box for each line that has selected words.
    std::vector<QRectF> selectedBoxes() const;

private:
    struct Word {
        QString text;
        QRectF box;
        std::size_t line;
    };
    struct Range {
        std::size_t first;
        std::size_t last;  // included
    };

    std::vector<QRectF> boxesOf(const Range& range) const;

    std::vector<Word> m_words;
    std::optional<Range> m_selected;
};

}  // namespace limn::ui
