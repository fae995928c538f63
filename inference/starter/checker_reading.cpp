// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/checker_reading.h"

#include "inference/starter/vocabulary.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace limn::starter {
namespace {

constexpr float kSomething = 0.5F;    // a cell is something if "nothing" is less likely than this
constexpr double kSameMiddle = 0.13;  // in sides; slots of three things are 0.32 apart
constexpr std::size_t kNobody = ~std::size_t{0};

struct Point {
    double x, y;
};

class Regions {
public:
    explicit Regions(const CellAnswers& answers) : m_answers(answers) { m_region.fill(kNobody); }

    std::vector<SeenThing> read() {
        std::vector<SeenThing> things;
        for (std::size_t cell = 0; cell < kCheckerCells; ++cell) {
            if (m_region[cell] != kNobody || !isSomething(cell)) {
                continue;
            }
            const auto cells = flood(cell);
            if (cells.size() >= kSmallestThing) {
                things.push_back(describe(cells));
            }
        }
        std::ranges::sort(things, {}, &SeenThing::centreX);
        return things;
    }

private:
    std::size_t kindCount() const { return m_answers.kinds.size() / kCheckerCells; }
    float kindProbability(std::size_t cell, std::size_t kind) const {
        return m_answers.kinds[cell * kindCount() + kind];
    }
    bool isSomething(std::size_t cell) const { return kindProbability(cell, 0) < kSomething; }

    Point middleOf(std::size_t cell) const {
        const auto place = [](std::size_t at) {
            return (static_cast<double>(at) + 0.5) / kCheckerGrid;
        };
        return {place(cell % kCheckerGrid) + m_answers.toMiddle[cell],
                place(cell / kCheckerGrid) + m_answers.toMiddle[kCheckerCells + cell]};
    }

    bool belongTogether(std::size_t cell, std::size_t other) const {
        const Point a = middleOf(cell);
        const Point b = middleOf(other);
        return std::hypot(a.x - b.x, a.y - b.y) < kSameMiddle;
    }

    std::vector<std::size_t> flood(std::size_t first) {
        std::vector<std::size_t> cells{first};
        m_region[first] = first;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const int x = static_cast<int>(cells[i] % kCheckerGrid);
            const int y = static_cast<int>(cells[i] / kCheckerGrid);
            for (int toY = std::max(y - 1, 0); toY <= std::min(y + 1, kCheckerGrid - 1); ++toY) {
                for (int toX = std::max(x - 1, 0); toX <= std::min(x + 1, kCheckerGrid - 1);
                     ++toX) {
                    const auto to = static_cast<std::size_t>(toY * kCheckerGrid + toX);
                    if (m_region[to] == kNobody && isSomething(to) &&
                        belongTogether(cells[i], to)) {
                        m_region[to] = first;
                        cells.push_back(to);
                    }
                }
            }
        }
        return cells;
    }

    SeenThing describe(const std::vector<std::size_t>& cells) const {
        std::vector<double> kinds(kindCount());
        std::array<double, kTintCount> tints{};
        SeenThing thing;
        for (const auto cell : cells) {
            for (std::size_t kind = 1; kind < kinds.size(); ++kind) {
                kinds[kind] += kindProbability(cell, kind);
            }
            for (std::size_t tint = 0; tint < tints.size(); ++tint) {
                tints[tint] += m_answers.tints[cell * tints.size() + tint];
            }
            thing.centreX += (static_cast<double>(cell % kCheckerGrid) + 0.5) / kCheckerGrid;
            thing.centreY += (static_cast<double>(cell / kCheckerGrid) + 0.5) / kCheckerGrid;
        }
        const auto count = static_cast<double>(cells.size());
        const auto kind = static_cast<std::size_t>(std::ranges::max_element(kinds) - kinds.begin());
        thing.kind = kind - 1;
        thing.tint = static_cast<Tint>(1 + (std::ranges::max_element(tints) - tints.begin()));
        thing.centreX /= count;
        thing.centreY /= count;
        thing.confidence = kinds[kind] / count;
        thing.cells = cells.size();
        return thing;
    }

    const CellAnswers& m_answers;
    std::array<std::size_t, kCheckerCells> m_region;
};

template <class Enum>
Enum mostLikely(const std::vector<float>& probabilities) {
    return static_cast<Enum>(1 + (std::ranges::max_element(probabilities) - probabilities.begin()));
}

template <class Enum>
std::optional<Enum> mostLikelyIfAny(const std::vector<float>& probabilities) {
    return probabilities.empty() ? std::nullopt : std::optional(mostLikely<Enum>(probabilities));
}

}  // namespace

double Reading::confidence() const {
    double sum = 0;
    std::size_t cells = 0;
    for (const SeenThing& thing : things) {
        sum += thing.confidence * static_cast<double>(thing.cells);
        cells += thing.cells;
    }
    return cells == 0 ? 0 : sum / static_cast<double>(cells);
}

Reading readCells(const CellAnswers& answers) {
    return {Regions(answers).read(), mostLikely<Place>(answers.places),
            mostLikely<TimeOfDay>(answers.times), mostLikelyIfAny<Weather>(answers.weathers),
            mostLikelyIfAny<Style>(answers.styles)};
}

}  // namespace limn::starter
