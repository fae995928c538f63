// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <filesystem>

namespace limn {

/// The system's lock on a file, held until the object ends or the process dies, however it dies. The lock file stays:
/// removing it would let two in.
class FileLock {
public:
    /// FileRefused: another process holds it. WriteFailed: the lock file cannot be made.
    static Result<FileLock> acquire(const std::filesystem::path& lockFile);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor = -1;
};

}  // namespace limn
