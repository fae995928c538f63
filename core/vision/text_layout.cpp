// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/text_layout.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <utility>

namespace limn::vision {
namespace {

constexpr std::size_t kFewestRows = 3;   // of text that is in columns
constexpr double kGutterHeights = 1.2;   // least width of the gap, in heights of a line
constexpr double kFewestWords = 2.5;     // a row of a column has on average; a table's cells have less
constexpr double kSharedRows = 0.7;      // of the rows that reach both sides have the gap
constexpr int kDeepestColumns = 3;       // up to eight of them

RecognisedLine lineOf(const RecognisedLine& from, std::vector<RecognisedWord> words) {
    RecognisedLine line = from;
    line.box = words.front().box;
    double sum = 0;
    for (const auto& word : words) {
        line.box |= word.box;
        sum += word.confidence;
    }
    line.confidence = sum / static_cast<double>(words.size());
    line.words = std::move(words);
    return line;
}

struct Gap {
    int from = 0;
    int to = 0;
};

std::vector<Gap> gapsOf(const RecognisedLine& line) {
    std::vector<Gap> gaps;
    for (std::size_t i = 1; i < line.words.size(); ++i) {
        const auto& left = line.words[i - 1].box;
        const auto& right = line.words[i].box;
        if (right.x - (left.x + left.width) >= kGutterHeights * std::min(left.height, right.height)) {
            gaps.push_back({left.x + left.width, right.x});
        }
    }
    return gaps;
}

bool hasGapAt(const RecognisedLine& line, int x) {
    const auto gaps = gapsOf(line);
    return std::any_of(gaps.begin(), gaps.end(), [x](const Gap& gap) { return gap.from < x && x < gap.to; });
}

bool reachesAcross(const RecognisedLine& line, int x) {
    return line.box.x < x && line.box.x + line.box.width > x;
}

/// Where most of the lines have a gap; nullopt where there is no such place, or what it parts is a table.
std::optional<int> gutterOf(const std::vector<RecognisedLine>& lines) {
    std::optional<int> best;
    std::size_t most = 0;
    for (const auto& line : lines) {
        for (const auto& gap : gapsOf(line)) {
            const int x = (gap.from + gap.to) / 2;
            const auto having = static_cast<std::size_t>(
                std::count_if(lines.begin(), lines.end(), [x](const auto& one) { return hasGapAt(one, x); }));
            if (having > most) {
                most = having;
                best = x;
            }
        }
    }
    if (!best || most < kFewestRows) {
        return std::nullopt;
    }
    std::size_t across = 0;
    std::size_t words = 0;
    std::size_t leftWords = 0;
    for (const auto& line : lines) {
        across += reachesAcross(line, *best) ? 1 : 0;
        if (hasGapAt(line, *best)) {
            words += line.words.size();
            leftWords += static_cast<std::size_t>(std::count_if(line.words.begin(), line.words.end(), [&](const auto& word) {
                return word.box.x < *best;
            }));
        }
    }
    const auto rows = static_cast<double>(most);
    const bool isProse = static_cast<double>(std::min(leftWords, words - leftWords)) >= kFewestWords * rows;
    return isProse && rows >= kSharedRows * static_cast<double>(across) ? best : std::nullopt;
}

std::vector<RecognisedLine> parted(std::vector<RecognisedLine> lines, int depth) {
    const auto gutter = depth < kDeepestColumns ? gutterOf(lines) : std::nullopt;
    if (!gutter) {
        return lines;
    }
    std::vector<RecognisedLine> all;
    std::vector<RecognisedLine> left;
    std::vector<RecognisedLine> right;
    const auto flush = [&] {
        for (auto* column : {&left, &right}) {
            auto done = parted(std::exchange(*column, {}), depth + 1);
            std::move(done.begin(), done.end(), std::back_inserter(all));
        }
    };
    for (auto& line : lines) {
        if (hasGapAt(line, *gutter)) {
            const auto middle = std::find_if(line.words.begin(), line.words.end(),
                                             [&](const auto& word) { return word.box.x >= *gutter; });
            left.push_back(lineOf(line, {line.words.begin(), middle}));
            right.push_back(lineOf(line, {middle, line.words.end()}));
        } else if (reachesAcross(line, *gutter)) {
            flush();  // a heading above both
            all.push_back(std::move(line));
        } else {
            (line.box.x < *gutter ? left : right).push_back(std::move(line));
        }
    }
    flush();
    return all;
}

}  // namespace

std::string RecognisedLine::text() const {
    std::string joined;
    for (const auto& word : words) {
        joined += (joined.empty() ? "" : " ") + word.text;
    }
    return joined;
}

std::size_t lettersIn(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || std::isalnum(byte) != 0;
    }));
}

