// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/inspect_model.h"

#include "app/cli/inspect_path.h"

#include <system_error>

namespace limn::studio {
namespace {

constexpr int kDeepestFolder = 3;

/// Of a file, or of all files in a model's folder.
std::uint64_t bytesOf(const std::filesystem::path& path, const std::stop_token& stop) {
    std::error_code problem;
    if (!std::filesystem::is_directory(path, problem)) {
        const std::uintmax_t bytes = std::filesystem::file_size(path, problem);
        return problem ? 0 : bytes;
    }
    std::uint64_t bytes = 0;
    std::filesystem::recursive_directory_iterator entry(path, problem);
    for (; !problem && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(problem)) {
        if (stop.stop_requested()) {
            break;
        }
        if (entry.depth() >= kDeepestFolder) {
            entry.disable_recursion_pending();
        }
        std::error_code ignored;
        if (entry->is_regular_file(ignored)) {
            const std::uintmax_t size = entry->file_size(ignored);
            bytes += ignored ? 0 : size;
        }
    }
    return bytes;
}

}  // namespace

Result<ModelSummary> inspectModelFile(const std::filesystem::path& path,
                                      const std::stop_token& stop,
                                      const checkpoint::KeyCheck& checkKeys) {
    const auto report = cli::inspectPath(path, stop, checkKeys);
    if (!report) {
        return report.error();
    }
    ModelSummary summary;
    summary.kind = report->kind;
    summary.format = report->format;
    summary.architecture = report->architecture;
    summary.family = report->family;
    summary.parameters = report->parameters;
    summary.problems = report->problems;
    summary.canRun = report->canRun;
    summary.sizeBytes = bytesOf(path, stop);
    for (const auto& [dtype, count] : report->dtypes) {
        summary.dtypes += (summary.dtypes.empty() ? "" : ", ") + dtype;
    }
    return summary;
}

}  // namespace limn::studio
