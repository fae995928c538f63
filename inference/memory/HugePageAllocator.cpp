// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/memory/HugePageAllocator.h"

#include "inference/memory/available_memory.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <unordered_map>

namespace limn::memory {
namespace {

constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;
constexpr std::size_t kSmallestBlockBytes = std::size_t{1} << 20;  // below this malloc is as good
constexpr std::size_t kCheckedBytes = std::size_t{64} << 20;  // smaller ones are not worth the look
constexpr std::int64_t kLeftToOthersBytes = std::int64_t{256} << 20;
constexpr std::size_t kAlignmentBytes = 64;                        // a cache line; what torch asks for

/// Sizes are rounded so that tensors of nearly equal size share blocks: to huge pages, and above 16 of them to a
/// sixteenth of the size.
std::size_t roundedSize(std::size_t bytes) {
    std::size_t step = kHugePageBytes;
    while (step * 16 < bytes) {
        step *= 2;
    }
    return (bytes + step - 1) / step * step;
}

class BlockCache {
public:
    void* take(std::size_t bytes) {
        const std::size_t size = roundedSize(bytes);
        {
            const std::lock_guard lock(m_mutex);
            const auto it = m_free.lower_bound(size);
            // A block up to half as large again is better than a new mapping.
            if (it != m_free.end() && it->first <= size + size / 2) {
                const auto [blockBytes, address] = *it;
                m_free.erase(it);
                m_use.cachedBytes -= static_cast<std::int64_t>(blockBytes);
                count(address, blockBytes);
                return address;
            }
        }
        void* address = map(size);
        const std::lock_guard lock(m_mutex);
        count(address, size);
        return address;
    }

    /// False if `address` is none of ours.
    bool giveBack(void* address) {
        const std::lock_guard lock(m_mutex);
        const auto it = m_inUse.find(address);
        if (it == m_inUse.end()) {
            return false;
        }
        m_free.emplace(it->second, address);
        m_use.inUseBytes -= static_cast<std::int64_t>(it->second);
        m_use.cachedBytes += static_cast<std::int64_t>(it->second);
        m_inUse.erase(it);
        return true;
    }

    void release() {
        const std::lock_guard lock(m_mutex);
        for (const auto& [bytes, address] : m_free) {
            ::munmap(address, bytes);
        }
        m_free.clear();
        m_use.cachedBytes = 0;
    }

    MemoryUse use() {
        const std::lock_guard lock(m_mutex);
        return m_use;
    }

    void resetPeak() {
        const std::lock_guard lock(m_mutex);
        m_use.peakBytes = m_use.inUseBytes;
    }

private:
    void count(void* address, std::size_t bytes) {
        m_inUse.emplace(address, bytes);
        m_use.inUseBytes += static_cast<std::int64_t>(bytes);
        m_use.peakBytes = std::max(m_use.peakBytes, m_use.inUseBytes);
    }

    /// Aligned to a huge page, so that the kernel can use them from the first byte.
    void* map(std::size_t bytes) {
        void* address = fits(bytes) ? tryMap(bytes) : nullptr;
        if (address == nullptr) {
            release();  // what is kept may be what is missing
            address = fits(bytes) ? tryMap(bytes) : nullptr;
        }
        if (address == nullptr) {
            TORCH_CHECK_WITH(OutOfMemoryError, false, "not enough memory for a tensor of ", bytes, " bytes");
        }
        ::madvise(address, bytes, MADV_HUGEPAGE);
        return address;
    }

    /// The kernel promises more than there is, and ends the program when the pages are touched: better to refuse now.
    static bool fits(std::size_t bytes) {
        return bytes < kCheckedBytes ||
               static_cast<std::int64_t>(bytes) + kLeftToOthersBytes <= systemAvailableBytes();
    }

    static void* tryMap(std::size_t bytes) {
        const std::size_t span = bytes + kHugePageBytes;
        void* raw = ::mmap(nullptr, span, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (raw == MAP_FAILED) {
            return nullptr;
        }
        auto* begin = static_cast<char*>(raw);
        const auto misfit = reinterpret_cast<std::uintptr_t>(begin) % kHugePageBytes;
        const std::size_t head = misfit == 0 ? 0 : kHugePageBytes - misfit;
        if (head > 0) {
            ::munmap(begin, head);
        }
        if (span - head > bytes) {
            ::munmap(begin + head + bytes, span - head - bytes);
        }
        return begin + head;
    }

    std::mutex m_mutex;
    std::multimap<std::size_t, void*> m_free;
    std::unordered_map<void*, std::size_t> m_inUse;
    MemoryUse m_use;
};

/// Never destroyed: tensors of static lifetime may be freed after everything else.
BlockCache& cache() {
    static auto* const instance = new BlockCache;
    return *instance;
}

/// Large blocks start at huge pages, which tells nearly all small ones apart without a look into the table.
void freeAny(void* address) {
    if (reinterpret_cast<std::uintptr_t>(address) % kHugePageBytes != 0 || !cache().giveBack(address)) {
        std::free(address);
    }
}

class HugePageAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) override {
        const c10::Device cpu(c10::DeviceType::CPU);
        void* address = nullptr;
        if (bytes >= kSmallestBlockBytes) {
            address = cache().take(bytes);
        } else if (bytes > 0 && ::posix_memalign(&address, kAlignmentBytes, bytes) != 0) {
            TORCH_CHECK_WITH(OutOfMemoryError, false, "not enough memory for a tensor of ", bytes, " bytes");
        }
        return {address, address, &freeAny, cpu};
    }

    c10::DeleterFnPtr raw_deleter() const override { return &freeAny; }

    void copy_data(void* destination, const void* source, std::size_t count) const override {
        std::memcpy(destination, source, count);
    }
};

}  // namespace

void installHugePageAllocator() {
    static std::once_flag once;
    std::call_once(once, [] {
        static auto* const allocator = new HugePageAllocator;
        c10::SetCPUAllocator(allocator, /*priority=*/100);
    });
}

MemoryUse hugePageMemoryUse() { return cache().use(); }
void resetHugePagePeak() { cache().resetPeak(); }
void releaseCachedHugePages() { cache().release(); }

}  // namespace limn::memory
