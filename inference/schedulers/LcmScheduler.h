// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerParameters.h"

namespace limn::schedulers {

/// Multistep consistency sampling of latent consistency models (arXiv 2310.04378): jumps to a clean
/// sample, then adds fresh noise for all but the last step. Owned and threaded as Scheduler.
class LcmScheduler final : public Scheduler, public SchedulesByStrength {
public:
    explicit LcmScheduler(SchedulerParameters parameters);

    Status setTimesteps(int steps) override { return setTimestepsFrom(steps, 1.0); }
    Status setTimestepsFrom(int steps, double strength) override;
    at::Tensor step(const at::Tensor& modelOutput, std::size_t index, const at::Tensor& sample,
                    const at::Generator& generator) override;
    at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                        std::size_t index) const override;

private:
    SchedulerParameters m_parameters;
    at::Tensor m_alphasCumprod;  // [trainTimesteps], host
};

}  // namespace limn::schedulers
