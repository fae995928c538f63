// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <filesystem>

namespace limn {

/// Whether a describing model's verdicts on prompts are worth telling: true, unless its folder says that it was measured
/// and found wanting (limn-capabilities.json, "match_accuracy" below 0.9; the benchmark's figure goes there by hand).
bool judgesPrompts(const std::filesystem::path& modelFolder);

}  // namespace limn
