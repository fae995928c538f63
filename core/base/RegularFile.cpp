// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/RegularFile.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace limn {

namespace {

Error openError(const std::filesystem::path& path, int reason) {
    const std::string name = displayText(path.string(), 400);
    if (reason == ENOENT || reason == ENOTDIR) {
        return {ErrorCode::FileNotFound, "There is no file '" + name + "'.", {}};
    }
    return {ErrorCode::FileNotFound, "The file '" + name + "' cannot be read: " + std::strerror(reason) + ".", {}};
}

const char* kindName(mode_t mode) {
    if (S_ISDIR(mode)) {
        return "a folder";
    }
    if (S_ISFIFO(mode)) {
        return "a pipe";
    }
    if (S_ISSOCK(mode)) {
        return "a socket";
    }
    return "a device";
}

}  // namespace

Result<RegularFile> RegularFile::open(const std::filesystem::path& path) {
    if (path.native().find('\0') != std::string::npos) {
        return Error{ErrorCode::FileNotFound, "The file name '" + displayText(path.string(), 400) + "' holds a NUL.", {}};
    }
    RegularFile file;
    file.m_path = path;
    // O_NONBLOCK: opening a pipe without a writer must not hang.
    file.m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file.m_descriptor < 0) {
        return openError(path, errno);
    }
    struct stat info {};
    if (::fstat(file.m_descriptor, &info) != 0) {
        return openError(path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return Error{ErrorCode::FileRefused,
                     "'" + displayText(path.string(), 400) + "' is " + kindName(info.st_mode) + ", not a file.", {}};
    }
    file.m_sizeBytes = static_cast<std::uint64_t>(info.st_size);
    file.m_changedSeconds = info.st_mtim.tv_sec;
    file.m_changedNanoseconds = info.st_mtim.tv_nsec;
    return file;
}

RegularFile::RegularFile(RegularFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_sizeBytes(other.m_sizeBytes), m_changedSeconds(other.m_changedSeconds),
      m_changedNanoseconds(other.m_changedNanoseconds) {}

RegularFile& RegularFile::operator=(RegularFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_sizeBytes, other.m_sizeBytes);
    std::swap(m_changedSeconds, other.m_changedSeconds);
    std::swap(m_changedNanoseconds, other.m_changedNanoseconds);
    return *this;
}

RegularFile::~RegularFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Status RegularFile::readAt(std::uint64_t offset, std::span<std::byte> target) const {
    std::size_t done = 0;
    while (done < target.size()) {
        const std::uint64_t at = offset + done;
        if (at < offset || at >= m_sizeBytes) {
            break;
        }
        const ssize_t count = ::pread(m_descriptor, target.data() + done,
                                      std::min<std::size_t>(target.size() - done, 1U << 30U), static_cast<off_t>(at));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return Error{ErrorCode::FileNotFound, "Reading '" + displayText(m_path.string(), 400) + "' at byte " +
                                                      std::to_string(at) + " failed: " + std::strerror(errno) + ".", {}};
        }
        if (count == 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    if (done < target.size()) {
        return Error{ErrorCode::FileDamaged, "'" + displayText(m_path.string(), 400) + "' ends too early: " +
                                                 std::to_string(target.size() - done) + " bytes are missing after byte " +
                                                 std::to_string(offset + done) + ".", {}};
    }
    return Unit{};
}

Status RegularFile::checkUnchanged() const {
    struct stat info {};
    if (::fstat(m_descriptor, &info) != 0) {
        return openError(m_path, errno);
    }
    if (static_cast<std::uint64_t>(info.st_size) != m_sizeBytes) {
        return Error{ErrorCode::FileDamaged, "'" + displayText(m_path.string(), 400) + "' was changed while it was read: it had " +
                                                 std::to_string(m_sizeBytes) + " bytes and has " +
                                                 std::to_string(info.st_size) + " now.", {}};
    }
    if (info.st_mtim.tv_sec != m_changedSeconds || info.st_mtim.tv_nsec != m_changedNanoseconds) {
        return Error{ErrorCode::FileDamaged,
                     "'" + displayText(m_path.string(), 400) + "' was written to while it was read.", {}};
    }
    return Unit{};
}

}  // namespace limn
