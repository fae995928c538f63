// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/checkpoints/ModelList.h"
#include "core/checkpoints/ModelSummary.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace limn::ui {

/// What the models page does off the GUI thread. Any thread.

struct AddedModel {
    ModelEntry entry;
    bool canDescribe = false;  ///< else it draws
};
struct AddedModels {
    std::vector<AddedModel> models;
    std::vector<std::string> problems;  ///< full sentences, one a file that was not taken
};

/// How far a model's bytes are read; written by the thread that reads, looked at by the window.
struct BytesRead {
    std::atomic<std::uint64_t> done{0};
    std::atomic<std::uint64_t> of{0};  ///< 0 while it is not known
};

/// Adds what `path` is, or what is found in the folder `path`, to the list; a model that is on it is left alone.
Outcome<AddedModels> addModels(const std::filesystem::path& path,
                               const std::filesystem::path& dataFolder, const InspectModel& inspect,
                               BytesRead& read, const std::stop_token& stop);

/// Done with an empty string if every byte is as it was; else with a sentence about the first difference.
Outcome<std::string> verifyModel(const ModelEntry& entry, BytesRead& read,
                                 const std::stop_token& stop);

}  // namespace limn::ui
