// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/WeightStore.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string_view>

// The plain layers. Each takes its tensors from a WeightScope and is called as a function. Weights in another type
// than the input (float32 masters while training) are cast on use. For inference a weight that the loader left in its
// file's type is cast once, at its first use, and on the CPU large weights are packed then too. Member names are the checkpoint's keys.
// Thread: the one that owns the model.

namespace limn::nn {

enum class Bias { With = 1, Without };

/// y = x Wᵀ + b. x [..., in] -> [..., out]
struct Linear {
    mutable at::Tensor weight;  // [out, in], any floating-point type; given up once packed, so that it is not held twice
    at::Tensor bias;    // [out] or undefined

    Linear() = default;
    Linear(const WeightScope& scope, std::int64_t in, std::int64_t out, Bias withBias = Bias::With);
    /// Over a weight [out, in] that somebody else holds as well, without bias.
    explicit Linear(const at::Tensor& shared);
    at::Tensor operator()(const at::Tensor& x) const;

    /// (*this)(x) + residual, (*this)(x) · factor and gelu((*this)(x)); in one pass over memory where the weight is packed.
    at::Tensor plus(const at::Tensor& x, const at::Tensor& residual) const;
    at::Tensor times(const at::Tensor& x, const at::Tensor& factor) const;
    at::Tensor gelu(const at::Tensor& x) const;

    /// A layer of its own over some of the outputs; their weights are shared. For inference only.
    Linear outputs(std::int64_t first, std::int64_t count) const;

    /// Leaves the weight where it lies, in the mapped file: for layers that mostly multiply a single row (text token by
    /// token), which memory's speed bounds and packing would not help.
    Linear& keepPlain() {
        m_keepsPlain = true;
        return *this;
    }

private:
    bool isPackedFor(const at::Tensor& x) const;
    at::Tensor plain(const at::Tensor& x) const;

    std::int64_t m_outChannels = 0;
    bool m_keepsPlain = false;
    mutable at::Tensor m_packed;  // made at the first use
};

struct Conv2dOptions {
    std::int64_t kernel = 3;
    std::int64_t stride = 1;
    std::int64_t padding = 1;
    Bias bias = Bias::With;
};

/// x [B, in, H, W] -> [B, out, H', W'], channels_last in and out.
struct Conv2d {
    mutable at::Tensor weight;  // [out, in, k, k]; given up once it is packed
    at::Tensor bias;            // [out] or undefined
    Conv2dOptions options;

    Conv2d() = default;
    Conv2d(const WeightScope& scope, std::int64_t in, std::int64_t out, Conv2dOptions options = {});
    at::Tensor operator()(const at::Tensor& x) const;

    /// (*this)(x) + residual [B, out, H', W'], in one pass over memory where the weight is packed.
    at::Tensor plus(const at::Tensor& x, const at::Tensor& residual) const;
    /// (*this)(x) + shift; shift [1, out] is added as part of the bias where the weight is packed, [B, out] afterwards.
    at::Tensor shifted(const at::Tensor& x, const at::Tensor& shift) const;

    bool isEmpty() const { return !weight.defined() && !m_packed.defined(); }

private:
    bool isPackedFor(const at::Tensor& x) const;
    at::Tensor plain(const at::Tensor& x) const;

    std::int64_t m_weightElements = 0;
    mutable at::Tensor m_packed;  // made at the first use
};

/// Statistics in float32 whatever the input's type.
struct GroupNorm {
    at::Tensor weight;  // [channels]
    at::Tensor bias;    // [channels]
    std::int64_t groups = 32;
    double eps = 1e-5;

    GroupNorm() = default;
    GroupNorm(const WeightScope& scope, std::int64_t groups, std::int64_t channels, double eps);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Over the last dimension. Statistics in float32.
struct LayerNorm {
    at::Tensor weight;
    at::Tensor bias;
    double eps = 1e-5;

    LayerNorm() = default;
    LayerNorm(const WeightScope& scope, std::int64_t features, double eps = 1e-5);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// x / √(mean x² + eps) · weight over the last dimension, Zhang and Sennrich, arXiv 1910.07467. Statistics in float32.
struct RmsNorm {
    at::Tensor weight;
    double eps = 1e-6;

    RmsNorm() = default;
    RmsNorm(const WeightScope& scope, std::int64_t features, double eps);
    at::Tensor operator()(const at::Tensor& x) const;
};

/// The activations that checkpoints name.
enum class Activation { Silu = 1, Gelu, QuickGelu, GeluTanh, Relu };

/// Names as in config.json: "silu"/"swish", "gelu", "quick_gelu", "gelu_new"/"gelu_pytorch_tanh", "relu".
/// Throws std::invalid_argument for another.
Activation activationFromName(std::string_view name);
at::Tensor activate(const at::Tensor& x, Activation activation);

}  // namespace limn::nn
