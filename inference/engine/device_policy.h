// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <string>

namespace limn::inference {

/// Where a model runs and in which type, chosen for this machine.
struct ChosenPlacement {
    at::Device device = at::kCPU;
    at::ScalarType type = at::kFloat;
    int threads = 1;
};

/// "auto" takes the first CUDA device where torch's CUDA library and a driver are there, else the CPU.
/// Auto type: bfloat16 where the processor multiplies it in hardware (AVX512-BF16, AMX) and on CUDA, else float32.
/// Throws nn::Failure (InvalidRequest) for a device that this machine lacks.
ChosenPlacement choosePlacement(const Placement& asked);

/// Sets what torch keeps per thread or process for this order: number of threads, denormals, huge pages.
void applyPlacement(const ChosenPlacement& placement);

/// "float32", "bfloat16", "float16"
std::string typeName(at::ScalarType type);
/// "cpu", "cuda:0"
std::string deviceName(at::Device device);

/// Cores that this process may use, hyper-threads counted once.
int physicalCores();

}  // namespace limn::inference
