// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/checkpoints/ModelList.h"
#include "core/checkpoints/ModelSummary.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::ui {

/// What the models page does off the GUI thread. Any thread.

struct AddedModel {
    ModelEntry entry;
    bool canDescribe = false;  ///< else it draws
};
/// A model that lies in a folder which is searched; it is not on the list itself.
struct FoundModel {
    std::filesystem::path path;
    ModelSummary summary;
};
struct AddedModels {
    std::vector<AddedModel> models;     ///< now on the list
    std::vector<FoundModel> found;      ///< of a folder with many: on the list is the folder
    std::vector<std::string> problems;  ///< full sentences, one a file that was not taken
};

/// How far a model's bytes are read; written by the thread that reads, looked at by the window.
struct BytesRead {
    std::atomic<std::uint64_t> done{0};
    std::atomic<std::uint64_t> of{0};  ///< 0 while it is not known
    std::atomic<bool> isSearch{
        false};  ///< of a folder: headers are looked at, and no bytes counted
};

/// Adds the model that `path` is to the list; one that is on it is left alone. Of a folder with models in it the folder
/// is kept, and nothing of them but their headers is read.
Outcome<AddedModels> addModels(const std::filesystem::path& path,
                               const std::filesystem::path& dataFolder, const InspectModel& inspect,
                               BytesRead& read, const std::stop_token& stop);

struct FolderSearch {
    std::vector<std::filesystem::path> folders;
    std::vector<FoundModel> known;           ///< of an earlier search: not looked into again
    std::set<std::filesystem::path> others;  ///< no models that could be chosen: neither
    std::set<std::filesystem::path> listed;  ///< on the list themselves
};
struct FolderModels {
    std::vector<FoundModel> models;          ///< in the order of the folders, then of the paths
    std::set<std::filesystem::path> others;  ///< looked into, and no models that could be chosen
    std::set<std::filesystem::path> unreadable;  ///< folders
};

/// What lies in the folders now. A file that cannot be read, perhaps since it is still being copied, is passed over
/// and looked at again the next time.
FolderModels searchFolders(const FolderSearch& search, const InspectModel& inspect,
                           const std::stop_token& stop);

/// A name that is not among `taken`, from the file's own.
std::string freeModelName(const std::filesystem::path& path, const std::set<std::string>& taken);

/// True if `path` lies in `folder`, however deep.
bool isInFolder(const std::filesystem::path& path, const std::filesystem::path& folder);

/// Done with an empty string if every byte is as it was; else with a sentence about the first difference.
Outcome<std::string> verifyModel(const ModelEntry& entry, BytesRead& read,
                                 const std::stop_token& stop);

}  // namespace limn::ui
