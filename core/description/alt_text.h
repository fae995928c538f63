// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Speech.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

/// Characters of an alternative text: screen readers cut longer ones.
inline constexpr std::size_t kLongestAlt = 125;

/// A sentence as alternative text: on one line, without "Image of" and its kin at the front, cut at a word where it is too
/// long, and with " (AI-made)" where that is so. UTF-8 in, UTF-8 out.
std::string altFrom(std::string_view sentence, bool isAiMade, const Speech& said = {});

/// Code points of UTF-8 text.
std::size_t charactersIn(std::string_view text);

/// "a boat, Sea, a boat" -> "a boat", "sea": tags as a model or a person writes them, in lower case (ASCII), each once.
std::vector<std::string> tagsFrom(std::string_view list);

}  // namespace limn
