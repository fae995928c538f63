// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/engine/device_policy.h"

#include "core/base/Log.h"
#include "inference/memory/HugePageAllocator.h"
#include "inference/nn/Failure.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <dlfcn.h>
#include <link.h>
#include <sched.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>

namespace limn::inference {
namespace {

/// Where the libtorch that this process runs with lies; empty if it is linked in.
std::filesystem::path torchLibraryFolder() {
    std::filesystem::path folder;
    ::dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* result) {
            const std::filesystem::path library(info->dlpi_name);
            if (library.filename() != "libtorch_cpu.so") {
                return 0;
            }
            *static_cast<std::filesystem::path*>(result) = library.parent_path();
            return 1;
        },
        &folder);
    return folder;
}

/// The CUDA half of libtorch registers itself when it is loaded. It is not linked, so that one program serves
/// machines with and without it; it lies beside the library that is linked.
void loadCudaLibraryOnce() {
    static std::once_flag once;
    std::call_once(once, [] {
        const auto library = torchLibraryFolder() / "libtorch_cuda.so";
        std::error_code ignored;
        if (!std::filesystem::exists(library, ignored)) {
            return;
        }
        if (::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
            log(LogLevel::Warning, "engine", std::string("CUDA is not used: ") + ::dlerror());
        }
    });
}

int cudaDevices() {
    loadCudaLibraryOnce();
    try {
        return at::hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().deviceCount()) : 0;
    } catch (const std::exception& error) {
        log(LogLevel::Warning, "engine", std::string("CUDA is not used: ") + error.what());
        return 0;
    }
}

/// `field` as in Error.
[[noreturn]] void refuse(const char* field, const std::string& message) {
    throw nn::Failure(ErrorCode::InvalidRequest, message, field);
}

at::Device chooseDevice(const std::string& asked) {
    if (asked == "cpu") {
        return at::kCPU;
    }
    const bool isAuto = asked.empty() || asked == "auto";
    if (!isAuto && asked != "cuda" && !asked.starts_with("cuda:")) {
        refuse("device", "The device must be auto, cpu, cuda or cuda:N, not '" + asked + "'.");
    }
    const int count = cudaDevices();
    if (isAuto) {
        return count > 0 ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    }
    int index = 0;
    if (asked.size() > 5) {
        char* end = nullptr;
        const long value = std::strtol(asked.c_str() + 5, &end, 10);
        if (*end != '\0' || value < 0 || value > 127) {
            refuse("device", "The device must be auto, cpu, cuda or cuda:N, not '" + asked + "'.");
        }
        index = static_cast<int>(value);
    }
    if (index >= count) {
        refuse("device", count == 0 ? "There is no usable CUDA device here; use --device cpu."
                                    : "There is no CUDA device " + std::to_string(index) +
                                          "; this machine has " + std::to_string(count) + ".");
    }
    return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index));
}

bool cpuMultipliesBfloat16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

at::ScalarType chooseType(DataType asked, at::Device device) {
    switch (asked) {
    case DataType::Float32:
        return at::kFloat;
    case DataType::BFloat16:
        return at::kBFloat16;
    case DataType::Float16:
        return at::kHalf;
    case DataType::Auto:
        break;
    }
    return !device.is_cpu() || cpuMultipliesBfloat16() ? at::kBFloat16 : at::kFloat;
}

}  // namespace

int physicalCores() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof(allowed), &allowed) != 0) {
        return 1;
    }
    std::set<std::string> cores;  // one entry for all hyper-threads of a core
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(cpu, &allowed)) {
            continue;
        }
        std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list");
        std::string siblings;
        if (!std::getline(file, siblings)) {
            siblings = std::to_string(cpu);
        }
        cores.insert(siblings);
    }
    return cores.empty() ? 1 : static_cast<int>(cores.size());
}

ChosenPlacement choosePlacement(const Placement& asked) {
    const auto device = chooseDevice(asked.device);
    if (asked.threads < 0 || asked.threads > 1024) {
        refuse("threads", "The number of threads must be 1 to 1024, or 0 for the machine's cores.");
    }
    return {device, chooseType(asked.dtype, device), asked.threads > 0 ? asked.threads : physicalCores()};
}

void applyPlacement(const ChosenPlacement& placement) {
    if (placement.device.is_cpu()) {
        memory::installHugePageAllocator();
    }
    // Float32 is asked for where it has to be exact: no convolution with ten bits of mantissa in its place.
    at::globalContext().setAllowTF32CuDNN(placement.type != at::kFloat);
    at::set_num_threads(placement.threads);
    at::globalContext().setFlushDenormal(true);
}

std::string typeName(at::ScalarType type) {
    switch (type) {
    case at::kBFloat16:
        return "bfloat16";
    case at::kHalf:
        return "float16";
    default:
        return "float32";
    }
}

std::string deviceName(at::Device device) { return device.str(); }

}  // namespace limn::inference
