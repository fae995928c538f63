// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

namespace limn::starter {

/// Adds `train-autoencoder`, `show-autoencoder` and `export-autoencoder`. A command that ran leaves its exit code in
/// `exitCode`, which outlives the parsing.
void addAutoencoderCommands(CLI::App& app, int& exitCode);

}  // namespace limn::starter
