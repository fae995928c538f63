// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn {

/// What a model file or folder is, as far as its headers tell. A plain value; all text is safe to show.
struct ModelSummary {
    std::string
        kind;  ///< "checkpoint", "lora", "autoencoder", "text-encoder", "description-model", "unknown" ...
    std::string format;
    std::string architecture;  ///< in words
    std::string family = {};   ///< "stable-diffusion-1"; empty: none that Limn runs
    std::string dtypes;  ///< "float16", or several with commas
    std::uint64_t parameters = 0;
    std::uint64_t sizeBytes = 0;
    std::vector<std::string> problems;  ///< full sentences, those that matter most first
    bool canRun = true;                 ///< none of them keeps it from being used

    bool canDraw() const { return kind == "checkpoint"; }
    bool canDescribe() const { return kind == "description-model"; }
};

/// Looks at headers only and runs nothing. Given by app, since the readers are in inference. Any thread.
using InspectModel =
    std::function<Result<ModelSummary>(const std::filesystem::path&, const std::stop_token&)>;

}  // namespace limn
