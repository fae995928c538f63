// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/MappedFile.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include <sys/mman.h>
#include <unistd.h>

namespace limn::checkpoint {

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& path) {
    Result<RegularFile> file = RegularFile::open(path);
    if (!file) {
        return std::move(file).error();
    }
    const std::string name = displayText(path.string(), 400);
    if (file->sizeBytes() == 0) {
        return Error{ErrorCode::FileDamaged, "'" + name + "' is empty.", {}};
    }
    if (file->sizeBytes() > static_cast<std::uint64_t>(std::numeric_limits<std::ptrdiff_t>::max())) {
        return Error{ErrorCode::Unsupported, "'" + name + "' is too large to map into memory.", {}};
    }
    const auto size = static_cast<std::size_t>(file->sizeBytes());
    void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file->descriptor(), 0);
    if (start == MAP_FAILED) {
        const int reason = errno;
        return Error{reason == ENOMEM ? ErrorCode::OutOfMemory : ErrorCode::FileNotFound,
                     "'" + name + "' cannot be mapped into memory (" + std::to_string(size) +
                         " bytes): " + std::strerror(reason) + ".", {}};
    }
    const std::span<const std::byte> bytes(static_cast<const std::byte*>(start), size);
    return std::shared_ptr<const MappedFile>(new MappedFile(std::move(file).value(), bytes));
}

MappedFile::~MappedFile() {
    ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
}

void MappedFile::prefetch(std::uint64_t byteOffset, std::uint64_t byteSize) const {
    if (byteOffset >= m_bytes.size()) {
        return;
    }
    const auto pageBytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t start = byteOffset / pageBytes * pageBytes;
    const std::uint64_t end = byteOffset + std::min<std::uint64_t>(byteSize, m_bytes.size() - byteOffset);
    ::madvise(const_cast<std::byte*>(m_bytes.data()) + start, static_cast<std::size_t>(end - start), MADV_WILLNEED);
}

}  // namespace limn::checkpoint
