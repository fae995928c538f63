// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/Interrupts.h"
#include "app/bootstrap/folders.h"
#include "core/engine/benchmark.h"
#include "inference/checkpoint/key_report.h"
#include "tests/support/FakeEngine.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace limn::test {

/// Runs `limn` inside the test: arguments in, exit code and both streams out, with a FakeEngine and
/// folders of the test's own.
class CommandLineRun {
public:
    std::shared_ptr<FakeEngineScript> script = std::make_shared<FakeEngineScript>();
    Interrupts interrupts;
    Folders folders;
    std::string input;  ///< standard input
    bool hasEngine = true;
    BenchmarkFunction benchmark;
    checkpoint::KeyCheck checkKeys;
    std::uint64_t randomSeed = 4711;

    int exitCode = -1;
    std::string output;
    std::string error;

    /// Gives exitCode.
    int run(const std::vector<std::string>& arguments);
};

}  // namespace limn::test
