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

void addLoopOptions(CLI::App& command, training::LoopOptions& loop) {
    command.add_option("--samples", loop.learningRate.totalSamples, "Samples until the rate is 0");
    command.add_option("--decay", loop.learningRate.decayShare,
                       "Share, at the end, in which the rate falls");
    command.add_option("--rate", loop.learningRate.peak, "Learning rate");
    command.add_option("--batch", loop.batch, "Samples a step");
    command.add_option("--minutes", loop.minutes,
                       "End this sitting after so much computing; 0 = no limit");
    command.add_option("--finish-in", loop.finishMinutes,
                       "Minutes of computing after which the rate is 0 and the training done");
    command.add_option("--save-every", loop.saveEverySeconds, "Seconds");
    command.add_option("--evaluate-every", loop.evaluateEverySeconds, "Seconds");
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
