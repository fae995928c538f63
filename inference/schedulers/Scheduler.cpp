// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/Scheduler.h"

#include <algorithm>

namespace limn::schedulers {

at::Tensor Scheduler::scaleModelInput(const at::Tensor& sample, std::size_t) const {
    return sample;
}

std::size_t imageToImageStart(int steps, double strength, int order) {
    // Truncation towards zero is part of the convention: 5 steps at 0.3 run one step.
    const int run = std::clamp(static_cast<int>(steps * strength), 0, steps);
    return static_cast<std::size_t>(steps - run) * static_cast<std::size_t>(order);
}

}  // namespace limn::schedulers
