// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/DpmSolverMultistepScheduler.h"

#include "inference/schedulers/multistep_schedule.h"
#include "inference/schedulers/noise.h"
#include "inference/schedulers/noise_table.h"

#include <algorithm>
#include <utility>

namespace limn::schedulers {
namespace {

/// Steps below which the last ones fall back to lower order (arXiv 2211.01095, appendix).
constexpr std::size_t kFewSteps = 15;

bool isStochastic(DpmAlgorithm algorithm) {
    return algorithm == DpmAlgorithm::SdeDpmSolver ||
           algorithm == DpmAlgorithm::SdeDpmSolverPlusPlus;
}

bool predictsX0(DpmAlgorithm algorithm) {
    return algorithm == DpmAlgorithm::DpmSolverPlusPlus ||
           algorithm == DpmAlgorithm::SdeDpmSolverPlusPlus;
}

/// The weights of one update: x_t = sample * x + d0 * D0 + d1 * D1 + d2 * D2 + noise * z. D1 and D2
/// are the first and second divided differences of the model outputs in lambda.
struct Weights {
    at::Tensor sample, d0, d1, d2, noise;
};

/// `from` is where the sample is, `to` where it goes, h the step in lambda between them.
Weights weightsOf(const SchedulerParameters& p, int order, const NoiseLevel& from,
                  const NoiseLevel& to, const at::Tensor& h) {
    const bool midpoint = p.solverType == SolverType::Midpoint && order == 2;
    Weights w;
    switch (p.algorithm) {
    case DpmAlgorithm::DpmSolverPlusPlus: {
        const at::Tensor phi = at::exp(-h) - 1.0;
        w.sample = to.sigma / from.sigma;
        w.d0 = -(to.alpha * phi);
        w.d1 = midpoint ? -0.5 * (to.alpha * phi) : to.alpha * (phi / h + 1.0);
        w.d2 = -(to.alpha * ((phi + h) / h.pow(2) - 0.5));
        break;
    }
    case DpmAlgorithm::DpmSolver: {
        const at::Tensor phi = at::exp(h) - 1.0;
        w.sample = to.alpha / from.alpha;
        w.d0 = -(to.sigma * phi);
        w.d1 = midpoint ? -0.5 * (to.sigma * phi) : -(to.sigma * (phi / h - 1.0));
        w.d2 = -(to.sigma * ((phi - h) / h.pow(2) - 0.5));
        break;
    }
    case DpmAlgorithm::SdeDpmSolverPlusPlus: {
        const at::Tensor phi = 1.0 - at::exp(-2.0 * h);
        w.sample = to.sigma / from.sigma * at::exp(-h);
        w.d0 = to.alpha * phi;
        w.d1 = midpoint ? 0.5 * (to.alpha * phi) : to.alpha * (phi / (-2.0 * h) + 1.0);
        w.d2 = to.alpha * ((phi - 2.0 * h) / (2.0 * h).pow(2) - 0.5);
        w.noise = to.sigma * at::sqrt(1.0 - at::exp(-2 * h));
        break;
    }
    case DpmAlgorithm::SdeDpmSolver: {
        const at::Tensor phi = at::exp(h) - 1.0;
        w.sample = to.alpha / from.alpha;
        w.d0 = -2.0 * (to.sigma * phi);
        w.d1 = midpoint ? -(to.sigma * phi) : -2.0 * (to.sigma * (phi / h - 1.0));
        w.noise = to.sigma * at::sqrt(at::exp(2 * h) - 1.0);
        break;
    }
    }
    return w;
}

}  // namespace

DpmSolverMultistepScheduler::DpmSolverMultistepScheduler(SchedulerParameters parameters)
    : m_parameters(std::move(parameters)), m_alphasCumprod(alphasCumprodFinite(m_parameters)) {}

Status DpmSolverMultistepScheduler::setTimesteps(int steps) {
    auto schedule = makeMultistepSchedule(steps, m_parameters, m_alphasCumprod);
    if (!schedule) {
        return std::move(schedule).error();
    }
    m_timesteps = std::move(schedule->timesteps);
    m_sigmas = std::move(schedule->sigmas);
    m_outputs.clear();
    return Unit{};
}

at::Tensor DpmSolverMultistepScheduler::converted(const at::Tensor& modelOutput, std::size_t index,
                                                  const at::Tensor& sample) const {
    const at::Tensor raw = m_sigmas[static_cast<std::int64_t>(index)];
    const NoiseLevel level = noiseLevelOf(raw, m_parameters);
    if (predictsX0(m_parameters.algorithm)) {
        const at::Tensor x0 = x0FromLevel(m_parameters.prediction, modelOutput, level, raw, sample);
        return m_parameters.dynamicThresholding ? thresholdSample(x0, m_parameters) : x0;
    }
    at::Tensor epsilon = noiseFromLevel(m_parameters.prediction, modelOutput, level, sample);
    if (m_parameters.dynamicThresholding) {
        const at::Tensor x0 =
            thresholdSample((sample - level.sigma * epsilon) / level.alpha, m_parameters);
        epsilon = (sample - level.alpha * x0) / level.sigma;
    }
    return epsilon;
}

/// m_outputs already holds the output of this step.
int DpmSolverMultistepScheduler::orderAt(std::size_t index) const {
    const std::size_t count = m_timesteps.size();
    const bool fewSteps = m_parameters.lowerOrderFinal && count < kFewSteps;
    if (index + 1 == count &&
        (m_parameters.eulerAtFinal || fewSteps || m_parameters.finalSigma == FinalSigma::Zero)) {
        return 1;  // with a last sigma of 0 the higher orders divide by infinity
    }
    const int known = static_cast<int>(m_outputs.size());
    const int order = std::min(m_parameters.solverOrder, known);
    return index + 2 == count && fewSteps ? std::min(order, 2) : order;
}

at::Tensor DpmSolverMultistepScheduler::update(int order, std::size_t index,
                                               const at::Tensor& sample,
                                               const at::Tensor& noise) const {
    const auto i = static_cast<std::int64_t>(index);
    const NoiseLevel to = noiseLevelOf(m_sigmas[i + 1], m_parameters);
    const NoiseLevel from = noiseLevelOf(m_sigmas[i], m_parameters);
    const at::Tensor h = to.lambda - from.lambda;
    const Weights w = weightsOf(m_parameters, order, from, to, h);

    const std::size_t newest = m_outputs.size() - 1;
    const at::Tensor& m0 = m_outputs[newest];
    at::Tensor x = w.sample * sample + w.d0 * m0;
    if (order >= 2) {
        const at::Tensor h0 = from.lambda - noiseLevelOf(m_sigmas[i - 1], m_parameters).lambda;
        const at::Tensor r0 = h0 / h;
        const at::Tensor& m1 = m_outputs[newest - 1];
        const at::Tensor first = r0.reciprocal() * (m0 - m1);
        if (order == 2) {
            x = x + w.d1 * first;
        } else {
            const at::Tensor h1 = noiseLevelOf(m_sigmas[i - 1], m_parameters).lambda -
                                  noiseLevelOf(m_sigmas[i - 2], m_parameters).lambda;
            const at::Tensor r1 = h1 / h;
            const at::Tensor older = r1.reciprocal() * (m1 - m_outputs[newest - 2]);
            const at::Tensor d1 = first + r0 / (r0 + r1) * (first - older);
            const at::Tensor d2 = (r0 + r1).reciprocal() * (first - older);
            x = x + w.d1 * d1 + w.d2 * d2;
        }
    }
    return noise.defined() ? x + w.noise * noise : x;
}

at::Tensor DpmSolverMultistepScheduler::step(const at::Tensor& modelOutput, std::size_t index,
                                             const at::Tensor& sample,
                                             const at::Generator& generator) {
    const at::Tensor output = converted(modelOutput, index, sample);
    m_outputs.push_back(output);
    if (m_outputs.size() > static_cast<std::size_t>(m_parameters.solverOrder)) {
        m_outputs.erase(m_outputs.begin());
    }
    at::Tensor noise;
    if (isStochastic(m_parameters.algorithm)) {
        noise = drawNoise(output.sizes(), at::kFloat, generator, output.device());
    }
    return update(orderAt(index), index, sample.to(at::kFloat), noise).to(output.scalar_type());
}

at::Tensor DpmSolverMultistepScheduler::addNoise(const at::Tensor& original,
                                                 const at::Tensor& noise, std::size_t index) const {
    const at::Tensor sigma = m_sigmas[static_cast<std::int64_t>(index)].to(original.scalar_type());
    const NoiseLevel level = noiseLevelOf(sigma, m_parameters);
    return level.alpha * original + level.sigma * noise;
}

}  // namespace limn::schedulers
