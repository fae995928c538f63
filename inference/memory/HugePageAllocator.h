// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>

namespace limn::memory {

/// Makes torch take its large CPU tensors from blocks of huge pages that are kept and used again, instead of
/// giving each back to the kernel: a denoising step touches the same sizes over and over, and without this takes
/// over a hundred thousand page faults. Small tensors go to malloc as before.
/// Process-wide, installed once, never taken out. Any thread.
void installHugePageAllocator();

struct MemoryUse {
    std::int64_t inUseBytes = 0;   ///< held by tensors
    std::int64_t cachedBytes = 0;  ///< kept for the next tensor
    std::int64_t peakBytes = 0;    ///< most in use since resetPeak()
};
MemoryUse hugePageMemoryUse();
void resetHugePagePeak();

/// Gives the kept blocks back to the system: after a model is unloaded, after an out-of-memory.
void releaseCachedHugePages();

}  // namespace limn::memory
