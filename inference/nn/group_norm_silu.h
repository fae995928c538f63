// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/nn/layers.h"

namespace limn::nn {

/// silu(norm(x)), the pair that stands before every convolution of the UNets and autoencoders. x [B, C, H, W].
/// Where gradients are wanted on the CPU, both are done in two passes over channels_last memory, forward and backward:
/// torch's own backward of the norm in bfloat16 takes half of a training step. So it is for inference in bfloat16. Elsewhere it
/// is the plain composition.
at::Tensor groupNormSilu(const GroupNorm& norm, const at::Tensor& x);

}  // namespace limn::nn
