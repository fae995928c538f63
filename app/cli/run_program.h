// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"

#include <functional>
#include <memory>

namespace limn::cli {

/// What of the program depends on the build.
struct ProgramParts {
    std::function<std::unique_ptr<Engine>()> makeEngine;  ///< empty: this build has none
    BenchmarkFunction runBenchmark;                       ///< empty: this build has none
    OpenStudio openStudio;                                ///< empty: this build has no window
    checkpoint::KeyCheck checkKeys = {};                  ///< empty: this build compares names only
};

/// All of main(): signals, streams, folders, command line. Gives the exit code; throws nothing.
int runProgram(int argc, char** argv, const ProgramParts& parts);

}  // namespace limn::cli
