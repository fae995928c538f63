// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/picture_files.h"

#include "core/base/RegularFile.h"
#include "core/base/Sha256.h"
#include "core/base/display_text.h"
#include "core/io/PictureReader.h"
#include "core/metadata/read_generation.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace limn {
namespace {

constexpr std::size_t kHashPieceBytes = std::size_t{1} << 20U;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::size_t kLongestNameBytes = 255;
constexpr std::size_t kLongestPromptBytes = 100'000;  ///< more of it is not searched

std::string quotedName(const std::filesystem::path& file) {
    return "'" + displayText(file.string(), 400) + "'";
}

Error moveFailed(const std::filesystem::path& from, const std::filesystem::path& to, int reason) {
    if (reason == EEXIST) {
        return {
            ErrorCode::WriteFailed, quotedName(to) + " is there already; nothing was changed.", {}};
    }
    if (reason == ENOENT) {
        return {ErrorCode::FileNotFound, quotedName(from) + " is not there any more.", {}};
    }
    const std::string why = reason == EACCES || reason == EPERM || reason == EROFS
                                ? "its folder cannot be written"
                                : std::generic_category().message(reason);
    return {ErrorCode::WriteFailed, quotedName(from) + " cannot be moved: " + why + ".", {}};
}

void flushFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

/// `wanted`, or the first "name (2).png", "name (3).png" ... that is free, at the moment of asking.
std::filesystem::path numbered(const std::filesystem::path& wanted, int number) {
    return number == 1
               ? wanted
               : wanted.parent_path() / (wanted.stem().string() + " (" + std::to_string(number) +
                                         ")" + wanted.extension().string());
}

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return text;
}

}  // namespace

Result<FileStamp> stampOf(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return Error{ErrorCode::FileNotFound, quotedName(file) + " is not there.", {}};
    }
    return FileStamp{status.st_size, status.st_mtim.tv_sec * kNsPerSecond + status.st_mtim.tv_nsec};
}

bool hasPictureName(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return !name.starts_with('.') && pictureFormatForName(file).has_value();
}

Outcome<std::string> hashFile(const std::filesystem::path& path, std::stop_token stop) {
    const Result<RegularFile> file = RegularFile::open(path);
    if (!file) {
        return file.error();
    }
    Sha256 hash;
    std::vector<std::byte> piece(std::min<std::uint64_t>(file->sizeBytes(), kHashPieceBytes));
    for (std::uint64_t offset = 0; offset < file->sizeBytes(); offset += piece.size()) {
        if (stop.stop_requested()) {
            return Cancelled{};
        }
        const auto size = std::min<std::uint64_t>(piece.size(), file->sizeBytes() - offset);
        const std::span<std::byte> target(piece.data(), size);
        if (Status read = file->readAt(offset, target); !read) {
            return read.error();
        }
        hash.update(target);
    }
    return hash.finish();
}

Outcome<PictureFacts> lookAtPicture(const std::filesystem::path& file, std::stop_token stop) {
    const Result<FileStamp> stamp = stampOf(file);
    if (!stamp) {
        return stamp.error();
    }
    PictureFacts facts;
    {
        const Result<PictureReader> reader = PictureReader::open(file);
        if (!reader) {
            return reader.error();
        }
        const PictureInfo& info = reader->info();
        facts.widthPx = info.widthPx();
        facts.heightPx = info.heightPx();
        if (const std::optional<GenerationData> data = readGeneration(info).data) {
            facts.model = data->model;
            facts.prompt = data->prompt.substr(0, kLongestPromptBytes);
            while (!isValidUtf8(facts.prompt)) {
                facts.prompt.pop_back();  // the cut went through a letter
            }
            facts.seed = data->seed ? std::to_string(*data->seed) : std::string();
            facts.madeFrom = data->startPicture ? data->startPicture->sha256 : std::string();
        }
    }  // its bytes go before the file is read once more
    Outcome<std::string> hash = hashFile(file, stop);
    if (hash.isCancelled()) {
        return Cancelled{};
    }
    if (hash.isFailed()) {
        return hash.error();
    }
    facts.file = file;
    facts.stamp = *stamp;
    facts.sha256 = std::move(hash).value();
    facts.madeAtMs = stamp->modifiedNs / kNsPerMs;
    return facts;
}

