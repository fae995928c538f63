// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/training/TrainingLoop.h"

#include <ATen/core/Tensor.h>
#include <CLI/CLI.hpp>
#include <c10/core/Device.h>

#include <cstdint>
#include <string>

namespace limn::starter {

/// What a training runs on.
struct TrainingMachine {
    std::string device = "cpu";  ///< cpu, cuda, cuda:N or auto
    int threads = 1;             ///< that render scenes and write captions
};

/// In which a learning rate warms up.
inline constexpr std::int64_t kWarmUpSteps = 200;

void addMachineOptions(CLI::App& command, TrainingMachine& machine);

/// The options of a training's loop, with the values in `loop` as defaults.
void addLoopOptions(CLI::App& command, training::LoopOptions& loop);

/// Readies the process (memory that is kept, huge pages, one thread for torch on the CPU, convolutions chosen by trial on
/// a GPU) and tells the device. Refuses one that is not there.
Result<at::Device> prepareMachine(const TrainingMachine& machine);

/// A copy on the device. To a GPU it goes from pinned memory, and the processor does not wait for it.
at::Tensor toDevice(const at::Tensor& onCpu, at::Device device);

/// Normal numbers, float32: a pure function of shape, seed and kind of device.
at::Tensor normalNoise(at::IntArrayRef shape, std::uint64_t seed, at::Device device);

}  // namespace limn::starter
