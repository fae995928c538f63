// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/bootstrap/Interrupts.h"
#include "app/bootstrap/folders.h"
#include "app/bootstrap/process_guards.h"
#include "app/cli/CommandLine.h"
#include "app/cli/terminal_traits.h"
#ifdef LIMN_HAS_ENGINE
#include "inference/engine/TorchEngine.h"
#include "inference/engine/benchmark_run.h"
#endif

#include <iostream>
#include <random>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

std::uint64_t randomSeed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

}  // namespace

int main(int argc, char** argv) {
    using namespace limn;
    installProcessGuards();
    cli::Console console(std::cout, std::cerr, cli::standardTerminalTraits());
    try {
        Interrupts interrupts;
        raiseOnSignals(interrupts);
        cli::CommandContext context{.console = console,
                                    .interrupts = interrupts,
                                    .folders = standardFolders(),
                                    .inputDescriptor = STDIN_FILENO,
#ifdef LIMN_HAS_ENGINE
                                    .makeEngine = [] { return inference::makeTorchEngine(); },
                                    .runBenchmark = inference::runBenchmark,
#else
                                    .makeEngine = {},
                                    .runBenchmark = {},
#endif
                                    .makeRandomSeed = randomSeed};
        return static_cast<int>(cli::runCommandLine({argv + (argc > 0 ? 1 : 0), argv + argc}, context));
    } catch (const std::exception& exception) {
        console.printError(std::string(exception.what()) + ".");
        return static_cast<int>(cli::ExitCode::Failed);
    }
}
