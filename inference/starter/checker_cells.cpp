// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/checker_cells.h"

#include <algorithm>

namespace limn::starter {
namespace {

constexpr int kCellPx = kFullSidePx / 2 / kCheckerGrid;
constexpr int kThingFrom = 24;    // of a cell's 64 pixels: here the thing is in it
constexpr int kNothingBelow = 8;  // and here it is not

struct Middle {
    double x = 0, y = 0, pixels = 0;
};

/// The middle of what is seen of each thing, in sides.
std::array<Middle, kMostThings> middlesOf(const RenderedScene& rendered) {
    std::array<Middle, kMostThings> middles;
    const int side = rendered.picture.widthPx;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            if (const auto owner = rendered.owner[static_cast<std::size_t>(y * side + x)]) {
                auto& middle = middles.at(owner - 1U);
                middle.x += x + 0.5;
                middle.y += y + 0.5;
                middle.pixels += 1;
            }
        }
    }
    for (auto& middle : middles) {
        const double scale = middle.pixels > 0 ? 1 / (middle.pixels * side) : 0;
        middle.x *= scale;
        middle.y *= scale;
    }
    return middles;
}

}  // namespace

CellTruth cellTruth(const Scene& scene, const RenderedScene& rendered) {
    CellTruth truth;
    truth.tint.fill(kAmbiguousCell);
    truth.toMiddle.fill(0);
    const auto middles = middlesOf(rendered);
    const int side = rendered.picture.widthPx;
    for (std::size_t cell = 0; cell < kCheckerCells; ++cell) {
        const int left = static_cast<int>(cell % kCheckerGrid) * kCellPx;
        const int top = static_cast<int>(cell / kCheckerGrid) * kCellPx;
        std::array<int, kMostThings> covered{};
        for (int y = top; y < top + kCellPx; ++y) {
            for (int x = left; x < left + kCellPx; ++x) {
                if (const auto owner = rendered.owner[static_cast<std::size_t>(y * side + x)]) {
                    ++covered.at(owner - 1U);
                }
            }
        }
        const auto most =
            static_cast<std::size_t>(std::ranges::max_element(covered) - covered.begin());
        truth.kind[cell] = covered[most] < kNothingBelow ? 0 : kAmbiguousCell;
        if (covered[most] >= kThingFrom) {
            truth.kind[cell] = 1 + static_cast<std::int64_t>(scene.things[most].kind);
            truth.tint[cell] = static_cast<std::int64_t>(scene.things[most].tint) - 1;
            const auto place = [&](int at) {
                return (at + 0.5 * kCellPx) / side;
            };
            truth.toMiddle[cell] = static_cast<float>(middles[most].x - place(left));
            truth.toMiddle[kCheckerCells + cell] = static_cast<float>(middles[most].y - place(top));
        }
    }
    return truth;
}

}  // namespace limn::starter
