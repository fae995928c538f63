// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/schedulers/SchedulerParameters.h"

#include <ATen/ATen.h>

#include <span>
#include <vector>

namespace limn::schedulers {

/// Timesteps and sigmas as numbers on the host, in double where numpy computes in double. The
/// rounding of each function is that of numpy's function of the same name, because the results are
/// compared bit by bit.

std::vector<double> linspace(double start, double stop, int count);
std::vector<double> arangeDown(double start,
                               double step);  ///< start, start - step ... while above 0
double roundHalfEven(double value);
/// Linear interpolation in a table whose abscissae are 0, 1, 2 ...; clamped at both ends.
double interpolate(double position, std::span<const double> table);

std::vector<double> toVector(const at::Tensor& table);  ///< any float tensor to doubles
at::Tensor toFloatTensor(std::span<const double> values);

/// 1 <= steps <= trainTimesteps, or an Error that says so.
Status checkSteps(int steps, const SchedulerParameters& parameters);

/// All timesteps index the table, or an Error that names steps_offset (1000 steps with offset 1 do
/// not).
Status checkInTable(std::span<const double> timesteps, int steps,
                    const SchedulerParameters& parameters);

/// Descending timesteps of the one-step solvers: n points from both ends included (linspace),
/// multiples of N/n plus the offset (leading), or down from N (trailing). Not rounded for linspace.
std::vector<double> spacedTimesteps(int steps, const SchedulerParameters& parameters);

/// Descending whole timesteps of the multistep solvers: linspace and leading use n + 1 points and
/// drop the last.
Result<std::vector<double>> spacedMultistepTimesteps(int steps, int lastTimestep,
                                                     const SchedulerParameters& parameters);

/// n sigmas from the larger end to the smaller: Karras (arXiv 2206.00364, eq. 5, rho 7),
/// exponential, or linear in log sigma (Lu). The ends are those of the parameters, else those
/// given.
std::vector<double> ladderSigmas(int steps, double sigmaMax, double sigmaMin,
                                 const SchedulerParameters& parameters);

/// The (fractional) timestep of a sigma, by linear interpolation in log sigma.
double sigmaToTimestep(double sigma, std::span<const double> logSigmas);

/// sigmaToTimestep of each.
std::vector<double> timestepsOf(std::span<const double> sigmas, std::span<const double> logSigmas);

/// Each value rounded to float32.
std::vector<double> toFloat32(std::vector<double> values);

/// log of each entry, rounded to float32 as the table is.
std::vector<double> logTable(std::span<const double> sigmas);

}  // namespace limn::schedulers
