// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerParameters.h"

#include <vector>

namespace limn::schedulers {

/// DPM-Solver and DPM-Solver++, multistep, order 1 to 3, as ODE or SDE (arXiv 2206.00927,
/// 2211.01095). Remembers the last model outputs. Owned and threaded as Scheduler.
class DpmSolverMultistepScheduler final : public Scheduler {
public:
    explicit DpmSolverMultistepScheduler(SchedulerParameters parameters);

    Status setTimesteps(int steps) override;
    at::Tensor step(const at::Tensor& modelOutput, std::size_t index, const at::Tensor& sample,
                    const at::Generator& generator) override;
    at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                        std::size_t index) const override;

private:
    int orderAt(std::size_t index) const;
    at::Tensor converted(const at::Tensor& modelOutput, std::size_t index,
                         const at::Tensor& sample) const;
    at::Tensor update(int order, std::size_t index, const at::Tensor& sample,
                      const at::Tensor& noise) const;

    SchedulerParameters m_parameters;
    at::Tensor m_alphasCumprod;         // [trainTimesteps], host
    at::Tensor m_sigmas;                // [timesteps + 1], host
    std::vector<at::Tensor> m_outputs;  // converted, the newest last, at most solverOrder
};

}  // namespace limn::schedulers