std::filesystem::path trashFolderFor(const std::filesystem::path& file) {
    return file.parent_path() / kTrashFolderName;
}

Status moveFile(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        flushFolder(to.parent_path());
        flushFolder(from.parent_path());
        return Unit{};
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return moveFailed(from, to, errno);
    }
    // A file system without that order: a second name and then one name less never replaces either.
    if (::link(from.c_str(), to.c_str()) == 0) {
        if (::unlink(from.c_str()) != 0) {
            const int reason = errno;
            ::unlink(to.c_str());
            return moveFailed(from, to, reason);
        }
        return Unit{};
    }
    if (errno != EPERM && errno != ENOSYS && errno != EOPNOTSUPP) {
        return moveFailed(from, to, errno);
    }
    if (isThere(to)) {
        return moveFailed(from, to, EEXIST);
    }
    return std::rename(from.c_str(), to.c_str()) == 0 ? Status(Unit{})
                                                      : Status(moveFailed(from, to, errno));
}

std::filesystem::path trashFileFor(PictureId id, const std::filesystem::path& file) {
    const std::string number = std::to_string(id) + "-";
    std::string name = file.filename().string();
    if (name.size() + number.size() > kLongestNameBytes) {
        name = file.extension().string();  // the row knows the name
    }
    return trashFolderFor(file) / (number + name);
}

Status prepareTrash(const std::filesystem::path& file) {
    const std::filesystem::path folder = trashFolderFor(file);
    if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) {
        return Unit{};
    }
    const int reason = errno;
    if (reason == ENOENT && !isThere(file)) {
        return Unit{};  // the folder is gone with the file: there is nothing to move
    }
    return Error{ErrorCode::WriteFailed,
                 quotedName(file) + " cannot be moved to the trash: " +
                     (reason == ENOSPC ? "the disk is full" : "its folder cannot be written") + ".",
                 std::generic_category().message(reason)};
}

Result<std::filesystem::path> moveToFreeName(const std::filesystem::path& from,
                                             const std::filesystem::path& wanted) {
    constexpr int kMostTries = 10'000;
    for (int number = 1; number <= kMostTries; ++number) {
        const std::filesystem::path target = numbered(wanted, number);
        if (isThere(target)) {
            continue;
        }
        Status moved = moveFile(from, target);
        if (moved) {
            return target;
        }
        if (!isThere(target)) {  // not merely taken meanwhile
            return moved.error();
        }
    }
    return Error{
        ErrorCode::WriteFailed, "There is no free name for " + quotedName(wanted) + ".", {}};
}

bool isThere(const std::filesystem::path& file) {
    struct stat status {};
    return ::lstat(file.c_str(), &status) == 0;
}

Status checkFileName(const std::string& name) {
    const auto refused = [](const std::string& why) {
        return Error{ErrorCode::InvalidRequest, "A file cannot have this name: " + why + ".", {}};
    };
    if (name.empty() || name.front() == '.') {
        return refused(name.empty() ? "it is empty" : "it begins with a dot");
    }
    if (name.size() > kLongestNameBytes || !isValidUtf8(name)) {
        return refused("it is too long or no valid text");
    }
    for (const char c : name) {
        if (static_cast<unsigned char>(c) < 0x20 ||
            std::string_view("/\\:*?\"<>|\x7f").find(c) != std::string_view::npos) {
            return refused("it holds a character that some systems do not allow");
        }
    }
    if (name.back() == '.' || name.back() == ' ') {
        return refused("it ends in a dot or a space");
    }
    static constexpr std::array kReserved = {"con", "prn", "aux", "nul"};
    const std::string stem = lowerCase(name.substr(0, name.find('.')));
    const bool isPort = stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
                        stem.back() >= '0' && stem.back() <= '9';
    if (isPort || std::find(kReserved.begin(), kReserved.end(), stem) != kReserved.end()) {
        return refused("Windows keeps it for a device");
    }
    return Unit{};
}

}  // namespace limn
