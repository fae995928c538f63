// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/folders.h"
#include "core/base/Result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace limn::cli {

struct ChosenModel {
    std::string name;  ///< what --model takes to get the same one
    std::filesystem::path path;
    std::string sha256 = {};  ///< of a model that is one file of the list; empty if it is not known
};

/// What --model means: a name of the list, else a path that exists ("./name" for a file that is
/// called as a model of the list); nullopt = the starter. The error says where was looked.
Result<ChosenModel> chooseModel(const std::optional<std::string>& given, const Folders& folders);

/// The same for models that describe pictures; their starter is a folder of its own.
Result<ChosenModel> chooseDescriber(const std::optional<std::string>& given,
                                    const Folders& folders);

inline constexpr const char* kNoEngineSentence =
    "This limn was built without its engine (libtorch): it can inspect files and keep the list of "
    "models, "
    "but it cannot make pictures.";

}  // namespace limn::cli
