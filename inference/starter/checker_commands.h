// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

namespace limn::starter {

/// train-checker and export-checker. Set `exitCode` when they run.
void addCheckerCommands(CLI::App& app, int& exitCode);

}  // namespace limn::starter
