// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/schedulers/SchedulerParameters.h"

#include <ATen/ATen.h>

namespace limn::schedulers {

/// The forward noising process on the training timesteps, host float32 throughout: a float64 table
/// would differ from the reference in the last digits and Karras timesteps would round to other
/// integers.

/// alpha-bar: the products of (1 - beta).  // [trainTimesteps]
at::Tensor alphasCumprod(const SchedulerParameters& parameters);

/// The same with the last entry lifted from 0 to 2^-24 if the table has zero terminal SNR, so that
/// sigma is finite.
at::Tensor alphasCumprodFinite(const SchedulerParameters& parameters);

/// sigma = sqrt((1 - alpha-bar) / alpha-bar).
at::Tensor sigmasOf(const at::Tensor& alphasCumprod);

/// Dynamic thresholding of a predicted clean sample (arXiv 2205.11487, section 2.3).
at::Tensor thresholdSample(const at::Tensor& sample, const SchedulerParameters& parameters);

/// Thresholds or clips, as the parameters say.
at::Tensor limitSample(const at::Tensor& sample, const SchedulerParameters& parameters);

/// sqrt(alpha-bar) x + sqrt(1 - alpha-bar) noise at one training timestep.
at::Tensor addNoiseAt(const at::Tensor& alphasCumprod, double timestep, const at::Tensor& original,
                      const at::Tensor& noise);

/// The entry at a timestep; negative ones count from the end, as in the reference (a rounding of
/// "trailing" can give -1).  Requires: -size <= timestep < size.
at::Tensor entryAt(const at::Tensor& table, double timestep);

}  // namespace limn::schedulers
