// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/TextReader.h"

#include "core/vision/code_reader.h"
#include "core/vision/TextRecogniser.h"
#include "core/vision/text_preparation.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

namespace limn::vision {
namespace {

using Clock = std::chrono::steady_clock;
using Layout = TextRecogniser::Layout;

constexpr double kSure = 0.7;  // confidence: no other way round is tried
constexpr double kFewLetters =
    20;  // so little may be a part of what is there: it is sought everywhere
constexpr std::size_t kMostOthers = 4;  // languages
constexpr double kAsGood = 0.9;         // of what its cells were worth: rows that may replace them
constexpr double kLeastSeconds = 0.5;   // for a look to be worth while
constexpr double kPartShare = 0.4;      // of the time for turning: one look at a part of a page

/// One picture: what was seen of it, the best so far, and the time that is left.
class PictureReading {
public:
    PictureReading(const Image& picture, const TextReaderOptions& options,
                   const std::stop_token& stop)
        : m_options(options), m_stop(stop), m_grey(greyOf(picture)),
          m_page(prepareForReading(m_grey, Ink::AgainstMost)), m_skewDegrees(skewOf(m_page.grey)) {}

    bool isSure() const { return isSure(m_best.lines); }
    bool hasFewLetters() const { return hasFewLetters(m_best.lines); }
    bool hasTime() const { return secondsLeft() > kLeastSeconds; }

    /// Which way round the page is, by a part of it: all of it, read in a wrong direction, takes the whole time. Only what
    /// is read for sure turns it. false after a stop.
    bool findDirection(TextRecogniser& recogniser) {
        const auto part = fullestPart(m_page.grey);
        if (!part) {
            return true;
        }
        const PreparedPage sample{m_page.grey(*part), m_page.scale};
        const auto begin = Clock::now();
        const std::array<int, 4> level{0, 180, 90, 270};
        const std::array<int, 4> upright{90, 270, 0, 180};
        for (const int degrees : runsUpright(sample.grey) ? upright : level) {
            const double seconds = std::min(kPartShare * m_options.turnSeconds,
                                            m_options.turnSeconds - secondsSince(begin));
            if (seconds <= 0) {
                break;
            }
            const auto look = lookAt(recogniser, sample, degrees, Layout::Rows, seconds);
            if (!look) {
                return false;
            }
            if (isSure(look->lines) && !hasFewLetters(look->lines)) {
                m_degrees = degrees;
                break;
            }
        }
        return true;
    }

    /// false after a stop.
    bool lookForPages(TextRecogniser& recogniser) {
        auto look = lookAt(recogniser, m_page, m_degrees, Layout::Page, m_options.firstSeconds);
        if (!look) {
            return false;
        }
        m_best = *std::move(look);
        m_afterFirst = Clock::now();
        if (isInCells(m_best.lines) && hasTime()) {
            auto rows = lookAt(recogniser, m_page, m_degrees, Layout::Rows, secondsLeft());
            if (!rows) {
                return false;
            }
            if (!rows->isCut && worthOf(rows->lines) >= kAsGood * worthOf(m_best.lines)) {
                m_best = *std::move(rows);
            }
        }
        return true;
    }

    /// Writing that stands about, as on signs: both ways of ink and ground, which may be side by side in one picture.
    bool lookEverywhere(TextRecogniser& recogniser) {
        for (const Ink ink : {Ink::AgainstMost, Ink::LikeMost}) {
            if (!hasTime()) {
                break;
            }
            const PreparedPage page =
                ink == Ink::AgainstMost ? m_page : prepareForReading(m_grey, ink);
            auto look = lookAt(recogniser, page, m_degrees, Layout::Scattered, secondsLeft());
            if (!look) {
                return false;
            }
            const bool isNew = !look->lines.empty();
            m_best.isCut = m_best.isCut || (look->isCut && isNew);
            mergeLines(m_best.lines, std::move(look->lines));
            if (isNew) {
                sortFromTheTop();
            }
        }
        return true;
    }

    bool lookTheOtherWaysRound(TextRecogniser& recogniser) {
        for (const int degrees : {90, 270, 180, 0}) {
            if (isSure() || !hasTime()) {
                break;
            }
            if (degrees == m_degrees) {
                continue;
            }
            auto look = lookAt(recogniser, m_page, degrees, Layout::Page, secondsLeft());
            if (!look) {
                return false;
            }
            if (worthOf(look->lines) > worthOf(m_best.lines)) {
                m_best = *std::move(look);
            }
        }
        return true;
    }

