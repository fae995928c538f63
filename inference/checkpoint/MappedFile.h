// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/RegularFile.h"
#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace limn::checkpoint {

/// A whole file, mapped read-only. Shared by the tensors that lie in it, so that the mapping lives as long as the
/// last of them. Writing through it ends the program: copy first. Any thread may read.
/// A file cut short while it is mapped kills a reader (SIGBUS), so call checkUnchanged() before each long use and
/// copy what must survive.
class MappedFile {
public:
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);

    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::byte> bytes() const noexcept { return m_bytes; }
    const RegularFile& file() const noexcept { return m_file; }

    /// Fails if size or time of change differ from those at open().
    Status checkUnchanged() const { return m_file.checkUnchanged(); }

    /// Asks the kernel to read [byteOffset, byteOffset + byteSize) ahead. Returns at once; a mere hint.
    void prefetch(std::uint64_t byteOffset, std::uint64_t byteSize) const;

private:
    MappedFile(RegularFile file, std::span<const std::byte> bytes) : m_file(std::move(file)), m_bytes(bytes) {}

    RegularFile m_file;
    std::span<const std::byte> m_bytes;
};

}  // namespace limn::checkpoint
