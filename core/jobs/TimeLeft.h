// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <optional>

namespace limn {

/// Guesses from the steps seen so far how long an order will still take. Knows nothing before the second step of the
/// first picture, and says so. A value; the caller brings the clock.
class TimeLeft {
public:
    explicit TimeLeft(int pictures = 1) : m_pictures(pictures) {}

    /// `nowSeconds` of any clock that only goes forward.
    void take(const Progress& progress, double nowSeconds);

    /// Seconds from the last take(); empty while nothing can be said.
    std::optional<double> seconds() const;
    /// Share of the whole order that is done, 0 ... 1. Never goes back.
    double fraction() const { return m_fraction; }

private:
    int m_pictures;
    int m_imageIndex = -1;
    int m_step = 0;
    int m_of = 0;
    double m_stepAt = 0;
    double m_fraction = 0;
    std::optional<double> m_secondsPerStep;
};

}  // namespace limn
