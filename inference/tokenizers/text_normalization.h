// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace limn::tokenizers {

/// Unicode text as the CLIP tokenizer of transformers 5.23 treats it. Any thread. Time grows with
/// the length only (n log n where marks must be sorted), whatever the text is.

enum class CharacterClass { Letter = 1, Number, Space, Other };
CharacterClass classOf(char32_t character);

/// Code points of a UTF-8 text; each broken sequence becomes one U+FFFD.
std::u32string decodeUtf8(std::string_view bytes);
void appendUtf8(std::string& bytes, char32_t character);
/// The same bytes with every broken sequence replaced by U+FFFD.
std::string repairedUtf8(std::string_view bytes);

/// Normalization form C (Unicode Standard Annex 15).
std::u32string composed(std::u32string_view text);

/// CLIP's normalizer: form C, each run of white space to one space, lower case of each character by
/// itself.
std::u32string normalizedForClip(std::u32string_view text);

}  // namespace limn::tokenizers
