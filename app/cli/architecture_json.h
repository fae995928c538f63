// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <nlohmann/json.hpp>

#include <string>

namespace limn::cli {

// What a model is, with the same words in every command: "architecture" for people, "family" for programs.

/// For the end of a command's --help.
inline constexpr const char* kArchitectureHelp =
    "\nJSON: \"architecture\" is in words; \"family\" is one word that does not change:\n"
    "stable-diffusion-1, stable-diffusion-2, stable-diffusion-xl, qwen3-vl, smolvlm\n"
    "or null.";

/// "stable-diffusion-1" ...; null where Limn runs none such.
inline nlohmann::ordered_json familyJson(const std::string& family) {
    return family.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(family);
}

/// "Stable Diffusion 1.x inpainting", as 'limn inspect' says it.
inline const std::string& architectureOf(const ModelInfo& model) {
    return model.architectureName.empty() ? model.architecture : model.architectureName;
}

}  // namespace limn::cli
