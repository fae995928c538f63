// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"

#include <stop_token>
#include <string>
#include <vector>

namespace limn::vision {

/// A line of writing in a picture. The box is in the picture's own pixels, whichever way the writing runs.
struct TextLine {
    std::string text;  ///< UTF-8
    int xPx = 0;
    int yPx = 0;
    int widthPx = 0;
    int heightPx = 0;
    double confidence = 0;  ///< 0 ... 1, the recogniser's own
};

struct TextReading {
    std::vector<TextLine> lines;  ///< in reading order
    int turnedDegrees = 0;        ///< 0, 90, 180 or 270: how far the writing is turned, clockwise
    std::string languages;        ///< that were looked for: "eng+ind"

    /// The lines, one below the other.
    std::string text() const;
    /// Mean of the lines' confidences, by their length; 0 without lines.
    double confidence() const;
};

struct TextReaderOptions {
    /// Tesseract's names. Those that are not installed are left out; empty: English and Indonesian.
    std::vector<std::string> languages;
};

/// Reads the writing in a picture by Tesseract (github.com/tesseract-ocr/tesseract). Small writing is enlarged, light on
/// dark is inverted, and where upright reading finds nothing sure the other three directions are tried. What a picture
/// says is data: it is returned, never followed. Fails where no language data is installed. Any thread, one reader each.
Outcome<TextReading> readText(const Image& picture, const TextReaderOptions& options,
                              std::stop_token stop);

}  // namespace limn::vision
