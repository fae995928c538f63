// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/input_text.h"

#include "core/base/display_text.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <unistd.h>

namespace limn::cli {
namespace {

Error refused(const std::string& why) {
    return {ErrorCode::InvalidRequest, "The prompt on standard input " + why + ".", {}};
}

}  // namespace

Outcome<std::string> readInputText(int descriptor, std::size_t mostBytes,
                                   const Interrupts& interrupts) {
    std::string text;
    std::array<char, 65536> chunk;
    while (true) {
        pollfd watched[2] = {{descriptor, POLLIN, 0}, {interrupts.descriptor(), POLLIN, 0}};
        ::poll(watched, 2, -1);
        if (interrupts.isRaised()) {
            return Cancelled{};
        }
        if (watched[0].revents == 0) {
            continue;
        }
        const ssize_t got = ::read(descriptor, chunk.data(), chunk.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (got < 0) {
            return Error{
                ErrorCode::FileNotFound,
                std::string("Standard input cannot be read: ") + std::strerror(errno) + ".",
                {}};
        }
        if (got == 0) {
            break;
        }
        text.append(chunk.data(), static_cast<std::size_t>(got));
        if (text.size() > mostBytes) {
            return refused("must be at most " + std::to_string(mostBytes) +
                           " bytes long, but it is longer");
        }
    }
    if (text.ends_with('\n')) {
        text.pop_back();
    }
    if (text.ends_with('\r')) {
        text.pop_back();
    }
    if (!isValidUtf8(text) || text.find('\0') != std::string::npos) {
        return refused("must be UTF-8 text, but it holds bytes that are not");
    }
    return text;
}

}  // namespace limn::cli
