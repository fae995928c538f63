// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerParameters.h"

#include <vector>

namespace limn::schedulers {

/// PNDM (arXiv 2202.09778): linear multistep of order 4 on the noise estimates, begun by
/// Runge-Kutta steps or, as Stable Diffusion does (skip_prk_steps), by one doubled step. Remembers
/// the last estimates. Owned and threaded as Scheduler.
class PndmScheduler final : public Scheduler {
public:
    explicit PndmScheduler(SchedulerParameters parameters);

    Status setTimesteps(int steps) override;
    at::Tensor step(const at::Tensor& modelOutput, std::size_t index, const at::Tensor& sample,
                    const at::Generator& generator) override;
    at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                        std::size_t index) const override;

private:
    void layOutMultistep(const std::vector<double>& ascending);
    void layOutRungeKutta(const std::vector<double>& ascending);
    at::Tensor stepRungeKutta(const at::Tensor& modelOutput, double timestep,
                              const at::Tensor& sample);
    at::Tensor stepMultistep(const at::Tensor& modelOutput, double timestep,
                             const at::Tensor& sample);
    at::Tensor combinedEstimate() const;
    at::Tensor previousSample(const at::Tensor& sample, double timestep, double previous,
                              const at::Tensor& modelOutput) const;

    SchedulerParameters m_parameters;
    at::Tensor m_alphasCumprod;           // [trainTimesteps], host
    at::Tensor m_finalAlphaCumprod;       // []
    int m_stride = 1;                     // training timesteps between two steps
    std::size_t m_rungeKuttaCount = 0;    // evaluations at the front that are Runge-Kutta's
    std::size_t m_calls = 0;              // since setTimesteps(), wherever the first index was
    std::vector<at::Tensor> m_estimates;  // newest last, at most four
    at::Tensor m_weightedSum;             // of a Runge-Kutta step's estimates
    at::Tensor m_firstSample;             // where the step in several evaluations began
};

}  // namespace limn::schedulers
