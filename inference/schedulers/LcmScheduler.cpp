// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/LcmScheduler.h"

#include "inference/schedulers/noise.h"
#include "inference/schedulers/noise_table.h"
#include "inference/schedulers/sigma_schedules.h"

#include <cmath>
#include <string>
#include <utility>

namespace limn::schedulers {
namespace {

/// Standard deviation of the data that the boundary condition assumes (arXiv 2303.01469, appendix
/// C).
constexpr double kSigmaData = 0.5;

}  // namespace

LcmScheduler::LcmScheduler(SchedulerParameters parameters)
    : m_parameters(std::move(parameters)), m_alphasCumprod(alphasCumprod(m_parameters)) {}

Status LcmScheduler::setTimestepsFrom(int steps, double strength) {
    const int original = m_parameters.originalInferenceSteps;
    const int usable = static_cast<int>(original * strength);
    if (steps < 1 || steps > usable) {
        return Error{ErrorCode::InvalidRequest,
                     "The number of steps is " + std::to_string(steps) +
                         "; the LCM schedule of this model takes 1 to " + std::to_string(usable) +
                         (strength < 1.0 ? " at this strength." : "."),
                     {},
                     "steps"};
    }
    // A subset of the timesteps that the distillation used, from the strength's share of them down.
    const int stride = m_parameters.trainTimesteps / original;
    m_timesteps.clear();
    for (int i = 0; i < steps; ++i) {
        const int skipped = static_cast<int>(std::floor(i * (static_cast<double>(usable) / steps)));
        m_timesteps.push_back((usable - skipped) * stride - 1);
    }
    return Unit{};
}

at::Tensor LcmScheduler::step(const at::Tensor& modelOutput, std::size_t index,
                              const at::Tensor& sample, const at::Generator& generator) {
    const double t = m_timesteps.at(index);
    const at::Tensor alpha = entryAt(m_alphasCumprod, t);
    const at::Tensor rootAlpha = alpha.sqrt();
    const at::Tensor rootBeta = (1 - alpha).sqrt();
    at::Tensor x0;
    switch (m_parameters.prediction) {
    case PredictionType::Sample:
        x0 = modelOutput;
        break;
    case PredictionType::Velocity:
        x0 = rootAlpha * sample - rootBeta * modelOutput;
        break;
    default:
        x0 = (sample - rootBeta * modelOutput) / rootAlpha;
    }
    const at::Tensor scaled = at::scalar_tensor(t * m_parameters.timestepScaling, at::kFloat);
    const at::Tensor norm = scaled.pow(2) + kSigmaData * kSigmaData;
    const at::Tensor skip = norm.reciprocal() * (kSigmaData * kSigmaData);
    const at::Tensor denoised =
        scaled / norm.pow(0.5) * limitSample(x0, m_parameters) + skip * sample;
    if (index + 1 == m_timesteps.size()) {
        return denoised;
    }
    const at::Tensor noise =
        drawNoise(modelOutput.sizes(), denoised.scalar_type(), generator, modelOutput.device());
    const at::Tensor alphaNext = entryAt(m_alphasCumprod, m_timesteps[index + 1]);
    return alphaNext.sqrt() * denoised + (1 - alphaNext).sqrt() * noise;
}

at::Tensor LcmScheduler::addNoise(const at::Tensor& original, const at::Tensor& noise,
                                  std::size_t index) const {
    return addNoiseAt(m_alphasCumprod, m_timesteps.at(index), original, noise);
}

}  // namespace limn::schedulers
