// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/gallery/folder_times.h"

#include <algorithm>

#include <sys/stat.h>

namespace limn {
namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

}  // namespace

FolderTime folderTime(const std::filesystem::path& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        return std::nullopt;
    }
    return status.st_mtim.tv_sec * kNsPerSecond + status.st_mtim.tv_nsec;
}

bool isInFolder(const std::filesystem::path& path, const std::filesystem::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
           folder.end();
}

std::vector<std::filesystem::path> changedFolders(const FolderTimes& known,
                                                  const std::stop_token& stop) {
    std::vector<std::filesystem::path> changed;
    for (const auto& [folder, time] : known) {  // a folder comes right before what is in it
        if (stop.stop_requested()) {
            break;
        }
        const bool isCovered = !changed.empty() && isInFolder(folder, changed.back());
        if (!isCovered && folderTime(folder) != time) {
            changed.push_back(folder);
        }
    }
    return changed;
}

}  // namespace limn