    bool lookInOtherLanguages(TextRecogniser& recogniser) {
        auto look = lookAt(recogniser, m_page, m_degrees, Layout::Page, secondsLeft());
        if (look && worthOf(look->lines) > worthOf(m_best.lines)) {
            m_best = *std::move(look);
        }
        return look.has_value();
    }

    TextReading result() const {
        TextReading reading;
        reading.turnedDegrees = m_best.turnedDegrees;
        reading.skewDegrees = m_skewDegrees;
        reading.languages = m_best.languages;
        reading.isCut = m_best.isCut;
        const auto placed = [this](const cv::Rect& box) {
            return boxBefore(box, m_best.back, m_best.scale, m_grey.size());
        };
        for (const auto& line : m_best.lines) {
            const cv::Rect box = placed(line.box);
            auto& told = reading.lines.emplace_back();
            told = {line.text(), box.x, box.y, box.width, box.height, line.confidence};
            for (const auto& word : line.words) {
                const cv::Rect at = placed(word.box);
                told.words.push_back({word.text, at.x, at.y, at.width, at.height});
            }
        }
        addCodes(reading.lines);
        return reading;
    }

private:
    /// What was read inside of a code was its squares.
    void addCodes(std::vector<TextLine>& lines) const {
        for (auto& code : readCodes(m_grey)) {
            const cv::Rect area(code.xPx, code.yPx, code.widthPx, code.heightPx);
            std::erase_if(lines, [&area](const TextLine& line) {
                return line.code.empty() && area.contains(cv::Point(line.xPx + line.widthPx / 2,
                                                                    line.yPx + line.heightPx / 2));
            });
            lines.push_back(std::move(code));
        }
    }

    struct Look {
        std::vector<RecognisedLine> lines;
        cv::Matx23d back = {1, 0, 0, 0, 1, 0};
        double scale = 1;
        int turnedDegrees = 0;
        std::string languages;
        bool isCut = false;
    };

    static bool isSure(const std::vector<RecognisedLine>& lines) {
        return !lines.empty() && confidenceOf(lines) >= kSure;
    }
    static bool hasFewLetters(const std::vector<RecognisedLine>& lines) {
        std::size_t letters = 0;
        for (const auto& line : lines) {
            letters += lettersIn(line.text());
        }
        return static_cast<double>(letters) < kFewLetters;
    }

    static double secondsSince(Clock::time_point begin) {
        return std::chrono::duration<double>(Clock::now() - begin).count();
    }
    double secondsLeft() const { return m_options.moreSeconds - secondsSince(m_afterFirst); }

    std::optional<Look> lookAt(TextRecogniser& recogniser, const PreparedPage& page, int degrees,
                               Layout layout, double seconds) {
        const TurnedPage turned = turnedBack(page.grey, degrees, m_skewDegrees);
        auto read = recogniser.read(turned.grey, layout, seconds, m_stop);
        if (!read) {
            return std::nullopt;
        }
        Look look;
        look.back = turned.back;
        look.scale = page.scale;
        look.languages = recogniser.languages();
        look.isCut = read->isCut;
        std::array<std::size_t, 4> lettersTurned{};
        for (auto& line : read->lines) {
            line.isSought = line.isSought || degrees != m_degrees;
            dropStrays(line);
            if (isBelievable(line)) {
                // Of itself, Tesseract reads blocks that stand on their side or on their head.
                lettersTurned.at(static_cast<std::size_t>(line.quarterTurns)) +=
                    lettersIn(line.text());
                look.lines.push_back(std::move(line));
            }
        }
        if (layout == Layout::Page) {
            look.lines = inColumns(std::move(look.lines));
        }
        const auto most = std::max_element(lettersTurned.begin(), lettersTurned.end());
        look.turnedDegrees = (degrees + 90 * static_cast<int>(most - lettersTurned.begin())) % 360;
        return look;
    }

