// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/EulerScheduler.h"

#include "inference/schedulers/noise.h"
#include "inference/schedulers/noise_table.h"
#include "inference/schedulers/sigma_schedules.h"
#include "inference/schedulers/sigma_space.h"

#include <utility>

namespace limn::schedulers {

EulerScheduler::EulerScheduler(SchedulerParameters parameters)
    : m_parameters(std::move(parameters)), m_alphasCumprod(alphasCumprodFinite(m_parameters)) {}

Status EulerScheduler::setTimesteps(int steps) {
    if (Status fits = checkSteps(steps, m_parameters); !fits) {
        return fits;
    }
    const std::vector<double> table = toVector(sigmasOf(m_alphasCumprod));
    std::vector<double> timesteps = toFloat32(spacedTimesteps(steps, m_parameters));
    std::vector<double> sigmas;
    if (m_parameters.interpolation == SigmaInterpolation::LogLinear) {
        const std::vector<double> ends = logTable(std::vector{table.back(), table.front()});
        sigmas = toVector(at::linspace(ends[0], ends[1], steps + 1, at::kFloat).exp());
    } else {
        for (const double t : timesteps) {
            sigmas.push_back(interpolate(t, table));
        }
    }
    if (m_parameters.ladder != SigmaLadder::FromTimesteps) {
        // The ends are those of the spaced schedule here, of the whole table in the multistep
        // solvers.
        sigmas = ladderSigmas(steps, sigmas.front(), sigmas.back(), m_parameters);
        timesteps = timestepsOf(sigmas, logTable(table));
    }
    sigmas.push_back(m_parameters.finalSigma == FinalSigma::SigmaMin ? table.front() : 0.0);
    m_sigmas = toFloatTensor(sigmas);
    if (m_parameters.continuousTimesteps && m_parameters.prediction == PredictionType::Velocity) {
        timesteps = toVector(0.25 * m_sigmas.slice(0, 0, -1).log());
    }
    m_timesteps = toFloat32(std::move(timesteps));
    return Unit{};
}

double EulerScheduler::initNoiseSigma() const {
    return initNoiseSigmaOf(m_sigmas, m_parameters.spacing);
}

at::Tensor EulerScheduler::scaleModelInput(const at::Tensor& sample, std::size_t index) const {
    return scaleToUnitVariance(sample, m_sigmas[static_cast<std::int64_t>(index)]);
}

at::Tensor EulerScheduler::step(const at::Tensor& modelOutput, std::size_t index,
                                const at::Tensor& sample, const at::Generator& generator) {
    const auto i = static_cast<std::int64_t>(index);
    const at::Tensor sigma = m_sigmas[i];
    const at::Tensor next = m_sigmas[i + 1];
    const at::Tensor x = sample.to(at::kFloat);
    const at::Tensor derivative =
        (x - x0FromSigma(m_parameters.prediction, modelOutput, sigma, x)) / sigma;
    if (m_parameters.kind == SchedulerKind::Euler) {
        return (x + derivative * (next - sigma)).to(modelOutput.scalar_type());
    }
    const at::Tensor up = (next.pow(2) * (sigma.pow(2) - next.pow(2)) / sigma.pow(2)).pow(0.5);
    const at::Tensor down = (next.pow(2) - up.pow(2)).pow(0.5);
    // Drawn on the last step too, where it counts for nothing: the generator's state is then the
    // reference's.
    const at::Tensor noise =
        drawNoise(modelOutput.sizes(), modelOutput.scalar_type(), generator, modelOutput.device());
    return (x + derivative * (down - sigma) + noise * up).to(modelOutput.scalar_type());
}

at::Tensor EulerScheduler::addNoise(const at::Tensor& original, const at::Tensor& noise,
                                    std::size_t index) const {
    return original + noise * m_sigmas[static_cast<std::int64_t>(index)].to(original.scalar_type());
}

}  // namespace limn::schedulers
