// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/inspect_path.h"

#include "inference/checkpoint/inspect.h"

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

Result<InspectReport> inspectPath(const std::filesystem::path& path, const std::stop_token& stop) {
    auto model = checkpoint::inspectModel(path, stop);
    if (!model) {
        return std::move(model).error();
    }
    InspectReport report;
    report.path = path;
    report.kind = checkpoint::modelKindName(model->kind);
    report.format = std::move(model->format);
    report.architecture = std::move(model->architecture);
    report.parameters = model->parameters;
    report.dtypes = std::move(model->dtypes);
    report.tensors = model->tensors;
    report.metadata = std::move(model->metadata);
    report.problems = std::move(model->problems);
    return report;
}

}  // namespace limn::cli
