// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace limn {

/// Text from a file, made safe to put into a message: control characters, bidirectional marks and bytes
/// that are not UTF-8 become \xNN, and what is longer than `maxBytes` is cut and ends in "...".
std::string displayText(std::string_view untrusted, std::size_t maxBytes = 120);

/// Length in bytes of the well-formed UTF-8 sequence that `text` begins with (1 ... 4); 0 if there is none.
std::size_t utf8SequenceLength(std::string_view text);

bool isValidUtf8(std::string_view text);

}  // namespace limn
