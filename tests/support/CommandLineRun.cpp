// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "tests/support/CommandLineRun.h"

#include "app/cli/CommandLine.h"

#include <cstdio>
#include <sstream>

namespace limn::test {

int CommandLineRun::run(const std::vector<std::string>& arguments) {
    // An unnamed file is a standard input of any length without a writing thread.
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
    std::fwrite(input.data(), 1, input.size(), file.get());
    std::rewind(file.get());

    std::ostringstream outputStream;
    std::ostringstream errorStream;
    cli::Console console(outputStream, errorStream, {});
    cli::CommandContext context{.console = console,
                                .interrupts = interrupts,
                                .folders = folders,
                                .inputDescriptor = ::fileno(file.get()),
                                .makeEngine = {},
                                .runBenchmark = benchmark,
                                .makeRandomSeed = [this] { return randomSeed; },
                                .openStudio = {},
                                .checkKeys = checkKeys};
    if (hasEngine) {
        context.makeEngine = [this] {
            return std::make_unique<FakeEngine>(script);
        };
    }
    exitCode = static_cast<int>(cli::runCommandLine(arguments, context));
    output = outputStream.str();
    error = errorStream.str();
    return exitCode;
}

}  // namespace limn::test
