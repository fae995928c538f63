// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/memory/keep_freed_memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <climits>

namespace limn::memory {

void keepFreedMemory() {
#ifdef __GLIBC__
    constexpr int kTopPadBytes = 64 << 20;
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_TOP_PAD, kTopPadBytes);
#endif
}

}  // namespace limn::memory
