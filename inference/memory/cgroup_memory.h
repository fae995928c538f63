// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace limn::memory {

/// What this process may still take before a limit of its control groups (a container's, a service's) is reached, file
/// cache that the kernel can drop counted as free; nullopt without a limit. Reads both versions of the files below
/// `root`: /proc/self/cgroup and /sys/fs/cgroup. Kernel documentation: admin-guide/cgroup-v2.rst, cgroup-v1/memory.rst.
std::optional<std::int64_t> cgroupRoomBytes(const std::filesystem::path& root = "/");

}  // namespace limn::memory
