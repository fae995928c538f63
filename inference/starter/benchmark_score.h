// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/verdict.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace limn::starter {

/// How many of how many.
struct Share {
    std::int64_t right = 0;
    std::int64_t of = 0;

    void add(bool isRight) {
        right += isRight ? 1 : 0;
        ++of;
    }
    double value() const {
        return of == 0 ? 0 : static_cast<double>(right) / static_cast<double>(of);
    }
};

struct Interval {
    double low = 0;
    double high = 1;
};

/// Wilson's score interval at 95 % (E. B. Wilson, 1927). All of 0 ... 1 for no trials.
Interval wilson(const Share& share);

/// The figures of one split, or of one control.
struct Score {
    std::string name;  ///< "A1 one thing"
    Share kinds;       ///< exactly the things asked for
    Share present;     ///< of the things asked for, those that are there
    Share mainThing;   ///< the first thing asked for is there
    Share colours;     ///< of the things there, those in their tint
    Share bound;       ///< where the kinds are right: each tint on its thing
    Share order;       ///< where the kinds are right and several: from left to right
    Share count;       ///< as many things as asked for
    Share place;
    Share time;
    Share weather;  ///< where it was asked for
    Share style;    ///< where it was asked for
    Share exact;
    Share strictKinds;  ///< kinds, and the checker is confident
    Share strictExact;

    void add(const AskedScene& asked, const Verdict& verdict);
};

struct NamedShare {
    std::string_view name;
    Share Score::*share;
};

/// The columns in the order of the table.
const std::vector<NamedShare>& scoreColumns();

/// A table with one row a score: percentages, and under each the interval. Columns without trials stay empty.
std::string tableOf(const std::vector<Score>& scores);

}  // namespace limn::starter
