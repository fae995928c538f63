// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/checkpoint/ModelDescription.h"
#include "inference/checkpoint/key_report.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::checkpoint {

/// What `limn inspect` tells about a model file or folder. All text is safe to print. A plain
/// value.
struct Inspection {
    std::filesystem::path path;
    ModelKind kind = ModelKind::Unknown;
    std::string format;
    std::string architecture;  ///< in words
    std::string family;        ///< familyName()
    /// elements of the tensors that the model uses; all, if unknown
    std::uint64_t parameters = 0;
    std::uint64_t tensors = 0;  ///< in all files
    /// "F16", "BF16" ... in all formats (of types that Limn does not compute with the file's own name) -> tensors that
    /// have it
    std::map<std::string, std::uint64_t> dtypes;
    std::map<std::string, std::string> metadata;  ///< keys and values cut to a readable length
    /// full sentences: what is missing or not supported, then what is only odd
    std::vector<std::string> problems;
    std::vector<std::string> missing;     ///< all of them, "file: key"; a problem tells of the first
    std::vector<std::string> unexpected;  ///< the same
    std::vector<WrongShape> wrongShapes;  ///< the same
    bool canRun = true;                   ///< none of them keeps it from being used
};

/// The names of the tensors against the configurations; the shapes are not looked at.
KeyReport compareKeys(const ModelDescription& model);

/// The part of a report that no component can give: ModelDescription::unexpectedKeys, with their file.
void addUnexpectedOf(const ModelDescription& model, KeyReport& report);

/// Reads headers and JSON, and of formats that keep checksums the first GB of tensors too. Fails where describeModel()
/// fails: nothing there, damaged, hostile.
/// An empty `check` is compareKeys.
Result<Inspection> inspectModel(const std::filesystem::path& path, std::stop_token stop = {},
                                const KeyCheck& check = {});
Inspection inspect(const ModelDescription& model, const KeyCheck& check = {});

/// One object with the keys of the command line's contract.
nlohmann::json toJson(const Inspection& inspection);

}  // namespace limn::checkpoint
