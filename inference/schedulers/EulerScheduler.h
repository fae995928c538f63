// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerParameters.h"

namespace limn::schedulers {

/// Euler's method on the probability-flow ODE, and its ancestral kind, which puts part of the noise
/// back in every step (Karras et al., arXiv 2206.00364; k-diffusion's euler and euler_ancestral).
/// Owned and threaded as Scheduler.
class EulerScheduler final : public Scheduler {
public:
    /// Requires: parameters of the kind Euler or EulerAncestral.
    explicit EulerScheduler(SchedulerParameters parameters);

    Status setTimesteps(int steps) override;
    double initNoiseSigma() const override;
    at::Tensor scaleModelInput(const at::Tensor& sample, std::size_t index) const override;
    at::Tensor step(const at::Tensor& modelOutput, std::size_t index, const at::Tensor& sample,
                    const at::Generator& generator) override;
    at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                        std::size_t index) const override;

private:
    SchedulerParameters m_parameters;
    at::Tensor m_alphasCumprod;  // [trainTimesteps], host
    at::Tensor m_sigmas;         // [timesteps + 1], host; the last is where the solver ends
};

}  // namespace limn::schedulers
