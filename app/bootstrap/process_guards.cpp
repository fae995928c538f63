// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/bootstrap/process_guards.h"

#include <csignal>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace limn {
namespace {

constexpr std::string_view kFileCutShort =
    "limn: A file that was being read became shorter or unreadable (was it replaced, or is the "
    "disk failing?); "
    "nothing was saved.\n";

void handleBusError(int) {
    [[maybe_unused]] const auto written =
        ::write(STDERR_FILENO, kFileCutShort.data(), kFileCutShort.size());
    ::_exit(1);
}

/// A service may start us with the standard streams closed. The next file that is opened would take their number, be read as
/// the prompt, or be written into: an end that only fails takes their place.
void holdStandardStreams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0) {
            ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

}  // namespace

void installProcessGuards() {
    holdStandardStreams();
    struct sigaction action {};
    sigemptyset(&action.sa_mask);
    action.sa_handler = handleBusError;
    action.sa_flags =
        static_cast<int>(SA_RESETHAND);  // a second fault in the handler ends us the plain way
    ::sigaction(SIGBUS, &action, nullptr);

    action.sa_flags = 0;
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, nullptr);
    ::sigaction(SIGXFSZ, &action, nullptr);
}

}  // namespace limn
