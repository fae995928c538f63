// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

namespace limn::starter {

/// Adds `make-tokenizer`, `cache-latents`, `train-generator` and `show-generator`. A command that fails sets `exitCode`,
/// which outlives the parsing.
void addGeneratorCommands(CLI::App& app, int& exitCode);

}  // namespace limn::starter
