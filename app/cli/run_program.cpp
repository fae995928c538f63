// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/run_program.h"

#include "app/bootstrap/Interrupts.h"
#include "app/bootstrap/folders.h"
#include "app/bootstrap/process_guards.h"
#include "app/cli/CommandLine.h"
#include "app/cli/terminal_traits.h"

#include <exception>
#include <iostream>
#include <random>
#include <string>

#include <unistd.h>

namespace limn::cli {
namespace {

/// Of 32 bits: the number survives every program that reads JSON numbers as doubles.
std::uint64_t randomSeed() {
    return std::random_device{}();
}

}  // namespace

int runProgram(int argc, char** argv, const ProgramParts& parts) {
    installProcessGuards();
    Console console(std::cout, std::cerr, standardTerminalTraits());
    try {
        Interrupts interrupts;
        raiseOnSignals(interrupts);
        CommandContext context{.console = console,
                               .interrupts = interrupts,
                               .folders = standardFolders(),
                               .inputDescriptor = STDIN_FILENO,
                               .makeEngine = parts.makeEngine,
                               .runBenchmark = parts.runBenchmark,
                               .makeRandomSeed = randomSeed,
                               .openStudio = parts.openStudio,
                               .checkKeys = parts.checkKeys};
        const int skipped = argc > 0 ? 1 : 0;
        return static_cast<int>(runCommandLine({argv + skipped, argv + argc}, context));
    } catch (const std::exception& exception) {
        console.printError(std::string(exception.what()) + ".");
        return static_cast<int>(ExitCode::Failed);
    }
}

}  // namespace limn::cli
