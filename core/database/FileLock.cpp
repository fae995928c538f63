// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/database/FileLock.h"

#include "core/base/display_text.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace limn {

Result<FileLock> FileLock::acquire(const std::filesystem::path& lockFile) {
    const std::string name = "'" + displayText(lockFile.string(), 400) + "'";
    const int descriptor =
        ::open(lockFile.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0) {
        return Error{ErrorCode::WriteFailed,
                     "The lock file " + name +
                         " cannot be made: " + std::generic_category().message(errno) + ".",
                     {}};
    }
    FileLock lock(descriptor);
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) {
            continue;
        }
        if (errno == EWOULDBLOCK) {
            return Error{ErrorCode::FileRefused, "Another Limn is using " + name + ".", {}};
        }
        return Error{ErrorCode::WriteFailed,
                     "The file " + name +
                         " cannot be locked: " + std::generic_category().message(errno) + ".",
                     {}};
    }
    return lock;
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

}  // namespace limn
