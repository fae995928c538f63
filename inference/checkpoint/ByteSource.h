// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/RegularFile.h"
#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace limn::checkpoint {

/// Bytes of known size that a header parser reads from: a file (by pread, never mapped, because a file cut short
/// under a mapping kills the program) or memory (tests, fuzzing). Owned by the caller of the parser.
class ByteSource {
public:
    ByteSource(std::string name, std::uint64_t sizeBytes) : m_name(std::move(name)), m_sizeBytes(sizeBytes) {}
    virtual ~ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;

    const std::string& name() const noexcept { return m_name; }  ///< safe to display
    std::uint64_t sizeBytes() const noexcept { return m_sizeBytes; }

    /// Fills `target` from `offset`, or fails and says how many bytes are missing.
    virtual Status readAt(std::uint64_t offset, std::span<std::byte> target) const = 0;

    /// The first bytes, at most `count`, fewer if the source is shorter.
    Result<std::string> readText(std::uint64_t offset, std::size_t count) const;

    /// "'name' is damaged: <reason>." and so on. `reason` must be safe to display.
    Error damaged(const std::string& reason) const;
    Error refused(const std::string& reason) const;
    Error unsupported(const std::string& reason) const;

private:
    std::string m_name;
    std::uint64_t m_sizeBytes;
};

class FileSource final : public ByteSource {
public:
    explicit FileSource(const RegularFile& file);
    Status readAt(std::uint64_t offset, std::span<std::byte> target) const override;

private:
    const RegularFile& m_file;
};

class MemorySource final : public ByteSource {
public:
    MemorySource(std::string name, std::span<const std::byte> bytes)
        : ByteSource(std::move(name), bytes.size()), m_bytes(bytes) {}
    Status readAt(std::uint64_t offset, std::span<std::byte> target) const override;

private:
    std::span<const std::byte> m_bytes;
};

/// Little-endian number of sizeof(T) bytes at `bytes`, whatever its alignment.
template <class T>
T littleEndian(const void* bytes) {
    const auto* in = static_cast<const unsigned char*>(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        value |= std::uint64_t{in[i]} << (8 * i);
    }
    return static_cast<T>(value);
}

}  // namespace limn::checkpoint
