// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limn::match {

/// Words between commas and full stops, in lower case (ASCII). A word that begins with kQuoteMark is something that was
/// quoted, as written.
using Clause = std::vector<std::string>;
inline constexpr char kQuoteMark = '"';
inline bool isQuote(std::string_view word) { return !word.empty() && word.front() == kQuoteMark; }

/// Quoted is what stands between "…", “…”, «…», and between '…' where that is no apostrophe.
std::vector<Clause> clausesOf(std::string_view prompt);

}  // namespace limn::match
