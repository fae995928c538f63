// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limn::training {

/// How often each word occurs in the texts that a tokenizer is made for.
using WordCounts = std::map<std::string, std::int64_t>;

/// Counts the words of an ASCII text as CLIP splits it: lower case, runs of letters, single digits, runs of the rest.
void countWords(std::string_view text, WordCounts& counts);

/// Counts the words of a text as Qwen splits it: case is kept, a blank belongs to the word after it.
void countByteLevelWords(std::string_view text, WordCounts& counts);

/// How the last letter of a word is told from one inside: CLIP marks it, byte-level tokenizers do not.
enum class WordEnd { Marked = 1, Plain };

/// Pairs to merge, most frequent first: byte-pair encoding, Sennrich, Haddow, Birch, arXiv 1508.07909. Ends early when no
/// pair occurs twice. Symbols are bytes; the last of a word may carry "</w>".
std::vector<std::pair<std::string, std::string>> trainMerges(const WordCounts& counts, std::size_t mergeCount,
                                                             WordEnd wordEnd = WordEnd::Marked);

/// A tokenizer folder in CLIP's format: vocab.json, merges.txt, tokenizer_config.json, special_tokens_map.json.
/// Bytes that never occurred are in the vocabulary too, so any text can be encoded.
Status writeClipTokenizer(const std::filesystem::path& folder,
                          const std::vector<std::pair<std::string, std::string>>& merges,
                          int modelMaxLength);

/// A tokenizer folder in Qwen's format: tokenizer.json with the control tokens of a Qwen3-VL, tokenizer_config.json. Any
/// text can be encoded.
Status writeQwenTokenizer(const std::filesystem::path& folder,
                          const std::vector<std::pair<std::string, std::string>>& merges, int modelMaxLength);

}  // namespace limn::training
