// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/SchedulerParameters.h"

#include <ATen/ATen.h>

namespace limn::schedulers {

/// What Euler and Heun share: their sample is x_0 + sigma noise (arXiv 2206.00364). Sigmas are host
/// tensors.

/// Scale of the first latent.
double initNoiseSigmaOf(const at::Tensor& sigmas, TimestepSpacing spacing);

/// x / sqrt(sigma^2 + 1), which the network was trained on.
at::Tensor scaleToUnitVariance(const at::Tensor& sample, const at::Tensor& sigma);

/// The clean sample that a model output stands for. Not for PredictionType::Flow.
at::Tensor x0FromSigma(PredictionType prediction, const at::Tensor& modelOutput,
                       const at::Tensor& sigma, const at::Tensor& sample);

}  // namespace limn::schedulers
