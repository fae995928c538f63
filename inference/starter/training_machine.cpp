// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/training_machine.h"

#include "inference/engine/device_policy.h"
#include "inference/memory/HugePageAllocator.h"
#include "inference/memory/keep_freed_memory.h"
#include "inference/nn/Failure.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <mutex>

namespace limn::starter {

void addMachineOptions(CLI::App& command, TrainingMachine& machine) {
    command.add_option("--device", machine.device, "cpu, cuda, cuda:N or auto");
    command.add_option("--threads", machine.threads, "Threads that render scenes and write captions")
        ->check(CLI::Range(1, 256));
}

Result<at::Device> prepareMachine(const TrainingMachine& machine) {
    memory::keepFreedMemory();
    // Two threads in one process cost more than they bring beside other work.
    at::set_num_threads(1);
    try {
        Placement asked;
        asked.device = machine.device;
        const auto device = inference::choosePlacement(asked).device;
        if (device.is_cpu()) {
            memory::installHugePageAllocator();
        } else {
            at::globalContext().setBenchmarkCuDNN(true);
        }
        return device;
    } catch (const nn::Failure& failure) {
        return failure.error();
    }
}

at::Tensor toDevice(const at::Tensor& onCpu, at::Device device) {
    return device.is_cpu() ? onCpu : onCpu.pin_memory().to(device, /*non_blocking=*/true);
}

at::Tensor normalNoise(at::IntArrayRef shape, std::uint64_t seed, at::Device device) {
    const auto options = at::TensorOptions(at::kFloat).device(device);
    if (device.is_cpu()) {
        return at::randn(shape, at::make_generator<at::CPUGeneratorImpl>(seed), options);
    }
    auto generator = at::globalContext().defaultGenerator(device);
    {
        const std::lock_guard lock(generator.mutex());
        generator.set_current_seed(seed);
    }
    return at::randn(shape, generator, options);
}

}  // namespace limn::starter
