// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/AtomicFile.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace limn {

namespace {

constexpr mode_t kNewFileMode = 0666;  // the umask takes its share
constexpr std::size_t kLargestWrite = std::size_t{1} << 30;
constexpr int kNameAttempts = 16;

Error writeFailed(std::string message, std::string detail = {}) {
    return {ErrorCode::WriteFailed, std::move(message), std::move(detail)};
}

std::string systemText(int systemError) {
    return std::generic_category().message(systemError);
}

std::string randomName() {
    std::random_device device;
    char text[40];
    std::snprintf(text, sizeof(text), ".limn-%08x%08x.part", device(), device());
    return text;
}

/// A link to a file is followed, so that replacing writes the file that the link means.
std::filesystem::path withoutLinks(const std::filesystem::path& target) {
    std::error_code failed;
    if (!std::filesystem::is_symlink(target, failed)) {
        return target;
    }
    const std::filesystem::path resolved = std::filesystem::canonical(target, failed);
    return failed ? target : resolved;
}

Result<int> openFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        return descriptor;
    }
    const int systemError = errno;
    const std::string name = folder.string();
    if (systemError == ENOENT) {
        return writeFailed("The folder '" + name +
                           "' does not exist, so nothing can be saved there.");
    }
    if (systemError == ENOTDIR) {
        return writeFailed("'" + name + "' is not a folder, so nothing can be saved there.");
    }
    if (systemError == EACCES) {
        return writeFailed("The folder '" + name +
                           "' may not be opened by this user, so nothing can be saved there.");
    }
    return writeFailed("The folder '" + name + "' cannot be opened: " + systemText(systemError) +
                       ".");
}

#ifdef O_TMPFILE
bool canNameNamelessFiles() {
    // linkat() of a descriptor goes through /proc unless the process has a special right.
    return ::access("/proc/self/fd", X_OK) == 0;
}
#endif

std::string descriptorPath(int descriptor) {
    return "/proc/self/fd/" + std::to_string(descriptor);
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target, Overwrite overwrite) {
    AtomicFile file;
    file.m_target = overwrite == Overwrite::Replace ? withoutLinks(target) : target;
    file.m_overwrite = overwrite;
    file.m_name = file.m_target.filename().string();
    if (file.m_name.empty() || file.m_name == "." || file.m_name == "..") {
        return writeFailed("'" + target.string() +
                           "' names a folder, but a file name was expected.");
    }
    const std::filesystem::path parent = file.m_target.parent_path();
    Result<int> folder = openFolder(parent.empty() ? std::filesystem::path(".") : parent);
    if (!folder) {
        return folder.error();
    }
    file.m_folder = *folder;

    struct stat status {};
    const bool exists =
        ::fstatat(file.m_folder, file.m_name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        return writeFailed("'" + target.string() + "' is a folder, but a file name was expected.");
    }
    if (exists && overwrite == Overwrite::Never) {
        return file.alreadyExists();
    }
    if (exists && !S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode)) {
        return writeFailed("'" + target.string() + "' is not a regular file and is not replaced.");
    }
    Status opened = file.openTemporary();
    if (!opened) {
        return opened.error();
    }
    if (exists && S_ISREG(status.st_mode)) {
        // Who may read the file stays as it was. Best effort: some file systems have no
        // permissions.
        (void)::fchmod(file.m_file, status.st_mode & 07777);
    }
    return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target)), m_overwrite(other.m_overwrite),
      m_name(std::move(other.m_name)), m_temporaryName(std::exchange(other.m_temporaryName, {})),
      m_sizeBytes(other.m_sizeBytes), m_folder(std::exchange(other.m_folder, -1)),
      m_file(std::exchange(other.m_file, -1)) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    if (this != &other) {
        discard();
        m_target = std::move(other.m_target);
        m_overwrite = other.m_overwrite;
        m_name = std::move(other.m_name);
        m_temporaryName = std::exchange(other.m_temporaryName, {});
        m_sizeBytes = other.m_sizeBytes;
        m_folder = std::exchange(other.m_folder, -1);
        m_file = std::exchange(other.m_file, -1);
    }
    return *this;
}

AtomicFile::~AtomicFile() {
    discard();
}

Status AtomicFile::write(std::span<const std::byte> bytes) {
    if (m_file < 0) {
        return Error{ErrorCode::Internal,
                     "'" + m_target.string() + "' was written to after it was finished.",
                     {}};
    }
    while (!bytes.empty()) {
        const ssize_t written =
            ::write(m_file, bytes.data(), std::min(bytes.size(), kLargestWrite));
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return failure(errno, "cannot be written");
        }
        m_sizeBytes += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return Unit{};
}

Status AtomicFile::commit() {
    if (m_file < 0) {
        return Error{ErrorCode::Internal, "'" + m_target.string() + "' was finished twice.", {}};
    }
    if (::fsync(m_file) != 0) {
        return failure(errno, "cannot be flushed to the disk");
    }
    Status named = m_overwrite == Overwrite::Never ? nameNeverReplacing() : nameReplacing();
    if (!named) {
        return named;
    }
    m_temporaryName.clear();  // it is the target now
    // The name itself must survive a power cut. Some file systems cannot flush a folder; that is no
    // failure.
    const bool folderFlushed = ::fsync(m_folder) == 0 || errno == EINVAL || errno == EROFS;
    const int systemError = errno;
    discard();
    if (!folderFlushed) {
        return failure(systemError, "was written, but its folder cannot be flushed to the disk");
    }
    return Unit{};
}