    void sortFromTheTop() {
        std::stable_sort(m_best.lines.begin(), m_best.lines.end(),
                         [](const RecognisedLine& a, const RecognisedLine& b) {
                             return a.box.y + a.box.height / 2 < b.box.y + b.box.height / 2;
                         });
        // What stands side by side goes from left to right.
        for (std::size_t i = 1; i < m_best.lines.size(); ++i) {
            for (std::size_t j = i; j > 0; --j) {
                auto& above = m_best.lines[j - 1];
                auto& here = m_best.lines[j];
                const int shared =
                    std::min(above.box.br().y, here.box.br().y) - std::max(above.box.y, here.box.y);
                if (2 * shared < std::min(above.box.height, here.box.height) ||
                    above.box.x <= here.box.x) {
                    break;
                }
                std::swap(above, here);
            }
        }
    }

    const TextReaderOptions& m_options;
    const std::stop_token& m_stop;
    Clock::time_point m_afterFirst = Clock::now();
    cv::Mat m_grey;
    PreparedPage m_page;
    double m_skewDegrees = 0;
    int m_degrees = 0;  // the direction of the first look
    Look m_best;
};

}  // namespace

struct TextReader::State {
    TextReaderOptions options;
    TextRecogniser recogniser;
    std::optional<TextRecogniser> others;
    bool hasLookedForOthers = false;

    /// Languages that are installed and were not asked for; null where there is none.
    TextRecogniser* otherLanguages() {
        if (options.languages.empty() && !std::exchange(hasLookedForOthers, true)) {
            std::vector<std::string> more;
            for (const auto& name : recogniser.installed()) {
                const bool isKnown = ("+" + recogniser.languages() + "+").find("+" + name + "+") !=
                                     std::string::npos;
                if (!isKnown && name != "osd" && name != "equ" && more.size() < kMostOthers) {
                    more.push_back(name);
                }
            }
            if (auto opened =
                    more.empty() ? Result<TextRecogniser>(Error{}) : TextRecogniser::open(more)) {
                others = *std::move(opened);
            }
        }
        return others ? &*others : nullptr;
    }
};

TextReader::TextReader(std::unique_ptr<State> state) : m_state(std::move(state)) {}
TextReader::TextReader(TextReader&&) noexcept = default;
TextReader& TextReader::operator=(TextReader&&) noexcept = default;
TextReader::~TextReader() = default;

Result<TextReader> TextReader::open(const TextReaderOptions& options) {
    auto recogniser = TextRecogniser::open(
        options.languages.empty() ? std::vector<std::string>{"eng", "ind"} : options.languages);
    if (!recogniser) {
        return recogniser.error();
    }
    return TextReader(std::make_unique<State>(State{options, *std::move(recogniser), {}, false}));
}

Outcome<TextReading> TextReader::read(const Image& picture, const std::stop_token& stop) {
    if (picture.isEmpty() || stop.stop_requested()) {
        return stop.stop_requested() ? Outcome<TextReading>(Cancelled{})
                                     : Outcome<TextReading>(TextReading{});
    }
    TextRecogniser& recogniser = m_state->recogniser;
    PictureReading reading(picture, m_state->options, stop);
    if (!reading.findDirection(recogniser) || !reading.lookForPages(recogniser)) {
        return Cancelled{};
    }
    if ((!reading.isSure() || reading.hasFewLetters()) && !reading.lookEverywhere(recogniser)) {
        return Cancelled{};
    }
    if (!reading.lookTheOtherWaysRound(recogniser)) {
        return Cancelled{};
    }
    TextRecogniser* others =
        reading.isSure() || !reading.hasTime() ? nullptr : m_state->otherLanguages();
    if (others != nullptr && !reading.lookInOtherLanguages(*others)) {
        return Cancelled{};
    }
    return reading.result();
}

std::string TextReading::text() const {
    std::string all;
    for (const auto& line : lines) {
        all += (all.empty() ? "" : "\n") + (line.code.empty() ? "" : line.code + ": ") + line.text;
    }
    return all;
}

double TextReading::confidence() const {
    double sum = 0;
    double length = 0;
    for (const auto& line : lines) {
        sum += line.confidence * static_cast<double>(line.text.size());
        length += static_cast<double>(line.text.size());
    }
    return length > 0 ? sum / length : 0;
}

Outcome<TextReading> readText(const Image& picture, const TextReaderOptions& options,
                              std::stop_token stop) {
    auto reader = TextReader::open(options);
    return reader ? reader->read(picture, stop) : Outcome<TextReading>(reader.error());
}

}  // namespace limn::vision
