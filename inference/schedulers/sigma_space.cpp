// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/schedulers/sigma_space.h"

namespace limn::schedulers {

double initNoiseSigmaOf(const at::Tensor& sigmas, TimestepSpacing spacing) {
    const at::Tensor top = sigmas.max();
    // "Leading" schedules do not begin in pure noise: the sample has the variance of image and
    // noise together.
    return (spacing == TimestepSpacing::Leading ? (top.pow(2) + 1).pow(0.5) : top).item<double>();
}

at::Tensor scaleToUnitVariance(const at::Tensor& sample, const at::Tensor& sigma) {
    return sample / (sigma.pow(2) + 1).pow(0.5);
}

at::Tensor x0FromSigma(PredictionType prediction, const at::Tensor& modelOutput,
                       const at::Tensor& sigma, const at::Tensor& sample) {
    switch (prediction) {
    case PredictionType::Sample:
        return modelOutput;
    case PredictionType::Velocity: {
        const at::Tensor variance = sigma.pow(2) + 1;
        return modelOutput * (-sigma / variance.pow(0.5)) + sample / variance;
    }
    case PredictionType::Epsilon:
    case PredictionType::Flow:
        break;
    }
    return sample - sigma * modelOutput;
}

}  // namespace limn::schedulers
