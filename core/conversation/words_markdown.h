// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/description/PictureWords.h"
#include "core/description/pointed_boxes.h"

#include <QString>

#include <vector>

namespace limn {

/// Text of any origin so that Markdown shows it letter by letter, on one line.
QString escapedMarkdown(const QString& text);

/// The same with its lines and paragraphs. It may be a piece of a text: `isLineStart` says whether it begins a line, and
/// afterwards whether the next piece does.
QString escapedLines(const QString& text, bool& isLineStart);

/// What a description says besides its caption: alt text, details, tags, writing, measurements, how well it fits its
/// prompt, and what the model saw.
QString restOfWords(const PictureWords& words);

/// How well it fits its prompt, and who judged that.
QString matchInWords(const PictureWords& words);

/// Where boxes are, for those who do not see them.
QString boxesInWords(const std::vector<PointedBox>& boxes);

}  // namespace limn
