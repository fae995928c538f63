// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/Scene.h"
#include "inference/starter/checker_cells.h"

#include <optional>
#include <span>
#include <vector>

namespace limn::starter {

/// What the checker's network says of one picture. Probabilities, cell by cell.
struct CellAnswers {
    std::vector<float> kinds;     ///< [cells][1 + things]
    std::vector<float> tints;     ///< [cells][kTintCount]
    std::vector<float> toMiddle;  ///< x of all cells, then y of all cells
    std::vector<float> places;    ///< [kPlaceCount]
    std::vector<float> times;     ///< [kTimeCount]
    std::vector<float> weathers{};  ///< [kWeatherCount], or empty of a checker that cannot tell
    std::vector<float> styles{};    ///< [kStyleCount], or empty
};

struct SeenThing {
    std::size_t kind = 0;
    Tint tint = Tint::Natural;
    double centreX = 0;
    double centreY = 0;
    double confidence = 0;  ///< mean probability of its kind over its cells
    std::size_t cells = 0;
};

struct Reading {
    std::vector<SeenThing> things;  ///< from left to right
    Place place = Place::Meadow;
    TimeOfDay time = TimeOfDay::Day;
    std::optional<Weather> weather{};  ///< nullopt: the checker cannot tell
    std::optional<Style> style{};
    /// Mean confidence over the cells of all things; 0 where there are none.
    double confidence() const;
};

/// Cells that are something, hang together and point to one middle are one thing; what is smaller than kSmallestThing
/// cells is no thing.
inline constexpr std::size_t kSmallestThing = 6;
Reading readCells(const CellAnswers& answers);

}  // namespace limn::starter
