// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/memory/read_ahead.h"

#include <cstdint>

#include <sys/mman.h>
#include <unistd.h>

namespace limn::memory {

void readAhead(const void* begin, std::size_t bytes) {
    constexpr std::size_t kWorthACall = std::size_t{256} << 10;
    if (bytes < kWorthACall) {
        return;
    }
    static const auto pageBytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto address = reinterpret_cast<std::uintptr_t>(begin);
    const auto first = address / pageBytes * pageBytes;
    ::madvise(reinterpret_cast<void*>(first), address + bytes - first, MADV_WILLNEED);
}

}  // namespace limn::memory
