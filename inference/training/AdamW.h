// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/training/TrainingWeightStore.h"

#include <cstdint>
#include <vector>

namespace limn::training {

struct AdamWOptions {
    double beta1 = 0.9;
    double beta2 = 0.98;  ///< short memory suits short runs
    double eps = 1e-8;
    double weightDecay = 0.01;    ///< decoupled; of the learning rate
    double clipNorm = 1.0;        ///< gradients longer than this are shortened to it
    double averageDecay = 0.999;  ///< of the moving average; smaller in the first steps
};

/// One step for all parameters: clipping, AdamW (Loshchilov and Hutter, arXiv 1711.05101) and the moving average in a
/// single pass over memory. Clears the gradients. `step` counts from 1. Returns the gradient's norm before clipping, a
/// scalar that may still be in the making on its device; if it is not finite, nothing is changed but the gradients.
at::Tensor stepAdamW(std::vector<Parameter>& parameters, double learningRate, std::int64_t step,
                 const AdamWOptions& options);

/// The same by torch's operators over lists of tensors, on any device; the pass above is faster on the CPU.
at::Tensor stepAdamWByLists(const std::vector<Parameter>& parameters, double learningRate,
                            std::int64_t step, const AdamWOptions& options);

}  // namespace limn::training
