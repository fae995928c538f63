// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/metadata/GenerationData.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace limn {

// Dialects that are one JSON object. Each gives nullopt if the object is not its own.

/// InvokeAI 3 and later: the PNG text "invokeai_metadata".
std::optional<GenerationData> readInvokeMetadata(const nlohmann::json& json);
/// InvokeAI 2: "sd-metadata". What stood in [brackets] was the negative prompt.
std::optional<GenerationData> readInvokeSdMetadata(const nlohmann::json& json);
/// InvokeAI 1 and lstein's fork: the command line "Dream".
std::optional<GenerationData> readInvokeDream(std::string_view text);

/// NovelAI: the PNG text "Comment". `source` names the model.
std::optional<GenerationData> readNovelAi(const nlohmann::json& json, std::string_view source);

/// Fooocus, scheme "fooocus" and the older one with its keys in title case.
std::optional<GenerationData> readFooocus(const nlohmann::json& json);

/// SwarmUI: {"sui_image_params": {...}}.
std::optional<GenerationData> readSwarm(const nlohmann::json& json);

}  // namespace limn
