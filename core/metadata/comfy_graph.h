// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/metadata/GenerationData.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace limn {

/// ComfyUI saves the graph that it ran, not the settings: numbered nodes, {"class_type", "inputs"},
/// where an input is a value or a link [node, output]. Walks from the nodes that save pictures back to
/// the nearest sampler, and from there to prompts, model, LoRAs and size. Every node is visited once
/// for each question, without recursion; a graph that bites its own tail ends. nullopt if it is no
/// such graph. Nodes of extensions are understood as far as they name their inputs like the others.
std::optional<GenerationData> readComfyGraph(const nlohmann::json& graph);

}  // namespace limn
