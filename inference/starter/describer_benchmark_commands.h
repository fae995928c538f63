// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

namespace limn::starter {

/// make-describer-benchmark, benchmark-describer.
void addDescriberBenchmarkCommands(CLI::App& app, int& exitCode);

}  // namespace limn::starter
