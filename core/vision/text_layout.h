// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <opencv2/core.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace limn::vision {

struct RecognisedWord {
    std::string text;  ///< UTF-8, without blanks
    cv::Rect box;
    double confidence = 0;  ///< 0 ... 1
};

/// A line as the recogniser gives it, in the pixels of the page it saw.
struct RecognisedLine {
    std::vector<RecognisedWord> words;  ///< never empty
    cv::Rect box;
    double confidence = 0;
    int quarterTurns = 0;  ///< of its letters, clockwise, that the recogniser undid by itself
    bool isSought = false; ///< found where writing was sought anywhere: easily mistaken

    std::string text() const;
};

/// Letters and digits; a byte above ASCII counts as a part of one.
std::size_t lettersIn(const std::string& text);

/// Texture is easily taken for a few letters, seldom for many; and more easily where writing is sought anywhere.
bool isBelievable(const RecognisedLine& line);

/// A ball or a knob beside the writing is easily taken for an O: takes marks off the ends of a line that are far larger
/// than its words.
void dropStrays(RecognisedLine& line);

/// Mean confidence by letters; 0 without lines.
double confidenceOf(const std::vector<RecognisedLine>& lines);
/// How much a reading is worth, to compare readings of one picture: sure letters.
double worthOf(const std::vector<RecognisedLine>& lines);

/// Adds those lines of `more` that cover nothing that `lines` has; where two overlap the surer stays.
void mergeLines(std::vector<RecognisedLine>& lines, std::vector<RecognisedLine> more);

/// Lines that run across a gap which all of a text's lines have are two columns read as one: parts them, the left column
/// first. Tables, whose cells are short, stay in rows.
std::vector<RecognisedLine> inColumns(std::vector<RecognisedLine> lines);

/// Short lines side by side, in rows: a table that was read column by column, which tears its rows apart.
bool isInCells(const std::vector<RecognisedLine>& lines);

}  // namespace limn::vision
