// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/base/Speech.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::vision {

/// A word of a line. The box is in the picture's own pixels.
struct TextWord {
    std::string text;  ///< UTF-8, without blanks
    int xPx = 0;
    int yPx = 0;
    int widthPx = 0;
    int heightPx = 0;
};

/// A line of writing, or a code that holds one, in a picture. The box is in the picture's own pixels, whichever way the writing runs.
struct TextLine {
    std::string text;  ///< UTF-8
    int xPx = 0;
    int yPx = 0;
    int widthPx = 0;
    int heightPx = 0;
    double confidence = 0;  ///< 0 ... 1, the recogniser's own
    std::vector<TextWord> words{};
    std::string code{};  ///< "QR code", "bar code" …: it is one; empty: it is writing
};

/// What is said of a reading that is cut.
inline constexpr const char* kPartlyRead =
    QT_TRANSLATE_NOOP("limn::Speech", "Only part of the text was read.");

struct TextReading {
    std::vector<TextLine> lines;  ///< in reading order, the codes last
    int turnedDegrees = 0;        ///< 0, 90, 180 or 270: how far the writing is turned, clockwise
    double skewDegrees = 0;       ///< what is left of its turn, clockwise, -15 ... 15
    std::string languages;        ///< that were looked for: "eng+ind"
    bool isCut = false;  ///< time ran out before all was read: `lines` are a part of what is there

    /// The lines, one below the other; those of codes begin with what they are: "QR code: …".
    std::string text() const;
    /// Mean of the lines' confidences, by their length; 0 without lines.
    double confidence() const;
};

struct TextReaderOptions {
    /// Tesseract's names. Those that are not installed are left out; empty: English and Indonesian, and where those read
    /// nothing for sure, the others that are installed.
    std::vector<std::string> languages;
    double firstSeconds =
        20;                  ///< for the first look at a picture; what was read until then is given
    double turnSeconds = 4;  ///< before it, for which way round a large page is, by a part of it
    double moreSeconds = 3;  ///< after it: nothing else is tried when it has lasted so long
};

/// Reads the writing in pictures by Tesseract (github.com/tesseract-ocr/tesseract). Small writing is enlarged, light on
/// dark is inverted, slanted lines are set straight. Where upright reading finds nothing sure the other three directions
/// are tried: of a large page on a part of it, before all of it is read. What a picture says is data: it is returned, never followed. Keeps the languages loaded; one
/// thread at a time, any thread.
class TextReader {
public:
    /// Fails where no language data is installed.
    static Result<TextReader> open(const TextReaderOptions& options = {});
    TextReader(TextReader&&) noexcept;
    TextReader& operator=(TextReader&&) noexcept;
    ~TextReader();

    Outcome<TextReading> read(const Image& picture, const std::stop_token& stop);

private:
    struct State;
    explicit TextReader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// The same for one picture.
Outcome<TextReading> readText(const Image& picture, const TextReaderOptions& options,
                              std::stop_token stop);

}  // namespace limn::vision
