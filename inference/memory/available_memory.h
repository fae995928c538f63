// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <c10/core/Device.h>

#include <cstdint>

namespace limn::memory {

/// What a computation on `device` may still take. CPU: systemAvailableBytes() and the cached blocks of our allocator.
std::int64_t availableBytes(at::Device device);

/// MemAvailable, bounded by the limits of the control groups and by RLIMIT_AS. Takes about 0.1 ms.
std::int64_t systemAvailableBytes();

/// Gives cached blocks of the device's allocator back, so that a smaller plan can use them.
void releaseCached(at::Device device);

/// The same, and what malloc keeps: whoever measures what a load takes begins from nothing that it could use again.
void returnFreedMemory(at::Device device);

/// Most memory that this process ever held (resident), and what it holds now apart from mapped files.
struct ProcessMemory {
    std::int64_t peakResidentBytes = 0;
    std::int64_t anonymousBytes = 0;
};
ProcessMemory processMemory();

}  // namespace limn::memory
