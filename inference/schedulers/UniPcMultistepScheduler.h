// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/Scheduler.h"
#include "inference/schedulers/SchedulerParameters.h"

#include <vector>

namespace limn::schedulers {

/// UniPC (arXiv 2302.04867): a multistep predictor, and a corrector that reuses the next step's
/// model output, so one evaluation a step. Remembers the last model outputs. Owned and threaded as
/// Scheduler.
class UniPcMultistepScheduler final : public Scheduler {
public:
    explicit UniPcMultistepScheduler(SchedulerParameters parameters);

    Status setTimesteps(int steps) override;
    at::Tensor step(const at::Tensor& modelOutput, std::size_t index, const at::Tensor& sample,
                    const at::Generator& generator) override;
    at::Tensor addNoise(const at::Tensor& original, const at::Tensor& noise,
                        std::size_t index) const override;

private:
    bool correctsAt(std::size_t index) const;
    int orderAt(std::size_t index) const;
    at::Tensor converted(const at::Tensor& modelOutput, std::size_t index,
                         const at::Tensor& sample) const;
    at::Tensor predicted(std::size_t index, const at::Tensor& sample) const;
    at::Tensor corrected(const at::Tensor& output, std::size_t index) const;
    struct Terms;
    Terms termsOf(std::size_t from, int order) const;

    SchedulerParameters m_parameters;
    at::Tensor m_alphasCumprod;         // [trainTimesteps], host
    at::Tensor m_sigmas;                // [timesteps + 1], host
    std::vector<at::Tensor> m_outputs;  // converted, the newest last, at most solverOrder
    at::Tensor m_lastSample;            // where the last step began, corrected
    int m_lastOrder = 0;
};

}  // namespace limn::schedulers
