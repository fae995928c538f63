// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/model_choice.h"

#include "core/checkpoints/ModelList.h"

#include <system_error>

namespace limn::cli {

Result<ChosenModel> chooseModel(const std::optional<std::string>& given, const Folders& folders) {
    if (!given) {
        if (!hasStarter(folders)) {
            return Error{ErrorCode::FileNotFound,
                         "There is no starter model in this build yet: give a model folder, a "
                         ".safetensors or a .ckpt "
                         "file with --model.",
                         {}};
        }
        return ChosenModel{"starter", folders.starter, {}};
    }
    if (given->empty()) {
        return Error{ErrorCode::InvalidRequest,
                     "--model must be a name, a folder or a file, but it is empty.",
                     {}};
    }
    if (*given == "starter" && hasStarter(folders)) {
        return ChosenModel{*given, folders.starter, {}};
    }
    const std::filesystem::path path(*given);
    const bool mayBeName = isModelName(*given);
    if (mayBeName) {
        std::error_code ignored;
        const auto entries = ModelList(folders.data).entries();
        if (!entries && !std::filesystem::exists(path, ignored)) {
            return entries.error();
        }
        for (const ModelEntry& entry : entries ? *entries : std::vector<ModelEntry>()) {
            if (entry.name == *given) {
                const bool isOneFile = entry.files.size() == 1 && entry.files.front().name.empty();
                return ChosenModel{entry.name, entry.path,
                                   isOneFile ? entry.files.front().sha256 : std::string()};
            }
        }
    }
    std::error_code failed;
    if (std::filesystem::exists(path, failed)) {
        return ChosenModel{*given, path, {}};
    }
    if (failed) {
        return Error{ErrorCode::FileNotFound,
                     "--model '" + *given + "' cannot be read: " + failed.message() + ".",
                     {}};
    }
    return Error{
        ErrorCode::FileNotFound,
        "--model '" + *given + "' is neither a file nor a folder" +
            (mayBeName ? " nor a name in the list of models (see 'limn models list')." : "."),
        {}};
}

Result<ChosenModel> chooseDescriber(const std::optional<std::string>& given,
                                    const Folders& folders) {
    if (given && *given != "starter") {
        return chooseModel(given, folders);
    }
    std::error_code ignored;
    const auto starter = folders.starter / "describer";
    if (!std::filesystem::exists(starter / "config.json", ignored)) {
        return Error{ErrorCode::FileNotFound,
                     "There is no describing model in this build yet: give the folder of one, such "
                     "as a Qwen3-VL, with "
                     "--model.",
                     {}};
    }
    return ChosenModel{"starter", starter};
}

}  // namespace limn::cli
