// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace limn {

/// The type of file system that `path` lies on if it is a network one ("nfs4", "cifs", "fuse.sshfs"), where SQLite's
/// locks and shared memory do not work. `mountInfo` has the format of /proc/self/mountinfo; see proc(5).
std::optional<std::string> networkFileSystemAt(const std::filesystem::path& path,
                                               std::string_view mountInfo);

/// The same for this machine as it is now.
std::optional<std::string> networkFileSystemAt(const std::filesystem::path& path);

}  // namespace limn
