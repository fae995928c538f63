// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/bootstrap/folders.h"

#include <cstdlib>
#include <system_error>

namespace limn {
namespace {

std::filesystem::path dataHome() {
    // The XDG specification: a relative path here is invalid and is to be ignored.
    if (const char* configured = std::getenv("XDG_DATA_HOME");
        configured != nullptr && configured[0] == '/') {
        return configured;
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/") / ".local" / "share";
}

std::filesystem::path starterFolder() {
    std::error_code ignored;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const std::filesystem::path installed =
        program.parent_path().parent_path() / "share" / "limn" / "starter";
    if (!program.empty() && std::filesystem::is_directory(installed, ignored)) {
        return installed;
    }
    return std::filesystem::path(LIMN_SOURCE_FOLDER) / "resources" / "starter";
}

}  // namespace

Folders standardFolders() {
    return {.data = dataHome() / "limn", .starter = starterFolder()};
}

bool hasStarter(const Folders& folders) {
    std::error_code ignored;
    return std::filesystem::exists(folders.starter / "model_index.json", ignored);
}

}  // namespace limn
