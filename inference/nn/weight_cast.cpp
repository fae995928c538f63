// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/weight_cast.h"

#include "inference/nn/attention_avx512.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

namespace limn::nn {
namespace {

constexpr std::int64_t kElementsPerTask = 1 << 18;

}  // namespace

at::Tensor castWeight(const at::Tensor& tensor, at::ScalarType type) {
    static const bool isSupported = avx512::isSupported();
    if (!isSupported || !tensor.device().is_cpu() || tensor.scalar_type() != at::kHalf ||
        type != at::kBFloat16) {
        return tensor.to(type).contiguous();
    }
    const auto plain = tensor.contiguous();
    auto result = at::empty(plain.sizes(), plain.options().dtype(type));
    const auto* from = static_cast<const std::uint16_t*>(plain.const_data_ptr());
    auto* to = static_cast<std::uint16_t*>(result.data_ptr());
    at::parallel_for(0, plain.numel(), kElementsPerTask, [&](std::int64_t begin, std::int64_t end) {
        avx512::halfToBfloat16(from + begin, to + begin, end - begin);
    });
    return result;
}

}  // namespace limn::nn
