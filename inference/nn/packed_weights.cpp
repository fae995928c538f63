// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/packed_weights.h"

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <c10/core/InferenceMode.h>

namespace limn::nn {
namespace {

constexpr std::int64_t kSmallestWeightWorthPacking = 64 * 64;

const c10::OperatorHandle* find(const char* name, const char* overload = "") {
    static_assert(sizeof(c10::OperatorHandle) > 0);
    const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    return handle ? new c10::OperatorHandle(*handle) : nullptr;  // kept for the program's life
}

const c10::OperatorHandle* reorderConvolution() {
    static const auto* const handle = find("mkldnn::_reorder_convolution_weight");
    return handle;
}
const c10::OperatorHandle* convolution() {
    static const auto* const handle = find("mkldnn::_convolution_pointwise");
    return handle;
}
const c10::OperatorHandle* convolutionWithOther() {
    static const auto* const handle = find("mkldnn::_convolution_pointwise", "binary");
    return handle;
}
const c10::OperatorHandle* reorderLinear() {
    static const auto* const handle = find("mkldnn::_reorder_linear_weight");
    return handle;
}
const c10::OperatorHandle* linear() {
    static const auto* const handle = find("mkldnn::_linear_pointwise");
    return handle;
}
const c10::OperatorHandle* linearWithOther() {
    static const auto* const handle = find("mkldnn::_linear_pointwise", "binary");
    return handle;
}

at::Tensor call(const c10::OperatorHandle& op, torch::jit::Stack stack) {
    op.callBoxed(&stack);
    return stack.front().toTensor();
}

c10::List<std::int64_t> both(std::int64_t value) { return {value, value}; }

c10::IValue optionalTensor(const at::Tensor& tensor) { return tensor.defined() ? c10::IValue(tensor) : c10::IValue(); }

/// torch refuses to pack bfloat16 for processors on which oneDNN would only imitate it (mkldnn_bf16_device_check).
bool oneDnnTakesBfloat16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
           __builtin_cpu_supports("avx512dq") != 0;
#else
    return false;
#endif
}

/// A fused activation as the operators want it said; "none" is one of them.
void pushActivation(torch::jit::Stack& stack, const char* name, const char* algorithm) {
    stack.emplace_back(name);
    stack.emplace_back(c10::List<std::optional<at::Scalar>>());
    stack.emplace_back(algorithm);
}

void pushGeometry(torch::jit::Stack& stack, ConvolutionGeometry geometry) {
    stack.emplace_back(both(geometry.padding));
    stack.emplace_back(both(geometry.stride));
    stack.emplace_back(both(1));
    stack.emplace_back(std::int64_t{1});
}

at::Tensor activatedLinear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                           const char* activation, const char* algorithm) {
    torch::jit::Stack stack;
    stack.emplace_back(x);
    stack.emplace_back(packed);
    stack.emplace_back(optionalTensor(bias));
    pushActivation(stack, activation, algorithm);
    return call(*linear(), std::move(stack));
}

at::Tensor combinedLinear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                          const at::Tensor& other, const char* operation) {
    torch::jit::Stack stack;
    stack.emplace_back(x);
    stack.emplace_back(other);
    stack.emplace_back(packed);
    stack.emplace_back(optionalTensor(bias));
    stack.emplace_back(operation);
    return call(*linearWithOther(), std::move(stack));
}

}  // namespace

bool shouldPack(const at::Tensor& weight, const at::Tensor& x) {
    if (!c10::InferenceMode::is_enabled() || !x.device().is_cpu() || weight.numel() < kSmallestWeightWorthPacking) {
        return false;
    }
    const bool isConvolution = weight.dim() == 4;
    // Plain products in float32 are MKL's in torch, and that wants plain weights.
    static const bool takesBfloat16 = oneDnnTakesBfloat16();
    const bool isOneDnns = (x.scalar_type() == at::kBFloat16 && takesBfloat16) ||
                           (x.scalar_type() == at::kFloat && isConvolution);
    return isOneDnns && weight.scalar_type() == x.scalar_type() && convolution() != nullptr &&
           convolutionWithOther() != nullptr && reorderConvolution() != nullptr &&
           linear() != nullptr && linearWithOther() != nullptr && reorderLinear() != nullptr;
}

at::Tensor packConvolution(const at::Tensor& weight, ConvolutionGeometry geometry, at::IntArrayRef inputSizes) {
    torch::jit::Stack stack;
    stack.emplace_back(weight.contiguous());
    pushGeometry(stack, geometry);
    stack.emplace_back(c10::List<std::int64_t>(inputSizes));
    return call(*reorderConvolution(), std::move(stack));
}

at::Tensor packedConvolution(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                             ConvolutionGeometry geometry) {
    torch::jit::Stack stack;
    stack.emplace_back(x);
    stack.emplace_back(packed);
    stack.emplace_back(optionalTensor(bias));
    pushGeometry(stack, geometry);
    pushActivation(stack, "none", "");
    return call(*convolution(), std::move(stack));
}

at::Tensor packedConvolutionPlus(const at::Tensor& x, const at::Tensor& packed,
                                 const at::Tensor& bias, ConvolutionGeometry geometry,
                                 const at::Tensor& residual) {
    torch::jit::Stack stack;
    stack.emplace_back(x);
    stack.emplace_back(residual);
    stack.emplace_back(packed);
    stack.emplace_back(optionalTensor(bias));
    pushGeometry(stack, geometry);
    stack.emplace_back("add");
    stack.emplace_back(c10::IValue());  // alpha: 1
    stack.emplace_back(c10::IValue());  // no activation after the sum
    stack.emplace_back(c10::List<std::optional<at::Scalar>>());
    stack.emplace_back(c10::IValue());
    return call(*convolutionWithOther(), std::move(stack));
}

at::Tensor packLinear(const at::Tensor& weight, std::int64_t rows) {
    torch::jit::Stack stack;
    stack.emplace_back(weight);
    stack.emplace_back(rows);
    return call(*reorderLinear(), std::move(stack));
}

at::Tensor packedLinear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias) {
    return activatedLinear(x, packed, bias, "none", "");
}

at::Tensor packedLinearPlus(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                            const at::Tensor& other) {
    return combinedLinear(x, packed, bias, other, "add");
}

at::Tensor packedLinearTimes(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                             const at::Tensor& other) {
    return combinedLinear(x, packed, bias, other, "mul");
}

at::Tensor packedLinearGelu(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias) {
    return activatedLinear(x, packed, bias, "gelu", "none");
}

}  // namespace limn::nn
