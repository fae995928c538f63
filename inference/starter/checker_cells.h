// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/SceneRenderer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

// The benchmark's checker looks at a picture of 128 px in 16 by 16 cells: which thing is in a cell, in which tint, and
// where that thing's middle is. Here is what a render's cells are; CheckerNet learns to say it of any picture.

namespace limn::starter {

inline constexpr int kCheckerGrid = 16;
inline constexpr std::size_t kCheckerCells = std::size_t{kCheckerGrid} * kCheckerGrid;
/// Of a cell that a thing's edge only touches: neither answer is wrong.
inline constexpr std::int64_t kAmbiguousCell = -100;

struct CellTruth {
    std::array<std::int64_t, kCheckerCells> kind;  ///< 0, 1 + the thing's kind, or kAmbiguousCell
    std::array<std::int64_t, kCheckerCells>
        tint;  ///< the tint as a number from 0, or kAmbiguousCell where nothing is
    std::array<float, 2 * kCheckerCells>
        toMiddle;  ///< x of all cells, then y: from the cell to its thing's middle, in sides
};

/// `rendered` is 128 px.
CellTruth cellTruth(const Scene& scene, const RenderedScene& rendered);

}  // namespace limn::starter
