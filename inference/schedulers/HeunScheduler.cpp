// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/HeunScheduler.h"

#include "inference/schedulers/noise_table.h"
#include "inference/schedulers/sigma_schedules.h"
#include "inference/schedulers/sigma_space.h"

#include <utility>

namespace limn::schedulers {

HeunScheduler::HeunScheduler(SchedulerParameters parameters)
    : m_parameters(std::move(parameters)), m_alphasCumprod(alphasCumprod(m_parameters)) {}

Status HeunScheduler::setTimesteps(int steps) {
    if (Status fits = checkSteps(steps, m_parameters); !fits) {
        return fits;
    }
    const std::vector<double> table = toVector(sigmasOf(m_alphasCumprod));
    std::vector<double> timesteps = toFloat32(spacedTimesteps(steps, m_parameters));
    std::vector<double> sigmas;
    for (const double t : timesteps) {
        sigmas.push_back(interpolate(t, table));
    }
    if (m_parameters.ladder != SigmaLadder::FromTimesteps) {
        sigmas = ladderSigmas(steps, sigmas.front(), sigmas.back(), m_parameters);
        timesteps = timestepsOf(sigmas, logTable(table));
    }
    timesteps = toFloat32(std::move(timesteps));
    m_timesteps = {timesteps.front()};
    std::vector<double> doubled = {sigmas.front()};
    for (std::size_t i = 1; i < timesteps.size(); ++i) {
        m_timesteps.insert(m_timesteps.end(), 2, timesteps[i]);
        doubled.insert(doubled.end(), 2, sigmas[i]);
    }
    doubled.push_back(0.0);
    m_sigmas = toFloatTensor(doubled);
    m_firstSlope.reset();
    m_firstSample.reset();
    return Unit{};
}

double HeunScheduler::initNoiseSigma() const {
    return initNoiseSigmaOf(m_sigmas, m_parameters.spacing);
}

at::Tensor HeunScheduler::scaleModelInput(const at::Tensor& sample, std::size_t index) const {
    return scaleToUnitVariance(sample, m_sigmas[static_cast<std::int64_t>(index)]);
}

at::Tensor HeunScheduler::predictedX0(const at::Tensor& modelOutput, const at::Tensor& sigma,
                                      const at::Tensor& sample) const {
    const at::Tensor x0 = x0FromSigma(m_parameters.prediction, modelOutput, sigma, sample);
    return m_parameters.clipSample
               ? x0.clamp(-m_parameters.clipSampleRange, m_parameters.clipSampleRange)
               : x0;
}

at::Tensor HeunScheduler::step(const at::Tensor& modelOutput, std::size_t index,
                               const at::Tensor& sample, const at::Generator&) {
    const auto i = static_cast<std::int64_t>(index);
    if (!m_firstSlope.defined()) {
        const at::Tensor sigma = m_sigmas[i];
        m_firstSlope = (sample - predictedX0(modelOutput, sigma, sample)) / sigma;
        m_firstSample = sample;
        return sample + m_firstSlope * (m_sigmas[i + 1] - sigma);
    }
    // The second evaluation stands at the end of the step, and its slope is taken there too.
    const at::Tensor end = m_sigmas[i];
    const at::Tensor slope = (sample - predictedX0(modelOutput, end, sample)) / end;
    const at::Tensor mean = (m_firstSlope + slope) / 2;
    const at::Tensor from = std::exchange(m_firstSample, at::Tensor());
    m_firstSlope.reset();
    return from + mean * (end - m_sigmas[i - 1]);
}

at::Tensor HeunScheduler::addNoise(const at::Tensor& original, const at::Tensor& noise,
                                   std::size_t index) const {
    return original + noise * m_sigmas[static_cast<std::int64_t>(index)].to(original.scalar_type());
}

}  // namespace limn::schedulers
