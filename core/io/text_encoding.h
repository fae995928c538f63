// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

// Between UTF-8, which Limn uses inside, and what picture files hold. Everything returned is valid
// UTF-8; what cannot be read becomes U+FFFD.

enum class Utf16Order { BigEndian = 1, LittleEndian };

std::string latin1ToUtf8(std::span<const std::uint8_t> bytes);

/// Takes a byte order mark at its word; otherwise the order in which the text has more ASCII
/// characters, and `unsure` if that says nothing. Programs disagree on the order, whatever the
/// file's own is.
std::string utf16ToUtf8(std::span<const std::uint8_t> bytes, Utf16Order unsure);

/// UTF-8 if it is that, else Latin-1. Ends at the first NUL.
std::string unknownToUtf8(std::span<const std::uint8_t> bytes);

/// Valid UTF-8 from anything, without NUL.
std::string repairedUtf8(std::string_view text);

/// Empty optional if a character is not in Latin-1 or is a control other than a line feed or
/// tabulator.
std::optional<std::string> utf8ToLatin1(std::string_view utf8);

/// Big-endian, without a mark. Requires valid UTF-8.
std::vector<std::uint8_t> utf8ToUtf16BigEndian(std::string_view utf8);

}  // namespace limn
