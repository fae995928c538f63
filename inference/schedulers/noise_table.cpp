// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/noise_table.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

namespace limn::schedulers {
namespace {

/// Betas that make alpha-bar follow a function of time in [0, 1] (arXiv 2102.09672, section 3.2).
at::Tensor betasForAlphaBar(int count, const std::function<double(double)>& alphaBar) {
    constexpr double kMaxBeta = 0.999;
    std::vector<double> betas;
    betas.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double from = static_cast<double>(i) / count;
        const double to = static_cast<double>(i + 1) / count;
        betas.push_back(std::min(1.0 - alphaBar(to) / alphaBar(from), kMaxBeta));
    }
    return at::tensor(betas, at::kDouble).to(at::kFloat);
}

at::Tensor betasOf(const SchedulerParameters& p) {
    if (!p.trainedBetas.empty()) {
        return at::tensor(p.trainedBetas, at::kDouble).to(at::kFloat);
    }
    switch (p.betaSchedule) {
    case BetaSchedule::Linear:
        break;
    case BetaSchedule::ScaledLinear:
        return at::linspace(std::pow(p.betaStart, 0.5), std::pow(p.betaEnd, 0.5), p.trainTimesteps,
                            at::kFloat)
            .pow(2);
    case BetaSchedule::SquaredCosCapV2:
        return betasForAlphaBar(p.trainTimesteps, [](double t) {
            return std::pow(std::cos((t + 0.008) / 1.008 * std::numbers::pi / 2), 2);
        });
    case BetaSchedule::Exponential:
        return betasForAlphaBar(p.trainTimesteps, [](double t) { return std::exp(t * -12.0); });
    }
    return at::linspace(p.betaStart, p.betaEnd, p.trainTimesteps, at::kFloat);
}

at::Tensor rescaledToZeroTerminalSnr(const at::Tensor& betas) {
    at::Tensor root = (1.0 - betas).cumprod(0).sqrt();
    const at::Tensor first = root[0].clone();
    const at::Tensor last = root[-1].clone();
    root -= last;
    root *= first / (first - last);
    const at::Tensor alphaBar = root.pow(2);
    const auto n = alphaBar.size(0);
    const at::Tensor alphas =
        at::cat({alphaBar.slice(0, 0, 1), alphaBar.slice(0, 1, n) / alphaBar.slice(0, 0, n - 1)});
    return 1 - alphas;
}

}  // namespace

at::Tensor alphasCumprod(const SchedulerParameters& parameters) {
    at::Tensor betas = betasOf(parameters);
    if (parameters.zeroTerminalSnr) {
        betas = rescaledToZeroTerminalSnr(betas);
    }
    return (1.0 - betas).cumprod(0);
}

at::Tensor alphasCumprodFinite(const SchedulerParameters& parameters) {
    at::Tensor table = alphasCumprod(parameters);
    if (parameters.zeroTerminalSnr) {
        table[-1].fill_(std::ldexp(1.0, -24));
    }
    return table;
}

at::Tensor sigmasOf(const at::Tensor& alphasCumprod) {
    return ((1 - alphasCumprod) / alphasCumprod).pow(0.5);
}

at::Tensor thresholdSample(const at::Tensor& sample, const SchedulerParameters& parameters) {
    const at::Tensor wide = at::isFloatingType(sample.scalar_type()) && sample.element_size() >= 4
                                ? sample
                                : sample.to(at::kFloat);
    const at::Tensor flat = wide.reshape({sample.size(0), -1});
    const at::Tensor limit = at::quantile(flat.abs(), parameters.thresholdingRatio, 1)
                                 .clamp(1, parameters.sampleMaxValue)
                                 .unsqueeze(1);
    return (at::clamp(flat, -limit, limit) / limit)
        .reshape(sample.sizes())
        .to(sample.scalar_type());
}

at::Tensor limitSample(const at::Tensor& sample, const SchedulerParameters& parameters) {
    if (parameters.dynamicThresholding) {
        return thresholdSample(sample, parameters);
    }
    if (parameters.clipSample) {
        return sample.clamp(-parameters.clipSampleRange, parameters.clipSampleRange);
    }
    return sample;
}

at::Tensor addNoiseAt(const at::Tensor& alphasCumprod, double timestep, const at::Tensor& original,
                      const at::Tensor& noise) {
    const at::Tensor alpha = entryAt(alphasCumprod, timestep).to(original.scalar_type());
    return alpha.pow(0.5) * original + (1 - alpha).pow(0.5) * noise;
}

at::Tensor entryAt(const at::Tensor& table, double timestep) {
    return table[static_cast<std::int64_t>(timestep)];
}

}  // namespace limn::schedulers
