// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/multistep_schedule.h"

#include "inference/schedulers/noise_table.h"
#include "inference/schedulers/sigma_schedules.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace limn::schedulers {
namespace {

/// The timestep below which log(alpha/sigma) is clipped; without clipping the whole table's end.
int lastTimestepOf(const SchedulerParameters& p, const at::Tensor& alphasCumprod) {
    if (p.kind != SchedulerKind::DpmSolverMultistep) {
        return p.trainTimesteps;
    }
    const std::vector<double> lambdas =
        toVector(at::log(at::sqrt(alphasCumprod)) - at::log(at::sqrt(1 - alphasCumprod)));
    const auto lowest = static_cast<float>(p.lambdaMinClipped);
    const auto below = std::partition_point(lambdas.rbegin(), lambdas.rend(),
                                            [lowest](double lambda) { return lambda < lowest; });
    return p.trainTimesteps - static_cast<int>(below - lambdas.rbegin());
}

std::vector<double> timestepsOfFlow(const std::vector<double>& sigmas,
                                    const SchedulerParameters& p) {
    std::vector<double> timesteps;
    for (const double sigma : sigmas) {
        timesteps.push_back(sigma * p.trainTimesteps);
    }
    return timesteps;
}

/// Rectified-flow sigmas, shifted towards noise. The two solvers place the ends differently.
std::vector<double> flowSigmas(int steps, const SchedulerParameters& p) {
    std::vector<double> sigmas = linspace(1.0, 1.0 / p.trainTimesteps, steps + 1);
    if (p.kind == SchedulerKind::DpmSolverMultistep) {
        for (double& sigma : sigmas) {
            sigma = 1.0 - sigma;
        }
        std::reverse(sigmas.begin(), sigmas.end());
    }
    sigmas.pop_back();
    for (double& sigma : sigmas) {
        sigma = p.flowShift * sigma / (1.0 + (p.flowShift - 1.0) * sigma);
    }
    if (p.kind == SchedulerKind::DpmSolverMultistep) {
        return sigmas;
    }
    if (p.shiftTerminal.value_or(0.0) != 0.0) {
        const double scale = (1.0 - sigmas.back()) / (1.0 - *p.shiftTerminal);
        for (double& sigma : sigmas) {
            sigma = 1.0 - (1.0 - sigma) / scale;
        }
    }
    constexpr double kEpsilon = 1e-6;
    if (std::abs(sigmas.front() - 1.0) < kEpsilon) {
        sigmas.front() -= kEpsilon;  // at exactly 1 nothing of the image is left and alpha is 0
    }
    return sigmas;
}

bool roundsLadder(const SchedulerParameters& p) {
    if (p.ladder == SigmaLadder::Exponential) {
        return false;
    }
    return p.kind == SchedulerKind::UniPcMultistep ||
           p.betaSchedule != BetaSchedule::SquaredCosCapV2;
}

double finalSigmaOf(const std::vector<double>& sigmas, const std::vector<double>& table,
                    const SchedulerParameters& p) {
    if (p.finalSigma == FinalSigma::Zero) {
        return 0.0;
    }
    // UniPC ends a ladder where it is, so its last step stands still; DPM-Solver always at the
    // table's end.
    const bool ownEnd = p.ladder != SigmaLadder::FromTimesteps || p.flowSigmas;
    return p.kind == SchedulerKind::UniPcMultistep && ownEnd ? sigmas.back() : table.front();
}

}  // namespace

Result<MultistepSchedule> makeMultistepSchedule(int steps, const SchedulerParameters& p,
                                                const at::Tensor& alphasCumprod) {
    if (Status fits = checkSteps(steps, p); !fits) {
        return std::move(fits).error();
    }
    const std::vector<double> table = toVector(sigmasOf(alphasCumprod));
    std::vector<double> timesteps;
    std::vector<double> sigmas;
    if (p.ladder != SigmaLadder::FromTimesteps) {
        const std::vector<double> logs = logTable(table);
        sigmas = ladderSigmas(steps, table.back(), table.front(), p);
        if (p.ladder == SigmaLadder::Karras && p.flowSigmas &&
            p.kind == SchedulerKind::UniPcMultistep) {
            for (double& sigma : sigmas) {
                sigma = sigma / (sigma + 1.0);
            }
            timesteps = timestepsOfFlow(sigmas, p);
        } else {
            timesteps = timestepsOf(sigmas, logs);
            if (roundsLadder(p)) {
                std::transform(timesteps.begin(), timesteps.end(), timesteps.begin(),
                               roundHalfEven);
            }
        }
    } else if (p.flowSigmas) {
        sigmas = flowSigmas(steps, p);
        timesteps = timestepsOfFlow(sigmas, p);
    } else {
        const int lastTimestep = lastTimestepOf(p, alphasCumprod);
        if (lastTimestep < 1) {
            return Error{ErrorCode::Unsupported,
                         "scheduler_config.json: lambda_min_clipped is " +
                             std::to_string(p.lambdaMinClipped) + ", which leaves no timestep.",
                         {}};
        }
        auto spaced = spacedMultistepTimesteps(steps, lastTimestep, p);
        if (!spaced) {
            return std::move(spaced).error();
        }
        timesteps = std::move(*spaced);
        for (const double t : timesteps) {
            sigmas.push_back(interpolate(t, table));
        }
    }
    sigmas.push_back(finalSigmaOf(sigmas, table, p));
    for (double& t : timesteps) {
        t = std::trunc(t);
    }
    return MultistepSchedule{std::move(timesteps), toFloatTensor(sigmas)};
}

NoiseLevel noiseLevelOf(const at::Tensor& sigma, const SchedulerParameters& parameters) {
    NoiseLevel level;
    if (parameters.flowSigmas) {
        level.alpha = 1 - sigma;
        level.sigma = sigma;
    } else {
        level.alpha = (sigma.pow(2) + 1).pow(0.5).reciprocal();
        level.sigma = sigma * level.alpha;
    }
    level.lambda = at::log(level.alpha) - at::log(level.sigma);
    return level;
}

at::Tensor x0FromLevel(PredictionType prediction, const at::Tensor& modelOutput,
                       const NoiseLevel& level, const at::Tensor& rawSigma,
                       const at::Tensor& sample) {
    switch (prediction) {
    case PredictionType::Sample:
        return modelOutput;
    case PredictionType::Velocity:
        return level.alpha * sample - level.sigma * modelOutput;
    case PredictionType::Flow:
        return sample - rawSigma * modelOutput;
    case PredictionType::Epsilon:
        break;
    }
    return (sample - level.sigma * modelOutput) / level.alpha;
}

at::Tensor noiseFromLevel(PredictionType prediction, const at::Tensor& modelOutput,
                          const NoiseLevel& level, const at::Tensor& sample) {
    switch (prediction) {
    case PredictionType::Sample:
        return (sample - level.alpha * modelOutput) / level.sigma;
    case PredictionType::Velocity:
        return level.alpha * modelOutput + level.sigma * sample;
    case PredictionType::Epsilon:
    case PredictionType::Flow:
        break;
    }
    return modelOutput;
}

}  // namespace limn::schedulers
