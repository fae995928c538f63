// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
// `limn` as it is, but with a FakeEngine whose behaviour is chosen by LIMN_FAKE: "PHASE STEP"
// stands still there until it is asked to stop, "deaf" stands still for good, "cut" loses the file
// under a mapping. It says "standing" on standard error when it stands still, so that a test knows
// when to send its signal.
#include "app/cli/run_program.h"
#include "tests/support/FakeEngine.h"

#include <cstdlib>
#include <iostream>
#include <mutex>
#include <sstream>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <condition_variable>

namespace {

using namespace limn;

constexpr std::size_t kMappedBytes = 1U << 16U;

void standStill(const std::stop_token& stop) {
    std::cerr << "standing" << std::endl;
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait(lock, stop, [] { return false; });
}

void readACutFile() {
    char name[] = "/tmp/limn-cut-XXXXXX";
    const int file = ::mkstemp(name);
    ::unlink(name);
    if (::ftruncate(file, kMappedBytes) != 0) {
        return;
    }
    const auto* bytes = static_cast<const volatile char*>(
        ::mmap(nullptr, kMappedBytes, PROT_READ, MAP_SHARED, file, 0));
    if (::ftruncate(file, 0) == 0) {
        std::cerr << static_cast<int>(bytes[kMappedBytes - 1]) << std::endl;
    }
}

void behave(const std::string& order, const Progress& now, const std::stop_token& stop) {
    if (order == "cut") {
        readACutFile();
    } else if (order == "deaf" && now.phase == Phase::Denoise) {
        standStill({});
    }
    int phase = 0;
    int step = 0;
    std::istringstream words(order);
    if (words >> phase >> step && static_cast<int>(now.phase) == phase && now.step == step) {
        standStill(stop);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const char* order = std::getenv("LIMN_FAKE");
    auto script = std::make_shared<test::FakeEngineScript>();
    script->beforeProgress = [text = std::string(order != nullptr ? order : "")](
                                 const Progress& now, const std::stop_token& stop) {
        behave(text, now, stop);
    };
    return cli::runProgram(
        argc, argv,
        {.makeEngine = [script] { return std::make_unique<test::FakeEngine>(script); },
         .runBenchmark = {},
         .openStudio = {}});
}
