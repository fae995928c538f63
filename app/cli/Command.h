// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/Interrupts.h"
#include "app/bootstrap/folders.h"
#include "app/cli/CommonOptions.h"
#include "app/cli/Console.h"
#include "app/cli/ExitCode.h"
#include "app/studio/StudioRequest.h"
#include "core/engine/Engine.h"
#include "core/engine/benchmark.h"
#include "inference/checkpoint/key_report.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <functional>
#include <memory>

namespace limn::cli {

/// What a command works with. main() fills it for the real program, tests with their own. All by
/// reference or function: commands build nothing that outlives them.
struct CommandContext {
    Console& console;
    Interrupts& interrupts;
    Folders folders;
    int inputDescriptor = 0;  ///< standard input
    std::function<std::unique_ptr<Engine>()>
        makeEngine;                  ///< called on the engine's thread; empty = none in this build
    BenchmarkFunction runBenchmark;  ///< empty = none in this build
    std::function<std::uint64_t()> makeRandomSeed;
    OpenStudio openStudio;  ///< empty = no window in this build
    checkpoint::KeyCheck checkKeys = {};  ///< empty = this build compares names only
};

/// One subcommand. Main thread only.
class Command {
public:
    virtual ~Command() = default;
    /// Adds the subcommand and its options. `program` outlives this object's use.
    virtual void declare(CLI::App& program) = 0;
    /// True if the command line named this command.
    virtual bool isChosen() const = 0;
    virtual ExitCode run(const CommonOptions& common, CommandContext& context) = 0;
    /// The levels at which the person may have written common options, outermost first.
    virtual std::vector<const CommonOptionSet*> commonOptionSets() const = 0;
};

}  // namespace limn::cli
