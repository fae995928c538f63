// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace limn {

/// A regular file, open for reading. Folders, devices, pipes and sockets are refused without waiting on
/// them. Remembers size and time of change, so that a file replaced under our hands is noticed.
/// Movable, owned by whoever opened it; reading is safe from any thread.
class RegularFile {
public:
    static Result<RegularFile> open(const std::filesystem::path& path);

    RegularFile(RegularFile&& other) noexcept;
    RegularFile& operator=(RegularFile&& other) noexcept;
    ~RegularFile();

    const std::filesystem::path& path() const noexcept { return m_path; }
    std::uint64_t sizeBytes() const noexcept { return m_sizeBytes; }
    int descriptor() const noexcept { return m_descriptor; }

    /// Fills `target` from `offset`, or fails and says how many bytes are missing.
    Status readAt(std::uint64_t offset, std::span<std::byte> target) const;

    /// Fails if the open file's size or time of change differ from those at open().
    Status checkUnchanged() const;

private:
    RegularFile() = default;

    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::uint64_t m_sizeBytes = 0;
    std::int64_t m_changedSeconds = 0;
    std::int64_t m_changedNanoseconds = 0;
};

}  // namespace limn