Status AtomicFile::openTemporary() {
#ifdef O_TMPFILE
    if (canNameNamelessFiles()) {
        m_file = ::openat(m_folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, kNewFileMode);
        if (m_file >= 0) {
            return Unit{};
        }
        // EISDIR and EOPNOTSUPP: this kernel or file system has no nameless files. Others fail
        // again below.
    }
#endif
    for (int attempt = 0; attempt < kNameAttempts; ++attempt) {
        const std::string name = randomName();
        m_file =
            ::openat(m_folder, name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kNewFileMode);
        if (m_file >= 0) {
            m_temporaryName = name;
            return Unit{};
        }
        if (errno != EEXIST && errno != EINTR) {
            break;
        }
    }
    return failure(errno, "cannot be created");
}

Status AtomicFile::nameNeverReplacing() {
    if (m_temporaryName.empty()) {
        if (::linkat(AT_FDCWD, descriptorPath(m_file).c_str(), m_folder, m_name.c_str(),
                     AT_SYMLINK_FOLLOW) == 0) {
            return Unit{};
        }
        return errno == EEXIST ? Status(alreadyExists())
                               : Status(failure(errno, "cannot be given its name"));
    }
#ifdef RENAME_NOREPLACE
    if (::renameat2(m_folder, m_temporaryName.c_str(), m_folder, m_name.c_str(),
                    RENAME_NOREPLACE) == 0) {
        return Unit{};
    }
    if (errno == EEXIST) {
        return alreadyExists();
    }
#endif
    // Reserve the name with an empty file that only one program can create, then replace our own
    // reservation.
    const int reservation =
        ::openat(m_folder, m_name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kNewFileMode);
    if (reservation < 0) {
        return errno == EEXIST ? Status(alreadyExists())
                               : Status(failure(errno, "cannot be given its name"));
    }
    (void)::close(reservation);
    if (::renameat(m_folder, m_temporaryName.c_str(), m_folder, m_name.c_str()) != 0) {
        const int systemError = errno;
        (void)::unlinkat(m_folder, m_name.c_str(), 0);
        return failure(systemError, "cannot be given its name");
    }
    return Unit{};
}

Status AtomicFile::nameReplacing() {
    for (int attempt = 0; m_temporaryName.empty() && attempt < kNameAttempts; ++attempt) {
        // A nameless file cannot replace another in one step, so it gets a hidden name for a
        // moment.
        const std::string name = randomName();
        if (::linkat(AT_FDCWD, descriptorPath(m_file).c_str(), m_folder, name.c_str(),
                     AT_SYMLINK_FOLLOW) == 0) {
            m_temporaryName = name;
        } else if (errno != EEXIST) {
            return failure(errno, "cannot be given its name");
        }
    }
    if (::renameat(m_folder, m_temporaryName.c_str(), m_folder, m_name.c_str()) != 0) {
        return failure(errno, "cannot replace the former file");
    }
    return Unit{};
}

void AtomicFile::discard() noexcept {
    if (m_file >= 0) {
        (void)::close(m_file);
        m_file = -1;
    }
    if (!m_temporaryName.empty() && m_folder >= 0) {
        (void)::unlinkat(m_folder, m_temporaryName.c_str(), 0);
        m_temporaryName.clear();
    }
    if (m_folder >= 0) {
        (void)::close(m_folder);
        m_folder = -1;
    }
}

Error AtomicFile::alreadyExists() const {
    return writeFailed("'" + m_target.string() + "' exists already and is not overwritten.");
}

Error AtomicFile::failure(int systemError, const std::string& whatFailed) const {
    const std::string name = "'" + m_target.string() + "'";
    const std::string detail = "errno " + std::to_string(systemError);
    switch (systemError) {
    case ENOSPC:
        return writeFailed(name + " cannot be saved: the disk is full after " +
                               std::to_string(m_sizeBytes) + " bytes.",
                           detail);
    case EDQUOT:
        return writeFailed(name +
                               " cannot be saved: this user's share of the disk is used up after " +
                               std::to_string(m_sizeBytes) + " bytes.",
                           detail);
    case EFBIG:
        return writeFailed(name + " cannot be saved: the system allows no file larger than " +
                               std::to_string(m_sizeBytes) + " bytes here.",
                           detail);
    case EACCES:
    case EPERM:
        return writeFailed(name + " cannot be saved: this user may not write to its folder.",
                           detail);
    case EROFS:
        return writeFailed(name + " cannot be saved: its folder is on a read-only medium.", detail);
    case ENAMETOOLONG:
        return writeFailed(name + " cannot be saved: the file name is too long.", detail);
    default:
        return writeFailed(name + " " + whatFailed + ": " + systemText(systemError) + ".", detail);
    }
}

Status writeFileAtomically(const std::filesystem::path& target, std::span<const std::uint8_t> bytes,
                           Overwrite overwrite) {
    Result<AtomicFile> file = AtomicFile::create(target, overwrite);
    if (!file) {
        return file.error();
    }
    if (Status written = file->write(bytes); !written) {
        return written;
    }
    return file->commit();
}

}  // namespace limn
