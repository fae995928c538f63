// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerParameters.h"

namespace limn::schedulers {

/// Heun's method on the probability-flow ODE (arXiv 2206.00364, algorithm 1 without churn): an
/// Euler step, then a correction with the slope at its end, so two evaluations a step but one for
/// the last. Owned and threaded as Scheduler.
class HeunScheduler final : public Scheduler {
public:
    explicit HeunScheduler(SchedulerParameters parameters);

    Status setTimesteps(int steps) override;
    double initNoiseSigma() const override;
    int order() const override { return 2; }
    at::Tensor scaleModelInput(const at::Tensor& sample, std::size_t index) const override;
    at::Tensor step(const at::Tensor& modelOutput, std::size_t index, const at::Tensor& sample,
                    const at::Generator& generator) override;
    at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                        std::size_t index) const override;

private:
    at::Tensor predictedX0(const at::Tensor& modelOutput, const at::Tensor& sigma,
                           const at::Tensor& sample) const;

    SchedulerParameters m_parameters;
    at::Tensor m_alphasCumprod;  // [trainTimesteps], host
    at::Tensor m_sigmas;         // [timesteps + 1], host; all but the ends twice
    at::Tensor m_firstSlope;     // of the Euler step, while its correction is due
    at::Tensor m_firstSample;    // where that step began
};

}  // namespace limn::schedulers
