// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

namespace limn::starter {

/// benchmark, sheet48 and make-benchmark. Set `exitCode` when they run.
void addBenchmarkCommands(CLI::App& app, int& exitCode);

}  // namespace limn::starter
