// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/memory/available_memory.h"

#include "inference/memory/HugePageAllocator.h"
#include "inference/memory/cgroup_memory.h"

#include <c10/core/CachingDeviceAllocator.h>

#include <sys/resource.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace limn::memory {
namespace {

constexpr std::int64_t kKibibyte = 1024;

/// The number after `key` in a file of lines such as "MemAvailable:  123 kB"; -1 if there is none.
std::int64_t kibibytesAfter(const char* file, std::string_view key) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(key)) {
            return std::strtoll(line.c_str() + key.size(), nullptr, 10);
        }
    }
    return -1;
}

}  // namespace

std::int64_t systemAvailableBytes() {
    const auto kibibytes = kibibytesAfter("/proc/meminfo", "MemAvailable:");
    auto available = kibibytes < 0 ? std::int64_t{4} << 30 : kibibytes * kKibibyte;
    if (const auto room = cgroupRoomBytes()) {
        available = std::min(available, *room);
    }
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        const auto used = std::max<std::int64_t>(0, kibibytesAfter("/proc/self/status", "VmSize:")) * kKibibyte;
        available = std::min(available, std::max<std::int64_t>(0, static_cast<std::int64_t>(limit.rlim_cur) - used));
    }
    return available;
}

std::int64_t availableBytes(at::Device device) {
    if (device.is_cpu()) {
        return systemAvailableBytes() + hugePageMemoryUse().cachedBytes;
    }
    const auto [free, total] = at::getDeviceAllocator(device.type())->getMemoryInfo(device.index());
    static_cast<void>(total);
    constexpr std::int64_t kForTheDesktop = std::int64_t{1} << 30;
    return std::max<std::int64_t>(0, static_cast<std::int64_t>(free) - kForTheDesktop);
}

void releaseCached(at::Device device) {
    if (device.is_cpu()) {
        releaseCachedHugePages();
    } else {
        at::getDeviceAllocator(device.type())->emptyCache();
    }
}

void returnFreedMemory(at::Device device) {
    releaseCachedHugePages();  // what is prepared for another device lies here first
    if (!device.is_cpu()) {
        releaseCached(device);
    }
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

ProcessMemory processMemory() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return {.peakResidentBytes = usage.ru_maxrss * kKibibyte,
            .anonymousBytes = std::max<std::int64_t>(0, kibibytesAfter("/proc/self/status", "RssAnon:")) * kKibibyte};
}

}  // namespace limn::memory
