// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/transformer.h"

#include "inference/nn/attention.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

namespace limn::nn {

Attention::Attention(const WeightScope& scope, std::int64_t channels, std::int64_t contextChannels,
                     std::int64_t headCount, std::int64_t headChannels, Bias projectionBias)
    : heads(headCount) {
    const auto inner = headCount * headChannels;
    const auto context = contextChannels > 0 ? contextChannels : channels;
    to_q = Linear(scope["to_q"], channels, inner, projectionBias);
    to_k = Linear(scope["to_k"], context, inner, projectionBias);
    to_v = Linear(scope["to_v"], context, inner, projectionBias);
    to_out = Linear(scope["to_out"][0], inner, channels);
}

at::Tensor Attention::plus(const at::Tensor& residual, const at::Tensor& x,
                           const at::Tensor& context, const std::stop_token& stop) const {
    const auto& source = context.defined() ? context : x;
    return to_out.plus(attention(to_q(x), to_k(source), to_v(source), heads, AttentionMask::None,
                                 AttentionKernel::Auto, stop),
                       residual);
}

GegluProjection::GegluProjection(const WeightScope& scope, std::int64_t in, std::int64_t out)
    : m_out(out), m_both(scope, in, 2 * out) {}

at::Tensor GegluProjection::operator()(const at::Tensor& x) const {
    // In two layers, so that gelu and the product happen while a result is still in the cache.
    if (!m_value && c10::InferenceMode::is_enabled() && m_both.weight.is_inference() &&
        m_both.weight.device().is_cpu()) {
        m_value = m_both.outputs(0, m_out);
        m_gate = m_both.outputs(m_out, m_out);
        m_both = {};
    }
    if (m_value) {
        return m_value->times(x, m_gate->gelu(x));
    }
    const auto halves = m_both(x).chunk(2, -1);
    return halves[0] * at::gelu(halves[1]);
}

GegluFeedForward::GegluFeedForward(const WeightScope& scope, std::int64_t channels)
    : proj(scope["net"][0]["proj"], channels, 4 * channels),
      out(scope["net"][2], 4 * channels, channels) {}

at::Tensor GegluFeedForward::plus(const at::Tensor& residual, const at::Tensor& x) const {
    return out.plus(proj(x), residual);
}

at::Tensor repeatRows(const at::Tensor& x, std::int64_t rows) {
    return x.size(0) == rows ? x : at::cat(std::vector<at::Tensor>(static_cast<std::size_t>(rows / x.size(0)), x));
}

BasicTransformerBlock::BasicTransformerBlock(const WeightScope& scope, std::int64_t channels,
                                             std::int64_t contextChannels, std::int64_t heads,
                                             std::int64_t headChannels)
    : norm1(scope["norm1"], channels), attn1(scope["attn1"], channels, 0, heads, headChannels),
      norm2(scope["norm2"], channels),
      attn2(scope["attn2"], channels, contextChannels, heads, headChannels),
      norm3(scope["norm3"], channels), ff(scope["ff"], channels) {}

at::Tensor BasicTransformerBlock::operator()(at::Tensor x, const at::Tensor& context,
                                             const std::stop_token& stop) const {
    throwIfStopped(stop);
    x = attn1.plus(x, norm1(x), {}, stop);
    x = repeatRows(x, context.size(0));  // up to here the context had no say
    x = attn2.plus(x, norm2(x), context, stop);
    throwIfStopped(stop);
    return ff.plus(x, norm3(x));
}

Transformer2DModel::Transformer2DModel(const WeightScope& scope, const Transformer2DOptions& opts)
    : norm(scope["norm"], opts.groups, opts.channels, 1e-6), options(opts) {
    const auto inner = opts.heads * opts.headChannels;
    const Conv2dOptions pointwise{.kernel = 1, .stride = 1, .padding = 0};
    if (opts.useLinearProjection) {
        proj_in_linear = Linear(scope["proj_in"], opts.channels, inner);
    } else {
        proj_in_conv = Conv2d(scope["proj_in"], opts.channels, inner, pointwise);
    }
    for (std::int64_t i = 0; i < opts.depth; ++i) {
        transformer_blocks.emplace_back(scope["transformer_blocks"][i], inner, opts.contextChannels,
                                        opts.heads, opts.headChannels);
    }
    if (opts.useLinearProjection) {
        proj_out_linear = Linear(scope["proj_out"], inner, opts.channels);
    } else {
        proj_out_conv = Conv2d(scope["proj_out"], inner, opts.channels, pointwise);
    }
}

at::Tensor Transformer2DModel::operator()(const at::Tensor& x, const at::Tensor& context,
                                          const std::stop_token& stop) const {
    const auto height = x.size(2);
    const auto width = x.size(3);
    // channels_last memory is [B, H, W, C] already, so going to tokens and back costs nothing
    const auto toTokens = [&](const at::Tensor& picture) {
        return picture.permute({0, 2, 3, 1}).reshape({picture.size(0), height * width, picture.size(1)});
    };
    const auto toPicture = [&](const at::Tensor& tokens) {
        return tokens.reshape({tokens.size(0), height, width, tokens.size(2)}).permute({0, 3, 1, 2});
    };
    const auto hidden = norm(x);
    auto tokens = options.useLinearProjection ? proj_in_linear(toTokens(hidden))
                                              : toTokens(proj_in_conv(hidden));
    for (const auto& block : transformer_blocks) {
        tokens = block(tokens, context, stop);
    }
    const auto residual = repeatRows(x, tokens.size(0));
    return options.useLinearProjection ? toPicture(proj_out_linear.plus(tokens, toTokens(residual)))
                                       : proj_out_conv.plus(toPicture(tokens), residual);
}

}  // namespace limn::nn
