// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/training/AdamW.h"

#include <ATen/ATen.h>

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

}  // namespace

double stepAdamW(std::vector<Parameter>& parameters, double learningRate, std::int64_t step,
                 const AdamWOptions& options) {
    double squares = 0;
    for (const Parameter& parameter : parameters) {
        squares += static_cast<double>(
            squaredNorm(parameter.gradient.data_ptr<float>(), parameter.gradient.numel()));
    }
    const double norm = std::sqrt(squares);
    if (!std::isfinite(norm)) {
        for (Parameter& parameter : parameters) {
            parameter.gradient.zero_();
        }
        return norm;
    }
    const auto t = static_cast<double>(step);
    const double averageDecay = std::min(options.averageDecay, (1 + t) / (10 + t));
    for (Parameter& parameter : parameters) {
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
    return norm;
}

}  // namespace limn::training
