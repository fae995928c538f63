// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/AdamW.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>

namespace limn::training {
namespace {

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define LIMN_FOR_EACH_VECTOR_WIDTH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LIMN_FOR_EACH_VECTOR_WIDTH
#endif

struct Factors {
    float beta1, beta2, eps, stepSize, secondScale, keepWeight, clip, averageShare;
};

LIMN_FOR_EACH_VECTOR_WIDTH
void update(float* __restrict value, float* __restrict gradient, float* __restrict first,
            float* __restrict second, float* __restrict average, std::int64_t count,
            const Factors& f) {
    const Factors k = f;
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gradient[i] * k.clip;
        gradient[i] = 0;
        first[i] = k.beta1 * first[i] + (1 - k.beta1) * g;
        second[i] = k.beta2 * second[i] + (1 - k.beta2) * g * g;
        const float denominator = std::sqrt(second[i] * k.secondScale) + k.eps;
        value[i] = value[i] * k.keepWeight - k.stepSize * first[i] / denominator;
        average[i] += k.averageShare * (value[i] - average[i]);
    }
}

LIMN_FOR_EACH_VECTOR_WIDTH
float squaredNorm(const float* x, std::int64_t count) {
    constexpr std::int64_t kLanes =
        32;  // independent sums: a fixed order that is still vector code
    float sums[kLanes] = {};
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::int64_t lane = 0; lane < kLanes; ++lane) {
            sums[lane] += x[i + lane] * x[i + lane];
        }
    }
    float sum = 0;
    for (; i < count; ++i) {
        sum += x[i] * x[i];
    }
    for (const float lane : sums) {
        sum += lane;
    }
    return sum;
}

double averageDecayAt(std::int64_t step, const AdamWOptions& options) {
    const auto t = static_cast<double>(step);
    return std::min(options.averageDecay, (1 + t) / (10 + t));
}

/// Where the model works with copies: brings their gradients to the float32 ones, and clears them.
void collectGradients(const std::vector<Parameter>& parameters) {
    std::vector<at::Tensor> from;
    std::vector<at::Tensor> to;
    for (const Parameter& parameter : parameters) {
        if (parameter.hasCopy() && parameter.working.grad().defined()) {
            from.push_back(parameter.working.grad());
            to.push_back(parameter.gradient);
            parameter.working.mutable_grad().reset();
        }
    }
    if (!from.empty()) {
        at::_foreach_copy_(to, from);
    }
}

void renewCopies(const std::vector<Parameter>& parameters) {
    std::vector<at::Tensor> from;
    std::vector<at::Tensor> to;
    for (const Parameter& parameter : parameters) {
        if (parameter.hasCopy()) {
            from.push_back(parameter.value);
            to.push_back(parameter.working.detach());
        }
    }
    if (!from.empty()) {
        at::_foreach_copy_(to, from);
    }
}

/// The parameters of one kind of decay as torch's operators over lists want them.
struct Lists {
    std::vector<at::Tensor> values, gradients, first, second, averages;

    void add(const Parameter& parameter) {
        values.push_back(parameter.value.detach());
        gradients.push_back(parameter.gradient);
        first.push_back(parameter.firstMoment);
        second.push_back(parameter.secondMoment);
        averages.push_back(parameter.average);
    }
};

at::Tensor stepOnCpu(std::vector<Parameter>& parameters, double learningRate, std::int64_t step,
                     const AdamWOptions& options) {
    double squares = 0;
    for (const Parameter& parameter : parameters) {
        if (parameter.isFrozen) {
            continue;
        }
        squares += static_cast<double>(
            squaredNorm(parameter.gradient.data_ptr<float>(), parameter.gradient.numel()));
    }
    const double norm = std::sqrt(squares);
    if (!std::isfinite(norm)) {
        for (Parameter& parameter : parameters) {
            parameter.gradient.zero_();
        }
        return at::scalar_tensor(norm);
    }
    const auto t = static_cast<double>(step);
    const double averageDecay = averageDecayAt(step, options);
    for (Parameter& parameter : parameters) {
        if (parameter.isFrozen) {
            continue;
        }
        const double decay = parameter.decays ? options.weightDecay : 0;
        const Factors factors{
            .beta1 = static_cast<float>(options.beta1),
            .beta2 = static_cast<float>(options.beta2),
            .eps = static_cast<float>(options.eps),
            .stepSize = static_cast<float>(learningRate / (1 - std::pow(options.beta1, t))),
            .secondScale = static_cast<float>(1 / (1 - std::pow(options.beta2, t))),
            .keepWeight = static_cast<float>(1 - learningRate * decay),
            .clip = static_cast<float>(norm > options.clipNorm ? options.clipNorm / norm : 1),
            .averageShare = static_cast<float>(1 - averageDecay),
        };
        update(parameter.value.data_ptr<float>(), parameter.gradient.data_ptr<float>(),
               parameter.firstMoment.data_ptr<float>(), parameter.secondMoment.data_ptr<float>(),
               parameter.average.data_ptr<float>(), parameter.value.numel(), factors);
    }
    return at::scalar_tensor(norm);
}

}  // namespace

// A handful of kernels for all parameters, and the processor never waits for the device.
at::Tensor stepAdamWByLists(const std::vector<Parameter>& parameters, double learningRate,
                            std::int64_t step, const AdamWOptions& options) {
    const c10::NoGradGuard noGradients;
    collectGradients(parameters);
    Lists lists[2];  // without decay, with
    std::vector<at::Tensor> gradients;
    for (const Parameter& parameter : parameters) {
        if (parameter.isFrozen) {
            continue;
        }
        lists[parameter.decays ? 1 : 0].add(parameter);
        gradients.push_back(parameter.gradient);
    }
    const auto norm = at::stack(at::_foreach_norm(gradients, 2)).norm();
    const auto isLost = norm.isfinite().logical_not().to(at::kFloat);
    at::_foreach_mul_(gradients, (options.clipNorm / norm).clamp_max(1));
    const auto stepTensor = at::full({}, static_cast<double>(step), norm.options());
    for (int decays = 0; decays < 2; ++decays) {
        Lists& list = lists[decays];
        if (list.values.empty()) {
            continue;
        }
        const std::vector<at::Tensor> steps(list.values.size(), stepTensor);
        at::_fused_adamw_(list.values, list.gradients, list.first, list.second, {}, steps,
                          learningRate, options.beta1, options.beta2,
                          decays == 1 ? options.weightDecay : 0.0, options.eps,
                          /*amsgrad=*/false, /*maximize=*/false, /*grad_scale=*/{}, isLost);
        at::_foreach_lerp_(list.averages, list.values, 1 - averageDecayAt(step, options));
    }
    at::_foreach_zero_(gradients);
    renewCopies(parameters);
    return norm;
}

at::Tensor stepAdamW(std::vector<Parameter>& parameters, double learningRate, std::int64_t step,
                     const AdamWOptions& options) {
    const bool isPlain = parameters.empty() || (parameters.front().value.device().is_cpu() &&
                                                !parameters.front().hasCopy());
    return isPlain ? stepOnCpu(parameters, learningRate, step, options)
                   : stepAdamWByLists(parameters, learningRate, step, options);
}

}  // namespace limn::training