bool isBelievable(const RecognisedLine& line) {
    const auto letters = lettersIn(line.text());
    const double needed = letters < 4 ? 0.85 : line.isSought ? 0.75 : letters < 12 ? 0.65 : 0.4;
    return letters > (line.isSought ? 2U : 0U) && line.confidence >= needed;
}

void dropStrays(RecognisedLine& line) {
    constexpr int kFarLarger = 3;  // halves
    const auto isStray = [&line](const RecognisedWord& word) {
        if (lettersIn(word.text) > 1) {
            return false;
        }
        int tallest = 0;
        for (const auto& other : line.words) {
            tallest = std::max(tallest, lettersIn(other.text) > 1 ? other.box.height : 0);
        }
        return tallest > 0 && 2 * word.box.height > kFarLarger * tallest;
    };
    const bool hadStrays = isStray(line.words.front()) || isStray(line.words.back());
    while (isStray(line.words.front())) {
        line.words.erase(line.words.begin());
    }
    while (isStray(line.words.back())) {
        line.words.pop_back();
    }
    if (hadStrays) {
        line = lineOf(line, std::move(line.words));
    }
}

double confidenceOf(const std::vector<RecognisedLine>& lines) {
    double sum = 0;
    double letters = 0;
    for (const auto& line : lines) {
        const auto count = static_cast<double>(lettersIn(line.text()));
        sum += line.confidence * count;
        letters += count;
    }
    return letters > 0 ? sum / letters : 0;
}

double worthOf(const std::vector<RecognisedLine>& lines) {
    double sum = 0;
    for (const auto& line : lines) {
        sum += line.confidence * line.confidence * static_cast<double>(lettersIn(line.text()));
    }
    return sum;
}

void mergeLines(std::vector<RecognisedLine>& lines, std::vector<RecognisedLine> more) {
    for (auto& line : more) {
        std::vector<std::size_t> covered;
        double worth = 0;
        double sureness = 0;  // more letters alone are no reason to believe them
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if ((lines[i].box & line.box).area() * 3 > std::min(lines[i].box.area(), line.box.area())) {
                covered.push_back(i);
                worth += worthOf({lines[i]});
                sureness = std::max(sureness, lines[i].confidence);
            }
        }
        if (covered.empty()) {
            lines.push_back(std::move(line));
        } else if (line.confidence > sureness && worthOf({line}) > worth) {
            lines[covered.front()] = std::move(line);
            for (auto i = covered.rbegin(); i + 1 != covered.rend(); ++i) {
                lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(*i));
            }
        }
    }
}

bool isInCells(const std::vector<RecognisedLine>& lines) {
    constexpr double kFewestInRows = 0.6;  // of the lines have another one beside them
    constexpr std::size_t kWordsOfACell = 2;
    constexpr double kFewestCells = 0.35;  // of the lines: one column in two or three is enough
    std::size_t inRows = 0;
    std::size_t cells = 0;
    for (const auto& line : lines) {
        const bool isInRow = std::any_of(lines.begin(), lines.end(), [&line](const RecognisedLine& other) {
            const int shared = std::min(line.box.br().y, other.box.br().y) - std::max(line.box.y, other.box.y);
            return (line.box & other.box).empty() && 2 * shared > std::min(line.box.height, other.box.height);
        });
        inRows += isInRow ? 1 : 0;
        cells += isInRow && line.words.size() <= kWordsOfACell ? 1 : 0;
    }
    const auto count = static_cast<double>(lines.size());
    return lines.size() >= 2 * kFewestRows && static_cast<double>(inRows) >= kFewestInRows * count &&
           static_cast<double>(cells) >= kFewestCells * count;
}

std::vector<RecognisedLine> inColumns(std::vector<RecognisedLine> lines) { return parted(std::move(lines), 0); }

}  // namespace limn::vision
