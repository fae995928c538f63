// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/residual.h"

#include "inference/nn/group_norm_silu.h"

#include <ATen/ATen.h>

namespace limn::nn {

ResnetBlock2D::ResnetBlock2D(const WeightScope& scope, const ResnetBlockOptions& opts)
    : norm1(scope["norm1"], opts.groups, opts.inChannels, opts.eps),
      conv1(scope["conv1"], opts.inChannels, opts.outChannels), options(opts) {
    if (opts.timeChannels > 0) {
        time_emb_proj = Linear(scope["time_emb_proj"], opts.timeChannels, opts.outChannels);
    }
    norm2 = GroupNorm(scope["norm2"], opts.groups, opts.outChannels, opts.eps);
    conv2 = Conv2d(scope["conv2"], opts.outChannels, opts.outChannels);
    if (opts.inChannels != opts.outChannels) {
        conv_shortcut = Conv2d(scope["conv_shortcut"], opts.inChannels, opts.outChannels,
                               {.kernel = 1, .stride = 1, .padding = 0});
    }
}

at::Tensor ResnetBlock2D::operator()(const at::Tensor& x, const at::Tensor& timeEmbedding) const {
    const auto entered = groupNormSilu(norm1, x);
    const auto hidden = timeEmbedding.defined()
                            ? conv1.shifted(entered, time_emb_proj(at::silu(timeEmbedding)))
                            : conv1(entered);
    return conv2.plus(groupNormSilu(norm2, hidden), conv_shortcut.isEmpty() ? x : conv_shortcut(x));
}

Upsample2D::Upsample2D(const WeightScope& scope, std::int64_t channels)
    : conv(scope["conv"], channels, channels) {}

at::Tensor Upsample2D::operator()(const at::Tensor& x, std::int64_t heightOut,
                                  std::int64_t widthOut) const {
    return conv(at::upsample_nearest2d(x, {heightOut, widthOut}));
}

Downsample2D::Downsample2D(const WeightScope& scope, std::int64_t channels, std::int64_t padding)
    : conv(scope["conv"], channels, channels,
           {.kernel = 3, .stride = 2, .padding = padding}) {}

at::Tensor Downsample2D::operator()(const at::Tensor& x) const {
    return conv(conv.options.padding == 0 ? at::constant_pad_nd(x, {0, 1, 0, 1}) : x);
}

}  // namespace limn::nn
