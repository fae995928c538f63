// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <algorithm>
#include <cstdint>

namespace limn::training {

/// Warm up, stay, decay, counted in samples: the middle may go on in any number of sittings, and the end can be set late.
struct LearningRate {
    double peak = 1e-3;
    std::int64_t warmUpSamples = 2000;
    std::int64_t totalSamples = 1000000;  ///< here the rate is 0
    double decayShare = 0.25;             ///< of totalSamples: the last part, straight down to 0

    double at(std::int64_t samples) const {
        const auto s = static_cast<double>(samples);
        const auto total = static_cast<double>(totalSamples);
        const double up = warmUpSamples > 0 ? (s + 1) / static_cast<double>(warmUpSamples) : 1;
        const double down = decayShare > 0 ? (total - s) / (total * decayShare) : 1;
        return peak * std::clamp(std::min(up, down), 0.0, 1.0);
    }
};

}  // namespace limn::training
