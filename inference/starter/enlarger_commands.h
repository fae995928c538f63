// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

namespace limn::starter {

/// train-enlarger, show-enlarger and export-enlarger. Set `exitCode` when they run.
void addEnlargerCommands(CLI::App& app, int& exitCode);

}  // namespace limn::starter
