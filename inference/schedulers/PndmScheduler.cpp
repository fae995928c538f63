// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/PndmScheduler.h"

#include "inference/schedulers/noise_table.h"
#include "inference/schedulers/sigma_schedules.h"

#include <algorithm>
#include <string>
#include <utility>

namespace limn::schedulers {
namespace {

constexpr std::size_t kOrder = 4;

}  // namespace

PndmScheduler::PndmScheduler(SchedulerParameters parameters)
    : m_parameters(std::move(parameters)), m_alphasCumprod(alphasCumprod(m_parameters)),
      m_finalAlphaCumprod(m_parameters.setAlphaToOne ? at::ones({}, at::kFloat)
                                                     : m_alphasCumprod[0]) {}

Status PndmScheduler::setTimesteps(int steps) {
    if (Status fits = checkSteps(steps, m_parameters); !fits) {
        return fits;
    }
    std::vector<double> ascending = spacedTimesteps(steps, m_parameters);
    std::reverse(ascending.begin(), ascending.end());
    std::transform(ascending.begin(), ascending.end(), ascending.begin(), roundHalfEven);
    if (!m_parameters.skipPrkSteps && ascending.size() < kOrder) {
        return Error{ErrorCode::InvalidRequest,
                     "The number of steps is " + std::to_string(steps) +
                         "; this model's PNDM schedule with Runge-Kutta steps takes at least 4.",
                     {},
                     "steps"};
    }
    m_stride = m_parameters.trainTimesteps / steps;
    if (m_parameters.skipPrkSteps) {
        layOutMultistep(ascending);
    } else {
        layOutRungeKutta(ascending);
    }
    m_calls = 0;
    m_estimates.clear();
    m_weightedSum.reset();
    m_firstSample.reset();
    return checkInTable(m_timesteps, steps, m_parameters);
}

/// The second timestep stands twice: a first guess there, then the mean of two estimates.
void PndmScheduler::layOutMultistep(const std::vector<double>& ascending) {
    m_rungeKuttaCount = 0;
    m_timesteps.assign(ascending.rbegin(), ascending.rend());
    if (m_timesteps.size() > 1) {
        m_timesteps.insert(m_timesteps.begin() + 1, m_timesteps[1]);
    }
}

/// Three Runge-Kutta steps of four evaluations each, at t, twice half way, and at the next t.
void PndmScheduler::layOutRungeKutta(const std::vector<double>& ascending) {
    const double half = m_stride / 2;
    std::vector<double>
        points;  // ascending: t, t + half ... of the last four timesteps, without the very last
    for (std::size_t i = ascending.size() - kOrder; i < ascending.size(); ++i) {
        points.push_back(ascending[i]);
        points.push_back(ascending[i] + half);
    }
    points.pop_back();
    m_timesteps.clear();
    for (const double point : points) {
        m_timesteps.insert(m_timesteps.end(), 2, point);
    }
    m_timesteps.erase(m_timesteps.begin());
    m_timesteps.pop_back();
    std::reverse(m_timesteps.begin(), m_timesteps.end());
    m_rungeKuttaCount = m_timesteps.size();
    m_timesteps.insert(m_timesteps.end(), ascending.rbegin() + 3, ascending.rend());
}

at::Tensor PndmScheduler::step(const at::Tensor& modelOutput, std::size_t index,
                               const at::Tensor& sample, const at::Generator&) {
    const double timestep = m_timesteps.at(index);
    const at::Tensor previous = m_calls < m_rungeKuttaCount
                                    ? stepRungeKutta(modelOutput, timestep, sample)
                                    : stepMultistep(modelOutput, timestep, sample);
    ++m_calls;
    return previous;
}

at::Tensor PndmScheduler::stepRungeKutta(const at::Tensor& modelOutput, double timestep,
                                         const at::Tensor& sample) {
    const double previous = timestep - (m_calls % 2 == 1 ? 0 : m_stride / 2);
    at::Tensor estimate = modelOutput;
    switch (m_calls % 4) {
    case 0:
        m_weightedSum = 1.0 / 6 * modelOutput;
        m_estimates.push_back(modelOutput);
        m_firstSample = sample;
        break;
    case 3:
        estimate = m_weightedSum + 1.0 / 6 * modelOutput;
        break;
    default:
        m_weightedSum = m_weightedSum + 1.0 / 3 * modelOutput;
    }
    return previousSample(m_firstSample, m_timesteps[m_calls / 4 * 4], previous, estimate);
}

at::Tensor PndmScheduler::stepMultistep(const at::Tensor& modelOutput, double timestep,
                                        const at::Tensor& sample) {
    if (m_calls == 1) {
        // The second evaluation of the first step: from where that began, with the mean of both
        // estimates.
        const at::Tensor estimate = (modelOutput + m_estimates.back()) / 2;
        return previousSample(std::exchange(m_firstSample, at::Tensor()), timestep + m_stride,
                              timestep, estimate);
    }
    if (m_estimates.size() == kOrder) {
        m_estimates.erase(m_estimates.begin());
    }
    m_estimates.push_back(modelOutput);
    if (m_calls == 0) {
        m_firstSample = sample;
    }
    return previousSample(sample, timestep, timestep - m_stride, combinedEstimate());
}

/// Adams-Bashforth of the order that the history allows (paper, eq. 9).
at::Tensor PndmScheduler::combinedEstimate() const {
    const auto e = [this](std::size_t age) -> const at::Tensor& {
        return m_estimates[m_estimates.size() - age];
    };
    switch (m_estimates.size()) {
    case 1:
        return e(1);
    case 2:
        return (3 * e(1) - e(2)) / 2;
    case 3:
        return (23 * e(1) - 16 * e(2) + 5 * e(3)) / 12;
    default:
        return 1.0 / 24 * (55 * e(1) - 59 * e(2) + 37 * e(3) - 9 * e(4));
    }
}

/// Paper, eq. 11.
at::Tensor PndmScheduler::previousSample(const at::Tensor& sample, double timestep, double previous,
                                         const at::Tensor& modelOutput) const {
    const at::Tensor alpha = entryAt(m_alphasCumprod, timestep);
    const at::Tensor alphaPrevious =
        previous >= 0 ? entryAt(m_alphasCumprod, previous) : m_finalAlphaCumprod;
    const at::Tensor beta = 1 - alpha;
    const at::Tensor betaPrevious = 1 - alphaPrevious;
    const at::Tensor epsilon = m_parameters.prediction == PredictionType::Velocity
                                   ? alpha.pow(0.5) * modelOutput + beta.pow(0.5) * sample
                                   : modelOutput;
    const at::Tensor scale =
        alpha * betaPrevious.pow(0.5) + (alpha * beta * alphaPrevious).pow(0.5);
    return (alphaPrevious / alpha).pow(0.5) * sample - (alphaPrevious - alpha) * epsilon / scale;
}

at::Tensor PndmScheduler::addNoise(const at::Tensor& original, const at::Tensor& noise,
                                   std::size_t index) const {
    return addNoiseAt(m_alphasCumprod, m_timesteps.at(index), original, noise);
}

}  // namespace limn::schedulers
