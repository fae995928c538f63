// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/OutputPlan.h"

#include "app/cli/ProgressReport.h"
#include "app/cli/option_values.h"
#include "core/io/PictureInfo.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace limn::cli {
namespace {

Error cannotWrite(const std::filesystem::path& folder, const std::string& why) {
    return {ErrorCode::WriteFailed,
            "The folder '" + folder.string() + "' cannot be written: " + why + ".",
            {}};
}

/// What access() says is not what happens on read-only media and shares, so a nameless file is
/// really made.
Status tryWriting(const std::filesystem::path& folder) {
    int file = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0 &&
        (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL || errno == ENOENT)) {
        std::string name = (folder / ".limn-try-XXXXXX").string();
        file = ::mkostemp(name.data(), O_CLOEXEC);
        if (file >= 0) {
            ::unlink(name.c_str());
        }
    }
    if (file < 0) {
        return cannotWrite(folder, std::strerror(errno));
    }
    ::close(file);
    return Unit{};
}

}  // namespace

Result<OutputPlan> OutputPlan::make(const GenerateOptions& options, std::uint64_t seed) {
    OutputPlan plan;
    plan.m_mayOverwrite = options.mayOverwrite;
    plan.m_stem = "limn";
    plan.m_extension = ".png";
    const std::filesystem::path given = options.output.value_or(".");
    std::error_code ignored;
    const bool isFolder = std::filesystem::is_directory(given, ignored);
    if (isFolder || !given.has_filename()) {
        plan.m_folder = given;
        plan.m_makesFolder = !isFolder;
    } else {
        plan.m_folder = given.parent_path();
        plan.m_extension = given.extension().string();
        plan.m_stem = given.stem().string();
        plan.m_isNumbered = options.count > 1;
        if (!pictureFormatForName(given)) {
            return wrongUsage(
                "--output must end in .png, .jpg, .jpeg or .webp, be a folder that exists, or end "
                "in '/' for a new one, but it is '" +
                *options.output + "'.");
        }
    }
    const Status folder = plan.checkFolder();
    if (!folder) {
        return folder.error();
    }
    const Status free = plan.checkFree(seed, options.count);
    if (!free) {
        return free.error();
    }
    return plan;
}

std::filesystem::path OutputPlan::pathFor(std::uint64_t seed) const {
    const std::string name = m_isNumbered ? m_stem + "-" + std::to_string(seed) : m_stem;
    // "." is where everybody expects plain names: "limn-5.png", not "./limn-5.png".
    return m_folder == "." ? std::filesystem::path(name + m_extension)
                           : m_folder / (name + m_extension);
}

Status OutputPlan::checkFolder() const {
    std::filesystem::path folder = m_folder.empty() ? std::filesystem::path(".") : m_folder;
    std::error_code ignored;
    if (m_makesFolder) {
        // The folder is made when the first picture is there; until then its nearest ancestor must
        // be writable.
        while (!folder.empty() && !std::filesystem::exists(folder, ignored)) {
            folder = folder.parent_path();
        }
        folder = folder.empty() ? std::filesystem::path(".") : folder;
    } else if (!std::filesystem::exists(folder, ignored)) {
        return Error{
            ErrorCode::WriteFailed,
            "The folder '" + folder.string() + "' of --output is not there; make it first.",
            {}};
    }
    if (!std::filesystem::is_directory(folder, ignored)) {
        return cannotWrite(folder, "it is not a folder");
    }
    return tryWriting(folder);
}

Status OutputPlan::checkFree(std::uint64_t firstSeed, int count) const {
    for (int i = 0; i < count; ++i) {
        const std::filesystem::path path = pathFor(firstSeed + static_cast<unsigned>(i));
        std::error_code failed;
        const auto status = std::filesystem::symlink_status(path, failed);
        if (failed && status.type() == std::filesystem::file_type::none) {
            return Error{ErrorCode::WriteFailed,
                         "'" + path.string() + "' cannot be written: " + failed.message() + ".",
                         {}};
        }
        if (std::filesystem::is_directory(status)) {
            return cannotWrite(path.parent_path(), "'" + path.string() + "' is a folder");
        }
        if (!m_mayOverwrite && std::filesystem::exists(status)) {
            return Error{ErrorCode::WriteFailed,
                         "'" + path.string() +
                             "' exists already; give another --output or allow --overwrite.",
                         {}};
        }
    }
    return Unit{};
}

Status OutputPlan::prepareFolder() const {
    if (!m_makesFolder) {
        return Unit{};
    }
    std::error_code failed;
    std::filesystem::create_directories(m_folder, failed);
    if (failed && !std::filesystem::is_directory(m_folder)) {
        return cannotWrite(m_folder, failed.message());
    }
    return Unit{};
}

Status OutputPlan::checkSize(int widthPx, int heightPx) const {
    const int longestPx = std::max(widthPx, heightPx);
    if (pictureFormatForName("a" + m_extension) == PictureFormat::Webp &&
        longestPx > kMaxWebpSidePx) {
        return wrongUsage("--output must end in .png or .jpg for a picture of " +
                          std::to_string(widthPx) + " × " + std::to_string(heightPx) +
                          " pixels: WebP has at most " + std::to_string(kMaxWebpSidePx) +
                          " a side.");
    }
    std::filesystem::path folder = m_folder.empty() ? std::filesystem::path(".") : m_folder;
    std::error_code failed;
    while (folder.has_parent_path() && !std::filesystem::exists(folder, failed)) {
        folder = folder.parent_path();
    }
    const auto space = std::filesystem::space(folder, failed);
    // An eighth of the raw pixels is less than any real picture packs to; only a sure failure is
    // refused.
    const auto least =
        static_cast<std::uintmax_t>(widthPx) * static_cast<std::uintmax_t>(heightPx) * 3 / 8;
    if (!failed && space.available < least) {
        return cannotWrite(
            folder,
            "the disk is full (" + formatBytes(static_cast<double>(space.available)) + " left)");
    }
    return Unit{};
}

}  // namespace limn::cli
