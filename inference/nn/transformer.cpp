// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/transformer.h"

#include "inference/nn/attention.h"

#include <ATen/ATen.h>

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

at::Tensor Attention::operator()(const at::Tensor& x, const at::Tensor& context) const {
    const auto& source = context.defined() ? context : x;
    return to_out(attention(to_q(x), to_k(source), to_v(source), heads));
}

GegluFeedForward::GegluFeedForward(const WeightScope& scope, std::int64_t channels)
    : proj(scope["net"][0]["proj"], channels, 8 * channels),
      out(scope["net"][2], 4 * channels, channels) {}

at::Tensor GegluFeedForward::operator()(const at::Tensor& x) const {
    const auto halves = proj(x).chunk(2, -1);
    return out(halves[0] * at::gelu(halves[1]));
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

at::Tensor BasicTransformerBlock::operator()(at::Tensor x, const at::Tensor& context) const {
    x = x + attn1(norm1(x));
    x = repeatRows(x, context.size(0));  // up to here the context had no say
    x = x + attn2(norm2(x), context);
    return x + ff(norm3(x));
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

at::Tensor Transformer2DModel::operator()(const at::Tensor& x, const at::Tensor& context) const {
    const auto height = x.size(2);
    const auto width = x.size(3);
    // channels_last memory is [B, H, W, C] already, so going to tokens and back costs nothing
    const auto toTokens = [&](const at::Tensor& picture) {
        return picture.permute({0, 2, 3, 1}).reshape({picture.size(0), height * width, picture.size(1)});
    };
    const auto toPicture = [&](const at::Tensor& tokens) {
        return tokens.reshape({tokens.size(0), height, width, tokens.size(2)}).permute({0, 3, 1, 2});
    };
    auto hidden = norm(x);
    auto tokens = options.useLinearProjection ? proj_in_linear(toTokens(hidden))
                                              : toTokens(proj_in_conv(hidden));
    for (const auto& block : transformer_blocks) {
        tokens = block(tokens, context);
    }
    hidden = options.useLinearProjection ? toPicture(proj_out_linear(tokens))
                                         : proj_out_conv(toPicture(tokens));
    return hidden + repeatRows(x, hidden.size(0));
}

}  // namespace limn::nn
