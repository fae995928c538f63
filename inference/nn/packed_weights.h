// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <ATen/core/Tensor.h>

namespace limn::nn {

// oneDNN multiplies weights in a blocked layout of its own. torch brings plain weights into it again on every call;
// these functions do it once. CPU only, and only without gradients. The operators are looked up by name, because
// their C++ signatures differ between libtorch versions; this file is the only one that knows them.

/// Whether a weight of this kind, used on `x`, is worth packing: inference on the CPU in a type oneDNN multiplies.
bool shouldPack(const at::Tensor& weight, const at::Tensor& x);

struct ConvolutionGeometry {
    std::int64_t padding = 0;
    std::int64_t stride = 1;
};

/// weight [out, in, k, k]; `inputSizes` [B, in, H, W] lets oneDNN choose the layout that suits the picture.
at::Tensor packConvolution(const at::Tensor& weight, ConvolutionGeometry geometry, at::IntArrayRef inputSizes);
at::Tensor packedConvolution(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                             ConvolutionGeometry geometry);
/// residual + the convolution, added before the result is first written. The shapes are equal.
at::Tensor packedConvolutionPlus(const at::Tensor& x, const at::Tensor& packed,
                                 const at::Tensor& bias, ConvolutionGeometry geometry,
                                 const at::Tensor& residual);

/// weight [out, in]; `rows` is the product of x's leading dimensions.
at::Tensor packLinear(const at::Tensor& weight, std::int64_t rows);
at::Tensor packedLinear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias);
/// other + x Wᵀ + b, and other · (x Wᵀ + b), done before the result is first written. The shapes are equal.
at::Tensor packedLinearPlus(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                            const at::Tensor& other);
at::Tensor packedLinearTimes(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias,
                             const at::Tensor& other);
/// gelu(x Wᵀ + b), the exact one.
at::Tensor packedLinearGelu(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias);

}  // namespace limn::nn
