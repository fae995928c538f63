// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace limn::checkpoint {

/// A configuration as Python writes it: -Infinity, Infinity and NaN, which JSON does not have,
/// arrive as text. At most 4 MB.
Result<nlohmann::json> readConfigFile(const std::filesystem::path& file);

/// The text of a key; empty if `object` has none.
std::string textOf(const nlohmann::json& object, const char* key);

/// The weights of a component folder, by the names that diffusers and transformers give them:
/// safetensors, sharded, the fp16 variant, then pickle (`oldStem`).bin. Sharded pickles are not
/// read.
std::optional<std::filesystem::path> weightFile(const std::filesystem::path& folder,
                                                const std::string& stem,
                                                const std::string& oldStem);

}  // namespace limn::checkpoint
