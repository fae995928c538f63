// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/terminal_text.h"

#include "core/base/display_text.h"

#include <algorithm>
#include <cstdint>

namespace limn::cli {
namespace {

struct Character {
    std::size_t bytes = 1;
    int columns = 1;
};

int columnsOf(std::uint32_t c) {
    const bool isCombining = (c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200D) ||
                             (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F);
    if (isCombining) {
        return 0;
    }
    const bool isWide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                        (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                        (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                        (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
                        (c >= 0x20000 && c <= 0x3FFFD);
    return isWide ? 2 : 1;
}

/// Bytes that are not UTF-8 count as one character each.
Character characterAt(std::string_view text, std::size_t at) {
    const std::size_t bytes = utf8SequenceLength(text.substr(at));
    if (bytes <= 1) {
        return {};
    }
    auto codePoint =
        static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at]) & (0xFFu >> (bytes + 1)));
    for (std::size_t i = 1; i < bytes; ++i) {
        codePoint = (codePoint << 6) | (static_cast<std::uint8_t>(text[at + i]) & 0x3Fu);
    }
    return {bytes, columnsOf(codePoint)};
}

}  // namespace

int displayColumns(std::string_view text) {
    int columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        columns += character.columns;
        at += character.bytes;
    }
    return columns;
}

std::string cutToColumns(std::string_view text, int columns) {
    if (displayColumns(text) <= columns) {
        return std::string(text);
    }
    std::size_t at = 0;
    for (int used = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        if (used + character.columns > columns - 1) {
            break;
        }
        used += character.columns;
        at += character.bytes;
    }
    return columns < 1 ? std::string() : std::string(text.substr(0, at)) + "…";
}

}  // namespace limn::cli
