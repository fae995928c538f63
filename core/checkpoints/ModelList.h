// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

/// One file of a model as it was when the model was added.
struct ModelFile {
    std::string name;  ///< relative to the model's path; empty if the model is this one file
    std::uint64_t sizeBytes = 0;
    std::string sha256;  ///< 64 hexadecimal digits
    bool operator==(const ModelFile&) const = default;
};

struct ModelEntry {
    std::string name;            ///< unique; what --model takes
    std::filesystem::path path;  ///< absolute
    std::string architecture;    ///< in words, as recognised when it was added
    std::vector<ModelFile> files;
    std::string family =
        {};  ///< "stable-diffusion-1"; empty of entries that were made before it was kept
};

struct ModelListContent {
    std::vector<ModelEntry> entries;             ///< in the order of adding
    std::vector<std::filesystem::path> folders;  ///< absolute; searched for models again and again
};

/// The person's list of models: names for paths, kept in models.json of the data folder; and the folders that
/// models are looked for in. The models
/// themselves stay where they are. Changes are made under a lock and appear whole or not at all, so
/// that two programs may change the list at once. One thread.
class ModelList {
public:
    explicit ModelList(std::filesystem::path dataFolder);

    /// No file = an empty list. A damaged file is an error and is left as it is.
    Result<ModelListContent> content() const;
    /// The entries alone.
    Result<std::vector<ModelEntry>> entries() const;
    /// The error of add() for a name that is taken: for whoever has much to do before that.
    Status requireFree(std::string_view name) const;
    /// Refuses a name that is taken.
    Status add(ModelEntry entry);
    /// InvalidRequest if there is none of this name.
    Status remove(std::string_view name);
    /// Requires an absolute path. One that is kept already changes nothing.
    Status addFolder(const std::filesystem::path& folder);
    /// InvalidRequest if it is not kept. Entries of models that lie in it stay.
    Status removeFolder(const std::filesystem::path& folder);

    std::filesystem::path file() const { return m_dataFolder / "models.json"; }

private:
    Status change(const std::function<Status(ModelListContent&)>& edit);

    std::filesystem::path m_dataFolder;
};

/// 1 ... 100 characters, none of them '/' or a control character, not beginning with '-' or '.'.
bool isModelName(std::string_view name);

/// Reads all of a model's files (a single file; or of a folder the weights, configurations and
/// vocabularies, three levels deep) and gives their sizes and hashes, sorted by name. `progress`
/// gets bytes done and in all.
Outcome<std::vector<ModelFile>> fingerprintModel(
    const std::filesystem::path& model, std::stop_token stop,
    const std::function<void(std::uint64_t done, std::uint64_t of)>& progress);

}  // namespace limn
