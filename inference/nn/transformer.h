// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/layers.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace limn::nn {

/// Multi-head attention with its projections. Reference: diffusers `Attention`.
struct Attention {
    Linear to_q;
    Linear to_k;
    Linear to_v;
    Linear to_out;  ///< the key is `to_out.0`
    std::int64_t heads = 1;

    Attention() = default;
    /// `contextChannels` 0 = attends to itself.
    Attention(const WeightScope& scope, std::int64_t channels, std::int64_t contextChannels,
              std::int64_t headCount, std::int64_t headChannels, Bias projectionBias = Bias::Without);
    /// residual + what x attends to. x, residual [B, N, channels]; context [B, M, contextChannels] or undefined
    at::Tensor plus(const at::Tensor& residual, const at::Tensor& x, const at::Tensor& context = {},
                    const std::stop_token& stop = {}) const;
};

/// value · gelu(gate), both linear in x; the exact gelu. Reference: diffusers `GEGLU`; arXiv 2002.05202.
struct GegluProjection {
    GegluProjection() = default;
    GegluProjection(const WeightScope& scope, std::int64_t in, std::int64_t out);
    at::Tensor operator()(const at::Tensor& x) const;

private:
    std::int64_t m_out = 0;
    mutable Linear m_both;  // value above gate, as the key has them; given up once they are parted
    mutable std::optional<Linear> m_value,
        m_gate;  // made at the first use, for inference on the CPU
};

/// To four times the width and back. Reference: diffusers `FeedForward`. Keys `net.0.proj` and `net.2`.
struct GegluFeedForward {
    GegluProjection proj;
    Linear out;

    GegluFeedForward() = default;
    GegluFeedForward(const WeightScope& scope, std::int64_t channels);
    /// residual + the answer to x
    at::Tensor plus(const at::Tensor& residual, const at::Tensor& x) const;
};

/// Reference: diffusers `BasicTransformerBlock` as Stable Diffusion uses it.
struct BasicTransformerBlock {
    LayerNorm norm1;
    Attention attn1;
    LayerNorm norm2;
    Attention attn2;
    LayerNorm norm3;
    GegluFeedForward ff;

    BasicTransformerBlock() = default;
    BasicTransformerBlock(const WeightScope& scope, std::int64_t channels,
                          std::int64_t contextChannels, std::int64_t heads,
                          std::int64_t headChannels);
    /// x [B, N, channels]; context [B, M, …] or [k B, M, …]: then the answer has k B rows, as if x had been repeated k times.
    /// Throws OperationCancelled.
    at::Tensor operator()(at::Tensor x, const at::Tensor& context,
                          const std::stop_token& stop = {}) const;
};

struct Transformer2DOptions {
    std::int64_t channels = 0;
    std::int64_t contextChannels = 0;
    std::int64_t heads = 8;
    std::int64_t headChannels = 0;
    std::int64_t depth = 1;
    std::int64_t groups = 32;
    bool useLinearProjection = false;  ///< Stable Diffusion 2 and XL: linear; 1: 1×1 convolution
};

/// `x` repeated along its first dimension until it has as many rows as asked for.
at::Tensor repeatRows(const at::Tensor& x, std::int64_t rows);

/// Tokens are pixels. Reference: diffusers `Transformer2DModel`. x [B, C, H, W] -> the same, or with k B rows where the
/// context has as many. Throws OperationCancelled.
struct Transformer2DModel {
    GroupNorm norm;
    Conv2d proj_in_conv;
    Linear proj_in_linear;
    std::vector<BasicTransformerBlock> transformer_blocks;
    Conv2d proj_out_conv;
    Linear proj_out_linear;
    Transformer2DOptions options;

    Transformer2DModel() = default;
    Transformer2DModel(const WeightScope& scope, const Transformer2DOptions& opts);
    at::Tensor operator()(const at::Tensor& x, const at::Tensor& context,
                          const std::stop_token& stop = {}) const;
};

}  // namespace limn::nn
