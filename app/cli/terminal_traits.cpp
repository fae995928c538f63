// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/terminal_traits.h"

#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace limn::cli {
namespace {

constexpr int kUsualColumns = 80;

int terminalColumns() {
    winsize size{};
    for (const int descriptor : {STDERR_FILENO, STDOUT_FILENO}) {
        if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
            return size.ws_col;
        }
    }
    return kUsualColumns;
}

}  // namespace

TerminalTraits standardTerminalTraits() {
    const char* terminal = std::getenv("TERM");
    const char* noColour = std::getenv("NO_COLOR");
    const bool isDumb = terminal == nullptr || std::string_view(terminal) == "dumb";
    const bool isErrorTerminal = ::isatty(STDERR_FILENO) == 1 && !isDumb;
    return {.isOutputTerminal = ::isatty(STDOUT_FILENO) == 1,
            .isErrorTerminal = isErrorTerminal,
            .usesColour = isErrorTerminal && (noColour == nullptr || noColour[0] == '\0'),
            .widthColumns = terminalColumns};
}

}  // namespace limn::cli
