// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "ui/checkpoints/model_work.h"

#include <algorithm>
#include <map>
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

std::set<std::string> namesOf(const std::vector<ModelEntry>& entries) {
    std::set<std::string> names;
    for (const ModelEntry& entry : entries) {
        names.insert(entry.name);
    }
    return names;
}

auto tellTo(BytesRead& read) {
    return [&read](std::uint64_t done, std::uint64_t of) {
        read.done = done;
        read.of = of;
    };
}

bool isModel(const ModelSummary& summary) {
    return summary.canDraw() || summary.canDescribe();
}

/// A model that describes must be of a kind that Limn runs; one that draws is shown with what is wrong with it.
Status requireRunnable(const std::filesystem::path& path, const ModelSummary& summary) {
    if (!summary.canDescribe() || summary.canRun) {
        return Unit{};
    }
    return Error{ErrorCode::Unsupported,
                 "'" + path.string() + "' cannot be used: " +
                     (summary.problems.empty() ? "it is of a kind that Limn does not run."
                                               : summary.problems.front()),
                 {}};
}

Outcome<AddedModel> addOne(const std::filesystem::path& path, ModelList& list,
                           const InspectModel& inspect, BytesRead& read,
                           const std::stop_token& stop) {
    const auto summary = inspect(path, stop);
    if (!summary) {
        return summary.error();
    }
    if (!isModel(*summary)) {
        return Error{ErrorCode::Unsupported,
                     "'" + path.string() +
                         "' is no model that draws or describes pictures: it is of the kind '" +
                         summary->kind + "'.",
                     {}};
    }
    if (const Status runnable = requireRunnable(path, *summary); !runnable) {
        return runnable.error();
    }
    const auto entries = list.entries();
    if (!entries) {
        return entries.error();
    }
    const auto known = std::ranges::find(*entries, path, &ModelEntry::path);
    if (known != entries->end()) {
        return AddedModel{*known, summary->canDescribe()};
    }
    auto files = fingerprintModel(path, stop, tellTo(read));
    if (!files.isDone()) {
        return files.isCancelled() ? Outcome<AddedModel>(Cancelled{}) : files.error();
    }
    const auto entriesNow =
        list.entries();  // others may have been added during the minutes that reading can take
    if (!entriesNow) {
        return entriesNow.error();
    }
    ModelEntry entry{.name = freeModelName(path, namesOf(*entriesNow)),
                     .path = path,
                     .architecture = summary->architecture,
                     .files = std::move(files).value(),
                     .family = summary->family};
    const Status added = list.add(entry);
    if (!added) {
        return added.error();
    }
    return AddedModel{std::move(entry), summary->canDescribe()};
}

/// Something else than a whole model beside models is no failure.
Outcome<AddedModels> addCollection(const std::filesystem::path& folder, ModelList& list,
                                   const InspectModel& inspect, const std::stop_token& stop) {
    const auto paths = modelsIn(folder, stop);
    if (stop.stop_requested()) {
        return Cancelled{};
    }
    if (paths.empty()) {
        return Error{ErrorCode::FileNotFound,
                     "No model was found in '" + folder.string() +
                         "': neither a .safetensors or .ckpt file nor the folder of a model.",
                     {}};
    }
    AddedModels added;
    for (const std::filesystem::path& path : paths) {
        const auto summary = inspect(path, stop);
        if (stop.stop_requested()) {
            return Cancelled{};
        }
        const Status runnable = summary ? requireRunnable(path, *summary) : Status(summary.error());
        if (!runnable) {
            added.problems.push_back(runnable.error().message);
        } else if (isModel(*summary)) {
            added.found.push_back({path, *summary});
        }
    }
    if (const Status kept = list.addFolder(folder); !kept) {
        return kept.error();
    }
    return added;
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
    ModelList list(dataFolder);
    if (isCollection) {
        read.isSearch = true;
        return addCollection(whole, list, inspect, stop);
    }
    const auto outcome = addOne(whole, list, inspect, read, stop);
    if (outcome.isCancelled()) {
        return Cancelled{};
    }
    AddedModels added;
    if (outcome.isFailed()) {
        added.problems.push_back(outcome.error().message);
    } else {
        added.models.push_back(outcome.value());
    }
    return added;
}

FolderModels searchFolders(const FolderSearch& search, const InspectModel& inspect,
                           const std::stop_token& stop) {
    std::map<std::filesystem::path, const FoundModel*> known;
    for (const FoundModel& model : search.known) {
        known.emplace(model.path, &model);
    }
    FolderModels now;
    std::set<std::filesystem::path> seen = search.listed;  // folders may lie in each other
    for (const std::filesystem::path& folder : search.folders) {
        std::error_code problem;
        if (!std::filesystem::is_directory(folder, problem)) {
            now.unreadable.insert(folder);
            continue;
        }
        for (const std::filesystem::path& path : modelsIn(folder, stop)) {
            if (stop.stop_requested()) {
                return now;
            }
            if (!seen.insert(path).second) {
                continue;
            }
            if (const auto former = known.find(path); former != known.end()) {
                now.models.push_back(*former->second);
                continue;
            }
            if (search.others.contains(path)) {
                now.others.insert(path);
                continue;
            }
            const auto summary =
                inspect ? inspect(path, stop) : Result<ModelSummary>(ModelSummary());
            if (!summary) {
                continue;
            }
            if (isModel(*summary) && requireRunnable(path, *summary)) {
                now.models.push_back({path, *summary});
            } else {
                now.others.insert(path);
            }
        }
    }
    return now;
}

std::string freeModelName(const std::filesystem::path& path, const std::set<std::string>& taken) {
    std::string base = isModelFile(path) ? path.stem().string() : path.filename().string();
    if (!isModelName(base) || base == "starter") {
        base = "model";
    }
    std::string name = base;
    for (int number = 2; taken.contains(name); ++number) {
        name = base + "-" + std::to_string(number);
    }
    return name;
}

bool isInFolder(const std::filesystem::path& path, const std::filesystem::path& folder) {
    const auto [ofFolder, ofPath] =
        std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return ofFolder == folder.end() && ofPath != path.end();
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
