// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/jobs/TimeLeft.h"

#include <algorithm>

namespace limn {
namespace {

/// The last steps count most: a machine that has become busy is a slower one now.
constexpr double kWeightOfNewest = 0.3;

}  // namespace

void TimeLeft::take(const Progress& progress, double nowSeconds) {
    if (progress.phase == Phase::Denoise && progress.of > 0) {
        const bool goesOn = progress.imageIndex == m_imageIndex && progress.step > m_step;
        if (goesOn) {
            const double each = (nowSeconds - m_stepAt) / (progress.step - m_step);
            m_secondsPerStep =
                m_secondsPerStep ? *m_secondsPerStep + kWeightOfNewest * (each - *m_secondsPerStep)
                                 : each;
        }
        if (goesOn || progress.imageIndex != m_imageIndex) {
            m_imageIndex = progress.imageIndex;
            m_step = progress.step;
            m_of = progress.of;
            m_stepAt = nowSeconds;
        }
        const double done = progress.imageIndex + static_cast<double>(progress.step) / progress.of;
        m_fraction = std::max(m_fraction, std::clamp(done / m_pictures, 0.0, 1.0));
    }
}

std::optional<double> TimeLeft::seconds() const {
    if (!m_secondsPerStep) {
        return std::nullopt;
    }
    const int steps = (m_of - m_step) + std::max(0, m_pictures - m_imageIndex - 1) * m_of;
    return *m_secondsPerStep * steps;
}

}  // namespace limn
