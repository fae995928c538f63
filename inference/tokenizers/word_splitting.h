// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace limn::tokenizers {

/// How a byte-level tokenizer cuts text into words before it merges byte pairs. Each rule is one expression that
/// tokenizer.json files name; it is written out as code here, so that no file brings a program of its own.
enum class SplitRule {
    Gpt2 = 1,   ///< the expression inside the pre-tokenizer "ByteLevel"
    Qwen2,      ///< Qwen 2 and 3: single digits, a newline ends what is before it
    Llama3,     ///< the same with up to three digits together
    Digits,     ///< each digit by itself, the rest in one piece
    DigitRuns,  ///< runs of digits apart from the rest
};

/// The rule of a pre-tokenizer "Split" with this regular expression; nullopt if Limn does not know it.
std::optional<SplitRule> splitRuleOf(std::string_view expression);
/// That expression. Requires Gpt2, Qwen2 or Llama3.
std::string_view expressionOf(SplitRule rule);

/// The pieces of a text, in order and without gaps. Linear in the text's length.
std::vector<std::u32string_view> splitWords(std::u32string_view text, SplitRule rule);

}  // namespace limn::tokenizers
