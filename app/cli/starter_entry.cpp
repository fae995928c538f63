// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/starter_entry.h"

#include "app/cli/inspect_path.h"

#include <algorithm>
#include <system_error>

namespace limn::cli {
namespace {

constexpr int kDeepestFolder = 3;

std::vector<ModelFile> filesOf(const std::filesystem::path& folder) {
    std::vector<ModelFile> files;
    std::error_code problem;
    std::filesystem::recursive_directory_iterator entry(folder, problem);
    for (; !problem && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(problem)) {
        if (entry.depth() >= kDeepestFolder) {
            entry.disable_recursion_pending();
        }
        std::error_code ignored;
        if (entry->is_regular_file(ignored)) {
            const std::uintmax_t bytes = entry->file_size(ignored);
            files.push_back({entry->path().lexically_relative(folder).string(),
                             ignored ? 0 : static_cast<std::uint64_t>(bytes),
                             {}});
        }
    }
    std::ranges::sort(files, {}, &ModelFile::name);
    return files;
}

}  // namespace

std::optional<ModelEntry> starterEntry(const Folders& folders, const std::stop_token& stop) {
    if (!hasStarter(folders)) {
        return std::nullopt;
    }
    const auto inspected = inspectPath(folders.starter, stop);
    return ModelEntry{std::string(kStarterName), folders.starter,
                      inspected ? inspected->architecture : std::string(), filesOf(folders.starter),
                      inspected ? inspected->family : std::string()};
}

}  // namespace limn::cli
