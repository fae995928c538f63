// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/layers.h"

#include "inference/memory/read_ahead.h"
#include "inference/nn/attention_avx512.h"
#include "inference/nn/flop_count.h"
#include "inference/nn/packed_weights.h"
#include "inference/nn/row_product_avx512.h"
#include "inference/nn/weight_cast.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <stdexcept>

namespace limn::nn {
namespace {

/// The weight in the input's type: the same tensor when it is already (inference), a cast that autograd sees when
/// not (training with float32 masters).
at::Tensor as(const at::Tensor& weight, const at::Tensor& x) {
    return weight.defined() && weight.scalar_type() != x.scalar_type() ? weight.to(x.scalar_type())
                                                                       : weight;
}

/// A loaded weight may still be in its file's type, even in the file itself: brings it into the input's for good.
/// Training never comes here, because its float32 masters are no inference tensors.
void settle(at::Tensor& weight, const at::Tensor& x) {
    if (!weight.is_inference() || !weight.device().is_cpu()) {
        return;
    }
    const bool isCast = weight.scalar_type() != x.scalar_type();
    if (isCast || shouldPack(weight, x)) {
        memory::readAhead(weight.const_data_ptr(), weight.nbytes());
    }
    if (isCast) {
        weight = castWeight(weight, x.scalar_type());
    }
}

/// A single row in bfloat16, on a processor that multiplies it, without gradients.
bool isRowProduct(const at::Tensor& weight, const at::Tensor& x) {
    static const bool isSupported = avx512::isSupported();
    return isSupported && c10::InferenceMode::is_enabled() && x.device().is_cpu() &&
           x.numel() == x.size(-1) && x.scalar_type() == at::kBFloat16 &&
           weight.scalar_type() == at::kBFloat16 && weight.is_contiguous();
}

at::Tensor rowProduct(const at::Tensor& weight, const at::Tensor& x, const at::Tensor& bias) {
    constexpr std::int64_t kElementsOfATask = 1 << 17;
    const auto bits = [](const at::Tensor& t) {
        return t.defined() ? static_cast<const std::uint16_t*>(t.const_data_ptr()) : nullptr;
    };
    const auto row = x.contiguous();
    auto sizes = x.sizes().vec();
    sizes.back() = weight.size(0);
    auto y = at::empty(sizes, x.options());
    auto* target = static_cast<std::uint16_t*>(y.data_ptr());
    const auto width = weight.size(1);
    at::parallel_for(0, weight.size(0), std::max<std::int64_t>(1, kElementsOfATask / width),
                     [&](std::int64_t begin, std::int64_t end) {
                         avx512::rowProduct(bits(row), bits(weight), bits(bias), target, begin, end,
                                            width);
                     });
    return y;
}

}  // namespace

Linear::Linear(const WeightScope& scope, std::int64_t in, std::int64_t out, Bias withBias)
    : weight(scope.take("weight", {out, in}, WeightRole::Linear)), m_outChannels(out) {
    if (withBias == Bias::With) {
        bias = scope.take("bias", {out}, WeightRole::Bias);
    }
}

Linear::Linear(const at::Tensor& shared)
    : weight(shared), m_outChannels(shared.defined() ? shared.size(0) : 0) {}

/// Counts the work, and packs the weight at its first use where that pays.
bool Linear::isPackedFor(const at::Tensor& x) const {
    if (FlopCounter::isCounting()) {
        FlopCounter::add(2.0 * static_cast<double>(x.numel()) * static_cast<double>(m_outChannels));
    }
    if (m_packed.defined() || (m_keepsPlain && isRowProduct(weight, x))) {
        return m_packed.defined();
    }
    settle(weight, x);
    if (!m_keepsPlain && shouldPack(weight, x)) {
        m_packed = packLinear(weight, x.numel() / x.size(-1));
        weight.reset();
    }
    return m_packed.defined();
}

at::Tensor Linear::plain(const at::Tensor& x) const {
    return m_keepsPlain && isRowProduct(weight, x) ? rowProduct(weight, x, bias)
                                                   : at::linear(x, as(weight, x), as(bias, x));
}

at::Tensor Linear::operator()(const at::Tensor& x) const {
    return isPackedFor(x) ? packedLinear(x, m_packed, bias) : plain(x);
}

at::Tensor Linear::plus(const at::Tensor& x, const at::Tensor& residual) const {
    return isPackedFor(x) ? packedLinearPlus(x, m_packed, bias, residual) : residual + plain(x);
}

at::Tensor Linear::times(const at::Tensor& x, const at::Tensor& factor) const {
    return isPackedFor(x) ? packedLinearTimes(x, m_packed, bias, factor) : plain(x) * factor;
}

at::Tensor Linear::gelu(const at::Tensor& x) const {
    return isPackedFor(x) ? packedLinearGelu(x, m_packed, bias) : at::gelu(plain(x));
}

Linear Linear::outputs(std::int64_t first, std::int64_t count) const {
    Linear some(weight.narrow(0, first, count));
    if (bias.defined()) {
        some.bias = bias.narrow(0, first, count);
    }
    return some;
}

Conv2d::Conv2d(const WeightScope& scope, std::int64_t in, std::int64_t out, Conv2dOptions opts)
    : weight(scope.take("weight", {out, in, opts.kernel, opts.kernel}, WeightRole::Convolution)),
      options(opts), m_weightElements(out * in * opts.kernel * opts.kernel) {
    if (opts.bias == Bias::With) {
        bias = scope.take("bias", {out}, WeightRole::Bias);
    }
}

/// Counts the work, and packs the weight at its first use where that pays.
bool Conv2d::isPackedFor(const at::Tensor& x) const {
    if (FlopCounter::isCounting()) {
        const auto outputs = static_cast<double>(x.size(0) * x.size(2) * x.size(3)) /
                             static_cast<double>(options.stride * options.stride);
        FlopCounter::add(2.0 * outputs * static_cast<double>(m_weightElements));
    }
    if (m_packed.defined()) {
        return true;
    }
    settle(weight, x);
    if (shouldPack(weight, x)) {
        m_packed = packConvolution(weight, {options.padding, options.stride}, x.sizes());
        weight.reset();
    }
    return m_packed.defined();
}

at::Tensor Conv2d::plain(const at::Tensor& x) const {
    return at::conv2d(x, as(weight, x), as(bias, x), options.stride, options.padding);
}

at::Tensor Conv2d::operator()(const at::Tensor& x) const {
    return isPackedFor(x) ? packedConvolution(x, m_packed, bias, {options.padding, options.stride})
                          : plain(x);
}

at::Tensor Conv2d::plus(const at::Tensor& x, const at::Tensor& residual) const {
    return isPackedFor(x) ? packedConvolutionPlus(x, m_packed, bias,
                                                  {options.padding, options.stride}, residual)
                          : residual + plain(x);
}

at::Tensor Conv2d::shifted(const at::Tensor& x, const at::Tensor& shift) const {
    if (isPackedFor(x) && shift.size(0) == 1) {
        return packedConvolution(x, m_packed, bias.defined() ? bias + shift[0] : shift[0],
                                 {options.padding, options.stride});
    }
    const auto y = m_packed.defined()
                       ? packedConvolution(x, m_packed, bias, {options.padding, options.stride})
                       : plain(x);
    return y + shift.unsqueeze(-1).unsqueeze(-1);
}

GroupNorm::GroupNorm(const WeightScope& scope, std::int64_t groupCount, std::int64_t channels,
                     double epsilon)
    : weight(scope.take("weight", {channels}, WeightRole::Norm)),
      bias(scope.take("bias", {channels}, WeightRole::Norm)), groups(groupCount), eps(epsilon) {}

at::Tensor GroupNorm::operator()(const at::Tensor& x) const {
    return at::group_norm(x, groups, as(weight, x), as(bias, x), eps);
}

LayerNorm::LayerNorm(const WeightScope& scope, std::int64_t features, double epsilon)
    : weight(scope.take("weight", {features}, WeightRole::Norm)),
      bias(scope.take("bias", {features}, WeightRole::Norm)), eps(epsilon) {}

at::Tensor LayerNorm::operator()(const at::Tensor& x) const {
    return at::layer_norm(x, {weight.size(0)}, as(weight, x), as(bias, x), eps);
}

RmsNorm::RmsNorm(const WeightScope& scope, std::int64_t features, double epsilon)
    : weight(scope.take("weight", {features}, WeightRole::Norm)), eps(epsilon) {}

at::Tensor RmsNorm::operator()(const at::Tensor& x) const {
    const auto wide = x.to(at::kFloat);
    const auto normed = wide * at::rsqrt(wide.square().mean(-1, true) + eps);
    return as(weight, x) * normed.to(x.scalar_type());
}

Activation activationFromName(std::string_view name) {
    if (name == "silu" || name == "swish") {
        return Activation::Silu;
    }
    if (name == "gelu") {
        return Activation::Gelu;
    }
    if (name == "quick_gelu") {
        return Activation::QuickGelu;
    }
    if (name == "gelu_new" || name == "gelu_pytorch_tanh") {
        return Activation::GeluTanh;
    }
    if (name == "relu") {
        return Activation::Relu;
    }
    throw std::invalid_argument("unknown activation '" + std::string(name) + "'");
}

at::Tensor activate(const at::Tensor& x, Activation activation) {
    switch (activation) {
    case Activation::Silu:
        return at::silu(x);
    case Activation::Gelu:
        return at::gelu(x);
    case Activation::QuickGelu:  // CLIP-L, github.com/openai/CLIP: x * sigmoid(1.702 x)
        return x * at::sigmoid(1.702 * x);
    case Activation::GeluTanh:
        return at::gelu(x, "tanh");
    case Activation::Relu:
        return at::relu(x);
    }
    throw std::invalid_argument("activation out of range");
}

}  // namespace limn::nn
