// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/UniPcMultistepScheduler.h"

#include "inference/schedulers/multistep_schedule.h"
#include "inference/schedulers/noise_table.h"

#include <algorithm>
#include <utility>

namespace limn::schedulers {

/// The parts of one step from sigmas[from] to sigmas[from + 1] that predictor and corrector share
/// (paper, eq. 3-9).
struct UniPcMultistepScheduler::Terms {
    at::Tensor base;      // coefficient of the sample
    at::Tensor newest;    // coefficient of the newest output
    at::Tensor residual;  // coefficient of the weighted differences
    std::vector<at::Tensor>
        slopes;         // differences of older outputs to the newest, over their distance in lambda
    at::Tensor matrix;  // R: [order, order]
    at::Tensor target;  // b: [order]
};

UniPcMultistepScheduler::UniPcMultistepScheduler(SchedulerParameters parameters)
    : m_parameters(std::move(parameters)), m_alphasCumprod(alphasCumprodFinite(m_parameters)) {}

Status UniPcMultistepScheduler::setTimesteps(int steps) {
    auto schedule = makeMultistepSchedule(steps, m_parameters, m_alphasCumprod);
    if (!schedule) {
        return std::move(schedule).error();
    }
    m_timesteps = std::move(schedule->timesteps);
    m_sigmas = std::move(schedule->sigmas);
    m_outputs.clear();
    m_lastSample.reset();
    m_lastOrder = 0;
    return Unit{};
}

at::Tensor UniPcMultistepScheduler::converted(const at::Tensor& modelOutput, std::size_t index,
                                              const at::Tensor& sample) const {
    const at::Tensor raw = m_sigmas[static_cast<std::int64_t>(index)];
    const NoiseLevel level = noiseLevelOf(raw, m_parameters);
    if (m_parameters.predictX0) {
        const at::Tensor x0 = x0FromLevel(m_parameters.prediction, modelOutput, level, raw, sample);
        return m_parameters.dynamicThresholding ? thresholdSample(x0, m_parameters) : x0;
    }
    return noiseFromLevel(m_parameters.prediction, modelOutput, level, sample);
}

UniPcMultistepScheduler::Terms UniPcMultistepScheduler::termsOf(std::size_t from, int order) const {
    const auto i = static_cast<std::int64_t>(from);
    const NoiseLevel to = noiseLevelOf(m_sigmas[i + 1], m_parameters);
    const NoiseLevel at = noiseLevelOf(m_sigmas[i], m_parameters);
    const at::Tensor h = to.lambda - at.lambda;
    const at::Tensor hh = m_parameters.predictX0 ? -h : h;
    const at::Tensor phi1 = at::expm1(hh);
    const at::Tensor scale = m_parameters.solverType == SolverType::Bh1 ? hh : phi1;

    Terms terms;
    const at::Tensor& outer = m_parameters.predictX0 ? to.alpha : to.sigma;
    terms.base = m_parameters.predictX0 ? to.sigma / at.sigma : to.alpha / at.alpha;
    terms.newest = outer * phi1;
    terms.residual = outer * scale;

    std::vector<at::Tensor> distances;
    for (int age = 1; age < order; ++age) {
        const at::Tensor lambda = noiseLevelOf(m_sigmas[i - age], m_parameters).lambda;
        const at::Tensor distance = (lambda - at.lambda) / h;
        const at::Tensor& older = m_outputs[m_outputs.size() - 1 - static_cast<std::size_t>(age)];
        terms.slopes.push_back((older - m_outputs.back()) / distance);
        distances.push_back(distance);
    }
    distances.push_back(at::ones({}, at::kFloat));
    const at::Tensor points = at::stack(distances);

    std::vector<at::Tensor> rows;
    std::vector<at::Tensor> targets;
    at::Tensor phi = phi1 / hh - 1;
    double factorial = 1.0;
    for (int k = 1; k <= order; ++k) {
        rows.push_back(at::pow(points, k - 1));
        targets.push_back(phi * factorial / scale);
        factorial *= k + 1;
        phi = phi / hh - 1.0 / factorial;
    }
    terms.matrix = at::stack(rows);
    terms.target = at::stack(targets);
    return terms;
}

at::Tensor UniPcMultistepScheduler::predicted(std::size_t index, const at::Tensor& sample) const {
    const int order = m_lastOrder;
    const Terms terms = termsOf(index, order);
    at::Tensor x = terms.base * sample - terms.newest * m_outputs.back();
    if (order == 1) {
        return x.to(sample.scalar_type());
    }
    // Order 2 has the known solution 1/2 of the reference, not that of the equations.
    const at::Tensor weights = order == 2
                                   ? at::full({1}, 0.5, at::kFloat)
                                   : at::linalg_solve(terms.matrix.slice(0, 0, -1).slice(1, 0, -1),
                                                      terms.target.slice(0, 0, -1));
    at::Tensor sum = weights[0] * terms.slopes[0];
    for (std::size_t k = 1; k < terms.slopes.size(); ++k) {
        sum = sum + weights[static_cast<std::int64_t>(k)] * terms.slopes[k];
    }
    return (x - terms.residual * sum).to(sample.scalar_type());
}

/// The sample at timesteps()[index] once more, now that the model's output there is known.
at::Tensor UniPcMultistepScheduler::corrected(const at::Tensor& output, std::size_t index) const {
    const int order = m_lastOrder;
    const Terms terms = termsOf(index - 1, order);
    const at::Tensor weights =
        order == 1 ? at::full({1}, 0.5, at::kFloat) : at::linalg_solve(terms.matrix, terms.target);
    at::Tensor sum = weights[-1] * (output - m_outputs.back());
    for (std::size_t k = terms.slopes.size(); k-- > 0;) {
        sum = weights[static_cast<std::int64_t>(k)] * terms.slopes[k] + sum;
    }
    const at::Tensor x = terms.base * m_lastSample - terms.newest * m_outputs.back();
    return (x - terms.residual * sum).to(m_lastSample.scalar_type());
}

bool UniPcMultistepScheduler::correctsAt(std::size_t index) const {
    const auto& disabled = m_parameters.disableCorrector;
    return index > 0 && m_lastSample.defined() &&
           std::find(disabled.begin(), disabled.end(), static_cast<std::int64_t>(index) - 1) ==
               disabled.end();
}

/// m_outputs already holds the output of this step.
int UniPcMultistepScheduler::orderAt(std::size_t index) const {
    if (index + 1 == m_timesteps.size() && m_parameters.finalSigma == FinalSigma::Zero) {
        // The higher orders divide by an infinite step in lambda; the reference gives NaN there.
        return 1;
    }
    int order = std::min(m_parameters.solverOrder, static_cast<int>(m_outputs.size()));
    if (m_parameters.lowerOrderFinal) {
        order = std::min(order, static_cast<int>(m_timesteps.size() - index));
    }
    return order;
}

at::Tensor UniPcMultistepScheduler::step(const at::Tensor& modelOutput, std::size_t index,
                                         const at::Tensor& sample, const at::Generator&) {
    const at::Tensor output = converted(modelOutput, index, sample);
    const at::Tensor here = correctsAt(index) ? corrected(output, index) : sample;
    m_outputs.push_back(output);
    if (m_outputs.size() > static_cast<std::size_t>(m_parameters.solverOrder)) {
        m_outputs.erase(m_outputs.begin());
    }
    m_lastOrder = orderAt(index);
    m_lastSample = here;
    return predicted(index, here);
}

at::Tensor UniPcMultistepScheduler::addNoise(const at::Tensor& original, const at::Tensor& noise,
                                             std::size_t index) const {
    const at::Tensor sigma = m_sigmas[static_cast<std::int64_t>(index)].to(original.scalar_type());
    const NoiseLevel level = noiseLevelOf(sigma, m_parameters);
    return level.alpha * original + level.sigma * noise;
}

}  // namespace limn::schedulers
