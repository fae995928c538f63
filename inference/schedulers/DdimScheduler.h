// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerParameters.h"

namespace limn::schedulers {

/// DDIM with eta 0 (arXiv 2010.02502): deterministic, one evaluation a step. Owned and threaded as
/// Scheduler.
class DdimScheduler final : public Scheduler {
public:
    explicit DdimScheduler(SchedulerParameters parameters);

    Status setTimesteps(int steps) override;
    at::Tensor step(const at::Tensor& modelOutput, std::size_t index, const at::Tensor& sample,
                    const at::Generator& generator) override;
    at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                        std::size_t index) const override;

private:
    SchedulerParameters m_parameters;
    at::Tensor m_alphasCumprod;      // [trainTimesteps], host
    at::Tensor m_finalAlphaCumprod;  // []
    int m_stride = 1;                // training timesteps between two steps
};

}  // namespace limn::schedulers
