// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/display_text.h"

#include <cstdint>

namespace limn {

namespace {

std::uint8_t byteAt(std::string_view text, std::size_t index) {
    return static_cast<std::uint8_t>(text[index]);
}

bool isContinuation(std::uint8_t byte) {
    return (byte & 0xC0U) == 0x80U;
}

/// U+200E, U+200F, U+202A ... U+202E, U+2066 ... U+2069: they can make a message read as another one.
bool isBidirectionalMark(std::string_view sequence) {
    if (sequence.size() != 3 || byteAt(sequence, 0) != 0xE2) {
        return false;
    }
    const std::uint8_t second = byteAt(sequence, 1);
    const std::uint8_t third = byteAt(sequence, 2);
    return (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE))) ||
           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

bool isControl(std::string_view sequence) {
    const std::uint8_t first = byteAt(sequence, 0);
    return (sequence.size() == 1 && (first < 0x20 || first == 0x7F)) ||
           (sequence.size() == 2 && first == 0xC2 && byteAt(sequence, 1) < 0xA0);
}

void appendEscaped(std::string& out, std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        out += "\\x";
        out += kDigits[byteAt(bytes, i) >> 4U];
        out += kDigits[byteAt(bytes, i) & 0xFU];
    }
}

}  // namespace

std::size_t utf8SequenceLength(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const std::uint8_t first = byteAt(text, 0);
    if (first < 0x80) {
        return 1;
    }
    std::size_t length = 0;
    std::uint8_t lowest = 0x80;  // of the second byte: shuts out overlong forms, surrogates, > U+10FFFF
    std::uint8_t highest = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
        length = 2;
    } else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        lowest = first == 0xE0 ? 0xA0 : 0x80;
        highest = first == 0xED ? 0x9F : 0xBF;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        lowest = first == 0xF0 ? 0x90 : 0x80;
        highest = first == 0xF4 ? 0x8F : 0xBF;
    } else {
        return 0;
    }
    if (text.size() < length || byteAt(text, 1) < lowest || byteAt(text, 1) > highest) {
        return 0;
    }
    for (std::size_t i = 2; i < length; ++i) {
        if (!isContinuation(byteAt(text, i))) {
            return 0;
        }
    }
    return length;
}

bool isValidUtf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string displayText(std::string_view untrusted, std::size_t maxBytes) {
    std::string out;
    while (!untrusted.empty()) {
        if (out.size() >= maxBytes) {
            return out + "...";
        }
        const std::size_t length = utf8SequenceLength(untrusted);
        const std::string_view sequence = untrusted.substr(0, length == 0 ? 1 : length);
        if (length == 0 || isControl(sequence) || isBidirectionalMark(sequence)) {
            appendEscaped(out, sequence);
        } else {
            out += sequence;
        }
        untrusted.remove_prefix(sequence.size());
    }
    return out;
}

}  // namespace limn
