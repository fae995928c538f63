// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/inspect_path.h"

#include "core/base/RegularFile.h"

#include <system_error>

namespace limn::cli {

std::string InspectReport::kindPhrase() const {
    if (kind == "lora") {
        return "a LoRA";
    }
    if (kind == "autoencoder") {
        return "an autoencoder";
    }
    if (kind == "unknown") {
        return "of a kind that Limn does not know";
    }
    return "a " + (kind == "text-encoder" ? std::string("text encoder") : kind);
}

Result<InspectReport> inspectPath(const std::filesystem::path& path, const std::stop_token&) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored)) {
        const auto file = RegularFile::open(path);
        if (!file) {
            return file.error();
        }
    }
    InspectReport report;
    report.path = path;
    report.problems.push_back("This version cannot recognise it yet.");
    return report;
}

}  // namespace limn::cli
