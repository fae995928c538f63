// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/qwen3_vl/Qwen3VLConfig.h"
#include "inference/models/smolvlm/SmolVLMConfig.h"

#include <set>
#include <string>

namespace limn::checkpoint {

// The tensors that a model of this configuration has, by name: for telling what a file lacks without building it. The
// loader does not use them; it asks the modules.

std::set<std::string> keysOf(const models::Qwen3VLConfig& config);
std::set<std::string> keysOf(const models::SmolVLMConfig& config);

}  // namespace limn::checkpoint
