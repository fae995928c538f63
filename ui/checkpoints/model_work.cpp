// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/checkpoints/model_work.h"

#include <algorithm>
#include <optional>
#include <system_error>

namespace limn::ui {
namespace {

constexpr int kDeepestFolder = 3;
constexpr std::size_t kMostModels = 500;

bool isModelFile(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".safetensors" || extension == ".ckpt";
}

/// A diffusers folder, or one of transformers as models that describe come in.
bool isModelFolder(const std::filesystem::path& path) {
    const auto has = [&](const char* name) {
        std::error_code ignored;
        return std::filesystem::is_regular_file(path / name, ignored);
    };
    return has("model_index.json") || (has("config.json") && (has("model.safetensors") ||
                                                              has("model.safetensors.index.json")));
}

/// The models in a folder: model folders as wholes, and single files. Links are not followed.
std::vector<std::filesystem::path> modelsIn(const std::filesystem::path& folder,
                                            const std::stop_token& stop) {
    std::vector<std::filesystem::path> found;
    std::error_code problem;
    std::filesystem::recursive_directory_iterator entry(
        folder, std::filesystem::directory_options::skip_permission_denied, problem);
    for (; !problem && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(problem)) {
        if (stop.stop_requested() || found.size() >= kMostModels) {
            break;
        }
        std::error_code ignored;
        if (entry->is_directory(ignored)) {
            const bool isModel = isModelFolder(entry->path());
            if (isModel) {
                found.push_back(entry->path());
            }
            if (isModel || entry.depth() >= kDeepestFolder) {
                entry.disable_recursion_pending();
            }
        } else if (entry->is_regular_file(ignored) && isModelFile(entry->path())) {
            found.push_back(entry->path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// A name that no entry has yet, from the file's own.
std::string freeName(const std::filesystem::path& path, const std::vector<ModelEntry>& entries) {
    const bool isFile = isModelFile(path);
    std::string base = isFile ? path.stem().string() : path.filename().string();
    if (!isModelName(base) || base == "starter") {
        base = "model";
    }
    std::string name = base;
    for (int number = 2; std::any_of(entries.begin(), entries.end(),
                                     [&](const ModelEntry& entry) { return entry.name == name; });
         ++number) {
        name = base + "-" + std::to_string(number);
    }
    return name;
}

auto tellTo(BytesRead& read) {
    return [&read](std::uint64_t done, std::uint64_t of) {
        read.done = done;
        read.of = of;
    };
}

/// Nothing added is no failure where something else than a whole model lies beside others.
Outcome<std::optional<AddedModel>> addOne(const std::filesystem::path& path, ModelList& list,
                                          const InspectModel& inspect, bool isAlone,
                                          BytesRead& read, const std::stop_token& stop) {
    const auto summary = inspect(path, stop);
    if (!summary) {
        return summary.error();
    }
    if (!summary->canDraw() && !summary->canDescribe()) {
        if (!isAlone) {
            return std::optional<AddedModel>();
        }
        return Error{ErrorCode::Unsupported,
                     "'" + path.string() +
                         "' is no model that draws or describes pictures: it is of the kind '" +
                         summary->kind + "'.",
                     {}};
    }
    if (summary->canDescribe() && !summary->canRun) {  // of a kind that Limn cannot run
        return Error{ErrorCode::Unsupported,
                     "'" + path.string() + "' cannot be used: " + summary->problems.front(),
                     {}};
    }
    const auto entries = list.entries();
    if (!entries) {
        return entries.error();
    }
    const auto known = std::ranges::find(*entries, path, &ModelEntry::path);
    if (known != entries->end()) {
        return std::optional<AddedModel>({*known, summary->canDescribe()});
    }
    auto files = fingerprintModel(path, stop, tellTo(read));
    if (!files.isDone()) {
        return files.isCancelled() ? Outcome<std::optional<AddedModel>>(Cancelled{})
                                   : files.error();
    }
    const auto entriesNow =
        list.entries();  // others may have been added during the minutes that reading can take
    if (!entriesNow) {
        return entriesNow.error();
    }
    ModelEntry entry{.name = freeName(path, *entriesNow),
                     .path = path,
                     .architecture = summary->architecture,
                     .files = std::move(files).value(),
                     .family = summary->family};
    const Status added = list.add(entry);
    if (!added) {
        return added.error();
    }
    return std::optional<AddedModel>({std::move(entry), summary->canDescribe()});
}

}  // namespace

Outcome<AddedModels> addModels(const std::filesystem::path& path,
                               const std::filesystem::path& dataFolder, const InspectModel& inspect,
                               BytesRead& read, const std::stop_token& stop) {
    std::error_code problem;
    const std::filesystem::path whole = std::filesystem::canonical(path, problem);
    if (problem) {
        return Error{ErrorCode::FileNotFound,
                     "'" + path.string() + "' cannot be read: " + problem.message() + ".",
                     {}};
    }
    const bool isCollection =
        std::filesystem::is_directory(whole, problem) && !isModelFolder(whole);
    const auto paths =
        isCollection ? modelsIn(whole, stop) : std::vector<std::filesystem::path>{whole};
    if (paths.empty()) {
        return Error{ErrorCode::FileNotFound,
                     "No model was found in '" + whole.string() +
                         "': neither a .safetensors or .ckpt file nor the folder of a model.",
                     {}};
    }
    ModelList list(dataFolder);
    AddedModels added;
    for (const std::filesystem::path& one : paths) {
        const auto outcome = addOne(one, list, inspect, !isCollection, read, stop);
        if (outcome.isCancelled()) {
            return Cancelled{};
        }
        if (outcome.isFailed()) {
            added.problems.push_back(outcome.error().message);
        } else if (outcome.value()) {
            added.models.push_back(*outcome.value());
        }
    }
    return added;
}

Outcome<std::string> verifyModel(const ModelEntry& entry, BytesRead& read,
                                 const std::stop_token& stop) {
    const auto now = fingerprintModel(entry.path, stop, tellTo(read));
    if (!now.isDone()) {
        return now.isCancelled() ? Outcome<std::string>(Cancelled{}) : now.error();
    }
    for (const ModelFile& file : entry.files) {
        const auto found =
            std::find_if(now.value().begin(), now.value().end(),
                         [&](const ModelFile& other) { return other.name == file.name; });
        const std::string name = file.name.empty() ? entry.path.filename().string() : file.name;
        if (found == now.value().end()) {
            return "'" + name + "' is missing.";
        }
        if (found->sizeBytes != file.sizeBytes) {
            return "'" + name + "' has " + std::to_string(found->sizeBytes) + " bytes and had " +
                   std::to_string(file.sizeBytes) + " when it was added.";
        }
        if (found->sha256 != file.sha256) {
            return "The content of '" + name + "' is not what it was when it was added.";
        }
    }
    return std::string();
}

}  // namespace limn::ui
