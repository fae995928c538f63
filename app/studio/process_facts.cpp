// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/studio/process_facts.h"

#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>
#include <ctime>

namespace limn::studio {
namespace {

constexpr int kFieldsBeforeStart = 19;  // between the name in brackets and starttime; proc(5)

}  // namespace

std::int64_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    if (!(file >> total >> resident)) {
        return 0;
    }
    return resident * sysconf(_SC_PAGESIZE);
}

std::optional<std::int64_t> millisecondsSinceStart() {
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    const std::size_t bracket = line.rfind(')');  // the name may hold anything, brackets too
    if (bracket == std::string::npos) {
        return std::nullopt;
    }
    std::istringstream fields(line.substr(bracket + 1));
    std::string skipped;
    for (int i = 0; i < kFieldsBeforeStart; ++i) {
        fields >> skipped;
    }
    std::int64_t startTicks = 0;
    timespec now{};
    if (!(fields >> startTicks) || clock_gettime(CLOCK_BOOTTIME, &now) != 0) {
        return std::nullopt;
    }
    const std::int64_t nowMs = std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1000000;
    return nowMs - startTicks * 1000 / sysconf(_SC_CLK_TCK);
}

}  // namespace limn::studio
