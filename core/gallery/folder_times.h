// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <vector>

namespace limn {

/// When the list of a folder's files last changed, as the file system says; nothing where there is no folder. A file that
/// is written over does not change it.
using FolderTime = std::optional<std::int64_t>;
using FolderTimes = std::map<std::filesystem::path, FolderTime>;

/// May wait for a disk or a network.
FolderTime folderTime(const std::filesystem::path& folder);

/// Whether `path` is `folder` or below it, by the names alone.
bool isInFolder(const std::filesystem::path& path, const std::filesystem::path& folder);

/// Those that have another time now, have gone or have come; of one inside another only the upper. One question a folder,
/// no file is looked at. Worker threads only.
std::vector<std::filesystem::path> changedFolders(const FolderTimes& known,
                                                  const std::stop_token& stop);

}  // namespace limn
