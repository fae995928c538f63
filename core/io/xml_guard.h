// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limn {

/// Why this XML must not be given to a parser that expands entities and descends by recursion:
/// document types, nesting deeper than 64, more than 50,000 elements or 200,000 attributes. The end
/// of a sentence; nullopt if there is nothing of that. One pass; well-formedness is the parser's to
/// check.
std::optional<std::string> dangerInXml(std::string_view xml);

/// Valid UTF-8 that XML 1.0 can hold: other control characters and non-characters become U+FFFD.
std::string textForXml(std::string_view text);

}  // namespace limn
