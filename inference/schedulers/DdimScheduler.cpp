// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/DdimScheduler.h"

#include "inference/schedulers/noise_table.h"
#include "inference/schedulers/sigma_schedules.h"

#include <utility>

namespace limn::schedulers {

DdimScheduler::DdimScheduler(SchedulerParameters parameters)
    : m_parameters(std::move(parameters)), m_alphasCumprod(alphasCumprod(m_parameters)),
      m_finalAlphaCumprod(m_parameters.setAlphaToOne ? at::ones({}, at::kFloat)
                                                     : m_alphasCumprod[0]) {}

Status DdimScheduler::setTimesteps(int steps) {
    if (Status fits = checkSteps(steps, m_parameters); !fits) {
        return fits;
    }
    std::vector<double> timesteps = spacedTimesteps(steps, m_parameters);
    for (double& t : timesteps) {
        t = roundHalfEven(t);
    }
    if (Status fits = checkInTable(timesteps, steps, m_parameters); !fits) {
        return fits;
    }
    m_timesteps = std::move(timesteps);
    m_stride = m_parameters.trainTimesteps / steps;
    return Unit{};
}

at::Tensor DdimScheduler::step(const at::Tensor& modelOutput, std::size_t index,
                               const at::Tensor& sample, const at::Generator&) {
    // The stride is exact for leading timesteps only; the reference uses it for all spacings, so
    // does this.
    const double t = m_timesteps.at(index);
    const double previous = t - m_stride;
    const at::Tensor alpha = entryAt(m_alphasCumprod, t);
    const at::Tensor alphaPrevious =
        previous >= 0 ? entryAt(m_alphasCumprod, previous) : m_finalAlphaCumprod;
    const at::Tensor rootAlpha = alpha.pow(0.5);
    const at::Tensor rootBeta = (1 - alpha).pow(0.5);

    at::Tensor x0;
    at::Tensor epsilon;
    switch (m_parameters.prediction) {
    case PredictionType::Sample:
        x0 = modelOutput;
        epsilon = (sample - rootAlpha * x0) / rootBeta;
        break;
    case PredictionType::Velocity:
        x0 = rootAlpha * sample - rootBeta * modelOutput;
        epsilon = rootAlpha * modelOutput + rootBeta * sample;
        break;
    default:
        x0 = (sample - rootBeta * modelOutput) / rootAlpha;
        epsilon = modelOutput;
    }
    // Clipping x0 leaves the noise estimate alone, as in the reference without
    // use_clipped_model_output.
    return alphaPrevious.pow(0.5) * limitSample(x0, m_parameters) +
           (1 - alphaPrevious).pow(0.5) * epsilon;
}

at::Tensor DdimScheduler::addNoise(const at::Tensor& original, const at::Tensor& noise,
                                   std::size_t index) const {
    return addNoiseAt(m_alphasCumprod, m_timesteps.at(index), original, noise);
}

}  // namespace limn::schedulers
