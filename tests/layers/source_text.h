// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limn::layers {

/// The text of a C++ file with comments, string and character literals blanked out, so that a search
/// finds code only. Lines keep their numbers. Good enough for tidy source; it is no compiler.
std::string codeOnly(std::string_view text);

std::vector<std::string_view> splitLines(std::string_view text);

/// Whether `word` stands in `line` and neither neighbour continues its first or last name.
bool containsWord(std::string_view line, std::string_view word);

}  // namespace limn::layers
