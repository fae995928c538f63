// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/Familiarity.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace limn::pipelines {

at::Tensor Familiarity::featureOf(const at::Tensor& pooled) {
    const auto words = pooled.detach().to(at::kCPU, at::kFloat);
    return at::cat({words.mean(0), words.std(0, /*unbiased=*/false)});
}

double Familiarity::strangeness(const at::Tensor& pooled) const {
    const auto away = featureOf(pooled) - m_mean;
    const double squared = away.dot(at::mv(m_precision, away)).item<double>();
    return std::sqrt(std::max(0.0, squared)) / m_limit;
}

}  // namespace limn::pipelines
