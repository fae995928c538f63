// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

#include <utility>

namespace limn::pipelines {

/// How unlike a describing model's own pictures a picture is: the Mahalanobis distance of what the model's eyes make of
/// it (Lee, Lee, Lee, Shin, arXiv 1807.03888), over the distance within which nearly all of its own pictures lie. A small
/// model that was taught a small world says nonsense of other pictures, and does so with confidence; this tells.
class Familiarity {
public:
    /// Beside a model's own files: the tensors mean, precision and limit, float32.
    static constexpr const char* kFileName = "limn-familiarity.safetensors";

    Familiarity(at::Tensor mean, at::Tensor precision, double limit)
        : m_mean(std::move(mean)), m_precision(std::move(precision)), m_limit(limit) {}

    /// The words of one picture [n, width], in any type, as they are compared: mean and deviation. [2 · width] float32, CPU
    static at::Tensor featureOf(const at::Tensor& pooled);

    /// Above 1: strange. Below: as the model's own.
    double strangeness(const at::Tensor& pooled) const;

private:
    at::Tensor m_mean;       // [2 · width] float32
    at::Tensor m_precision;  // [2 · width, 2 · width]: the inverse of the covariance
    double m_limit;
};

}  // namespace limn::pipelines
