// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/SchedulerParameters.h"

#include <ATen/ATen.h>

#include <vector>

namespace limn::schedulers {

/// What DPM-Solver and UniPC share: their timesteps and sigmas, and the split of a sigma.
struct MultistepSchedule {
    std::vector<double> timesteps;  ///< whole numbers
    at::Tensor sigmas;              ///< [timesteps + 1], host float32
};

/// Requires: parameters of the kind DpmSolverMultistep or UniPcMultistep.
Result<MultistepSchedule> makeMultistepSchedule(int steps, const SchedulerParameters& parameters,
                                                const at::Tensor& alphasCumprod);

/// x_t = alpha x_0 + sigma noise, and lambda = log(alpha / sigma). Tensors of no dimension on the
/// host.
struct NoiseLevel {
    at::Tensor alpha;
    at::Tensor sigma;
    at::Tensor lambda;
};
NoiseLevel noiseLevelOf(const at::Tensor& sigma, const SchedulerParameters& parameters);

/// The clean sample that a model output stands for.
at::Tensor x0FromLevel(PredictionType prediction, const at::Tensor& modelOutput,
                       const NoiseLevel& level, const at::Tensor& rawSigma,
                       const at::Tensor& sample);
/// The noise that it stands for. Not for PredictionType::Flow.
at::Tensor noiseFromLevel(PredictionType prediction, const at::Tensor& modelOutput,
                          const NoiseLevel& level, const at::Tensor& sample);

}  // namespace limn::schedulers
