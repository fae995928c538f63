// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

/// Something in a prompt that is not simply words, and what it was read as.
struct PromptNote {
    enum class Kind {
        Weight = 1,     ///< (red:1.3), ((red)), [red]: the words, without a weight
        Schedule,       ///< [from:to:0.5]: the first words
        Alternation,    ///< [a|b]: the first words
        LoraTag,        ///< <lora:name:0.8>: left out
        Break,          ///< BREAK: a comma
        AspectRatio,    ///< --ar 16:9
        Seed,           ///< --seed 5
        Negative,       ///< --no text
        UnknownOption,  ///< an option of another program: left out
        BadOption,      ///< an option with a value that cannot be: left out
    };
    Kind kind = Kind::Weight;
    std::string written;
    std::string readAs;

    bool operator==(const PromptNote&) const = default;
};

struct AspectRatio {
    int width = 1;
    int height = 1;
    bool operator==(const AspectRatio&) const = default;
};

/// A prompt as people write it, taken apart. At most kMostPromptNotes notes are kept; all is read.
struct PromptReading {
    std::string words;
    std::string negative;  ///< of every --no, joined by commas
    std::optional<std::uint64_t> seed;
    std::optional<AspectRatio> aspect;
    std::vector<PromptNote> notes;
};

inline constexpr std::size_t kMostPromptNotes = 32;

/// Reads the habits of AUTOMATIC1111 and Midjourney kindly: never fails, and leaves what it does not know as
/// words. UTF-8 in and out. Time grows with the length alone, whatever the nesting. Any thread.
PromptReading readPrompt(std::string_view written);

/// The words as one has to write them so that readPrompt gives them back: brackets that mean themselves get a backslash.
std::string writtenPrompt(std::string_view words);

}  // namespace limn
