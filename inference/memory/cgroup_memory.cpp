// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/memory/cgroup_memory.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <string_view>

namespace limn::memory {
namespace {

namespace fs = std::filesystem;

/// The names of one version's files.
struct Files {
    const char* limit;
    const char* use;
    const char* cache;  // the key in memory.stat, below groups included
};
constexpr Files kVersion1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};
constexpr Files kVersion2{"memory.max", "memory.current", "inactive_file"};

std::optional<std::int64_t> numberIn(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end != text.data() ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> numberInFile(const fs::path& file) {
    std::string line;
    std::ifstream in(file);
    return std::getline(in, line) ? numberIn(line) : std::nullopt;  // "max": no limit
}

std::int64_t numberAfter(const fs::path& file, std::string_view key) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ') {
            return numberIn(std::string_view(line).substr(key.size() + 1)).value_or(0);
        }
    }
    return 0;
}

std::optional<std::int64_t> roomOf(const fs::path& group, const Files& files) {
    const auto limit = numberInFile(group / files.limit);
    const auto use = numberInFile(group / files.use);
    if (!limit || !use) {
        return std::nullopt;
    }
    const std::int64_t droppable = numberAfter(group / "memory.stat", files.cache);
    return std::max<std::int64_t>(0, *limit - *use + droppable);
}

/// The smallest room of a group and of all above it. A container may see its own group as the root, whatever the path.
std::optional<std::int64_t> smallestRoom(const fs::path& mount, const fs::path& group,
                                         const Files& files) {
    std::optional<std::int64_t> smallest = roomOf(mount, files);
    fs::path folder = mount;
    for (const fs::path& part : group.relative_path()) {
        folder /= part;
        if (const auto room = roomOf(folder, files)) {
            smallest = std::min(smallest.value_or(*room), *room);
        }
    }
    return smallest;
}

bool names(std::string_view controllers, std::string_view controller) {
    for (std::size_t begin = 0; begin <= controllers.size();) {
        const std::size_t end = std::min(controllers.find(',', begin), controllers.size());
        if (controllers.substr(begin, end - begin) == controller) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

}  // namespace

std::optional<std::int64_t> cgroupRoomBytes(const fs::path& root) {
    std::ifstream in(root / "proc/self/cgroup");
    const fs::path mount = root / "sys/fs/cgroup";
    std::optional<std::int64_t> smallest;
    for (std::string line; std::getline(in, line);) {  // hierarchy:controllers:path
        const auto first = line.find(':');
        const auto second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const std::string_view controllers =
            std::string_view(line).substr(first + 1, second - first - 1);
        const fs::path group = line.substr(second + 1);
        std::optional<std::int64_t> room;
        if (controllers.empty()) {
            room = smallestRoom(mount, group, kVersion2);
        } else if (names(controllers, "memory")) {
            room = smallestRoom(mount / "memory", group, kVersion1);
        }
        if (room) {
            smallest = std::min(smallest.value_or(*room), *room);
        }
    }
    return smallest;
}

}  // namespace limn::memory
