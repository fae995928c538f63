// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/sigma_schedules.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace limn::schedulers {

std::vector<double> linspace(double start, double stop, int count) {
    std::vector<double> values(static_cast<std::size_t>(count));
    const double step = count > 1 ? (stop - start) / (count - 1) : 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<double>(i) * step + start;
    }
    if (count > 1) {
        values.back() = stop;
    }
    return values;
}

std::vector<double> arangeDown(double start, double step) {
    // The count may be one too many where N / n is not exact: 49 of 1000 gives 50. The reference
    // has it too.
    const double second = start - step;
    const double delta = second - start;
    const auto count = static_cast<std::size_t>(std::ceil((0.0 - start) / -step));
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = start + static_cast<double>(i) * delta;
    }
    return values;
}

double roundHalfEven(double value) {
    return std::nearbyint(value);  // the default rounding mode
}

double interpolate(double position, std::span<const double> table) {
    const double last = static_cast<double>(table.size() - 1);
    if (!(position > 0.0)) {
        return table.front();
    }
    if (position >= last) {
        return table.back();
    }
    const auto low = static_cast<std::size_t>(position);
    return (table[low + 1] - table[low]) * (position - static_cast<double>(low)) + table[low];
}

std::vector<double> toVector(const at::Tensor& table) {
    const at::Tensor wide = table.to(at::kCPU, at::kDouble).contiguous();
    const double* data = wide.const_data_ptr<double>();
    return {data, data + wide.numel()};
}

at::Tensor toFloatTensor(std::span<const double> values) {
    return at::tensor(at::ArrayRef<double>(values.data(), values.size()), at::kDouble)
        .to(at::kFloat);
}

Status checkSteps(int steps, const SchedulerParameters& parameters) {
    if (steps < 1 || steps > parameters.trainTimesteps) {
        return Error{ErrorCode::InvalidRequest,
                     "The number of steps is " + std::to_string(steps) +
                         "; this model's schedule takes 1 to " +
                         std::to_string(parameters.trainTimesteps) + ".",
                     {},
                     "steps"};
    }
    return Unit{};
}

Status checkInTable(std::span<const double> timesteps, int steps,
                    const SchedulerParameters& parameters) {
    for (const double t : timesteps) {
        if (t >= parameters.trainTimesteps || t < -parameters.trainTimesteps) {
            return Error{ErrorCode::InvalidRequest,
                         std::to_string(steps) + " steps with the schedule's steps_offset " +
                             std::to_string(parameters.stepsOffset) + " reach timestep " +
                             std::to_string(static_cast<long long>(t)) + "; the model knows 0 to " +
                             std::to_string(parameters.trainTimesteps - 1) + ".",
                         {},
                         "steps"};
        }
    }
    return Unit{};
}

std::vector<double> spacedTimesteps(int steps, const SchedulerParameters& parameters) {
    const int trainTimesteps = parameters.trainTimesteps;
    std::vector<double> timesteps;
    switch (parameters.spacing) {
    case TimestepSpacing::Linspace:
        timesteps = linspace(0.0, trainTimesteps - 1, steps);
        std::reverse(timesteps.begin(), timesteps.end());
        break;
    case TimestepSpacing::Leading:
        for (int i = steps - 1; i >= 0; --i) {
            timesteps.push_back(static_cast<double>(i) * (trainTimesteps / steps) +
                                parameters.stepsOffset);
        }
        break;
    case TimestepSpacing::Trailing:
        timesteps = arangeDown(trainTimesteps, static_cast<double>(trainTimesteps) / steps);
        for (double& t : timesteps) {
            t = roundHalfEven(t) - 1.0;
        }
        break;
    }
    return timesteps;
}

