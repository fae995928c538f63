// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/io/text_encoding.h"

#include "core/base/display_text.h"

#include <algorithm>

namespace limn {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

void appendUtf8(std::string& text, char32_t code) {
    const auto put = [&](char32_t byte) {
        text.push_back(static_cast<char>(byte));
    };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// Requires a well-formed sequence of `length` bytes.
char32_t decodeUtf8(const char* p, std::size_t length) {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(p[i]));
    };
    switch (length) {
    case 1:
        return byte(0);
    case 2:
        return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
        return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
        break;
    }
    return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 |
           (byte(3) & 0x3F);
}

char32_t unitAt(std::span<const std::uint8_t> bytes, std::size_t i, Utf16Order order) {
    const char32_t a = bytes[i];
    const char32_t b = bytes[i + 1];
    return order == Utf16Order::BigEndian ? a << 8 | b : b << 8 | a;
}

Utf16Order likelyOrder(std::span<const std::uint8_t> bytes, Utf16Order unsure) {
    std::size_t asciiBig = 0;
    std::size_t asciiLittle = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        asciiBig += bytes[i] == 0 && bytes[i + 1] != 0 ? 1 : 0;
        asciiLittle += bytes[i + 1] == 0 && bytes[i] != 0 ? 1 : 0;
    }
    if (asciiBig == asciiLittle) {
        return unsure;
    }
    return asciiBig > asciiLittle ? Utf16Order::BigEndian : Utf16Order::LittleEndian;
}

}  // namespace

std::string latin1ToUtf8(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const std::uint8_t byte : bytes) {
        appendUtf8(text, byte == 0 ? kReplacement : byte);
    }
    return text;
}

std::string utf16ToUtf8(std::span<const std::uint8_t> bytes, Utf16Order unsure) {
    Utf16Order order = likelyOrder(bytes, unsure);
    if (bytes.size() >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) {
        order = Utf16Order::BigEndian;
        bytes = bytes.subspan(2);
    } else if (bytes.size() >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) {
        order = Utf16Order::LittleEndian;
        bytes = bytes.subspan(2);
    }
    std::string text;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const char32_t unit = unitAt(bytes, i, order);
        if (unit == 0) {
            break;
        }
        if (unit < 0xD800 || unit > 0xDFFF) {
            appendUtf8(text, unit);
            continue;
        }
        const char32_t next = i + 3 < bytes.size() ? unitAt(bytes, i + 2, order) : 0;
        if (unit < 0xDC00 && next >= 0xDC00 && next <= 0xDFFF) {
            appendUtf8(text, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i += 2;
        } else {
            appendUtf8(text, kReplacement);
        }
    }
    return text;
}

std::string unknownToUtf8(std::span<const std::uint8_t> bytes) {
    const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{0});
    bytes = bytes.first(static_cast<std::size_t>(end - bytes.begin()));
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return isValidUtf8(text) ? std::string(text) : latin1ToUtf8(bytes);
}

std::string repairedUtf8(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = utf8SequenceLength(text);
        if (length == 0 || text.front() == '\0') {
            appendUtf8(result, kReplacement);
            text.remove_prefix(1);
        } else {
            result.append(text.substr(0, length));
            text.remove_prefix(length);
        }
    }
    return result;
}

std::optional<std::string> utf8ToLatin1(std::string_view utf8) {
    std::string latin1;
    latin1.reserve(utf8.size());
    while (!utf8.empty()) {
        const std::size_t length = utf8SequenceLength(utf8);
        const char32_t code = length == 0 ? kReplacement : decodeUtf8(utf8.data(), length);
        const bool isText = code == '\n' || code == '\t' || (code >= 0x20 && code < 0x7F) ||
                            (code >= 0xA0 && code <= 0xFF);
        if (!isText) {
            return std::nullopt;
        }
        latin1.push_back(static_cast<char>(code));
        utf8.remove_prefix(length);
    }
    return latin1;
}

std::vector<std::uint8_t> utf8ToUtf16BigEndian(std::string_view utf8) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(utf8.size() * 2);
    const auto put = [&](char32_t unit) {
        bytes.push_back(static_cast<std::uint8_t>(unit >> 8));
        bytes.push_back(static_cast<std::uint8_t>(unit & 0xFF));
    };
    while (!utf8.empty()) {
        const std::size_t length = std::max<std::size_t>(1, utf8SequenceLength(utf8));
        const char32_t code = decodeUtf8(utf8.data(), length);
        if (code < 0x10000) {
            put(code);
        } else {
            put(0xD800 + ((code - 0x10000) >> 10));
            put(0xDC00 + ((code - 0x10000) & 0x3FF));
        }
        utf8.remove_prefix(length);
    }
    return bytes;
}

}  // namespace limn