Result<std::vector<double>> spacedMultistepTimesteps(int steps, int lastTimestep,
                                                     const SchedulerParameters& parameters) {
    std::vector<double> timesteps;
    switch (parameters.spacing) {
    case TimestepSpacing::Linspace:
        timesteps = linspace(0.0, lastTimestep - 1, steps + 1);
        std::reverse(timesteps.begin(), timesteps.end());
        timesteps.pop_back();
        for (double& t : timesteps) {
            t = roundHalfEven(t);
        }
        break;
    case TimestepSpacing::Leading:
        if (lastTimestep / (steps + 1) == 0) {
            return Error{ErrorCode::InvalidRequest,
                         "The number of steps is " + std::to_string(steps) +
                             "; this scheduler with leading timesteps takes at most " +
                             std::to_string(std::max(lastTimestep - 1, 0)) + ".",
                         {},
                         "steps"};
        }
        for (int i = steps; i >= 1; --i) {
            timesteps.push_back(static_cast<double>(i) * (lastTimestep / (steps + 1)) +
                                parameters.stepsOffset);
        }
        break;
    case TimestepSpacing::Trailing:
        timesteps =
            arangeDown(lastTimestep, static_cast<double>(parameters.trainTimesteps) / steps);
        for (double& t : timesteps) {
            t = roundHalfEven(t) - 1.0;
        }
        break;
    }
    return timesteps;
}

std::vector<double> ladderSigmas(int steps, double sigmaMax, double sigmaMin,
                                 const SchedulerParameters& parameters) {
    if (parameters.ladder != SigmaLadder::LuLambdas) {
        sigmaMax = parameters.sigmaMax.value_or(sigmaMax);
        sigmaMin = parameters.sigmaMin.value_or(sigmaMin);
    }
    if (parameters.ladder == SigmaLadder::Karras) {
        constexpr double kRho = 7.0;
        const double top = std::pow(sigmaMax, 1.0 / kRho);
        const double bottom = std::pow(sigmaMin, 1.0 / kRho);
        std::vector<double> sigmas = linspace(0.0, 1.0, steps);
        for (double& value : sigmas) {
            value = std::pow(top + value * (bottom - top), kRho);
        }
        return sigmas;
    }
    std::vector<double> sigmas;
    if (parameters.ladder == SigmaLadder::Exponential) {
        sigmas = linspace(std::log(sigmaMax), std::log(sigmaMin), steps);
    } else {
        // The float32 logs, as the table of log sigmas holds them.
        const double top = static_cast<float>(std::log(sigmaMax));
        const double bottom = static_cast<float>(std::log(sigmaMin));
        sigmas = linspace(0.0, 1.0, steps);
        for (double& value : sigmas) {
            value = top + value * (bottom - top);
        }
    }
    for (double& value : sigmas) {
        value = std::exp(value);
    }
    return sigmas;
}

double sigmaToTimestep(double sigma, std::span<const double> logSigmas) {
    if (logSigmas.size() < 2) {
        return 0.0;
    }
    const double logSigma = std::log(std::max(sigma, 1e-10));
    // The last entry not above it; the table rises, so a binary search finds what the reference
    // counts.
    const auto above = std::upper_bound(logSigmas.begin(), logSigmas.end(), logSigma);
    auto low = static_cast<std::size_t>(std::max<std::ptrdiff_t>(above - logSigmas.begin() - 1, 0));
    low = std::min(low, logSigmas.size() - 2);
    const double w =
        std::clamp((logSigmas[low] - logSigma) / (logSigmas[low] - logSigmas[low + 1]), 0.0, 1.0);
    return (1.0 - w) * static_cast<double>(low) + w * static_cast<double>(low + 1);
}

std::vector<double> timestepsOf(std::span<const double> sigmas, std::span<const double> logSigmas) {
    std::vector<double> timesteps(sigmas.size());
    std::transform(sigmas.begin(), sigmas.end(), timesteps.begin(),
                   [&](double sigma) { return sigmaToTimestep(sigma, logSigmas); });
    return timesteps;
}

std::vector<double> toFloat32(std::vector<double> values) {
    for (double& value : values) {
        value = static_cast<float>(value);
    }
    return values;
}

std::vector<double> logTable(std::span<const double> sigmas) {
    std::vector<double> logs(sigmas.size());
    std::transform(sigmas.begin(), sigmas.end(), logs.begin(), [](double sigma) {
        return static_cast<double>(static_cast<float>(std::log(sigma)));
    });
    return logs;
}

}  // namespace limn::schedulers
