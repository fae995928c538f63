// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/starter/Scene.h"
#include "inference/starter/verdict.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The benchmark's fixed prompts. Files in tests/data/starter, one prompt a line: split, what it asks for, words.

namespace limn::starter {

enum class Split {
    OneThing = 1,  ///< A, in the domain
    TwoThings,     ///< A
    ThreeThings,   ///< A
    HeldOutTint,   ///< B: a thing in a tint that training never shows
    HeldOutPlace,  ///< C: a thing in a place
    HeldOutThree,  ///< D: three alike of a kind
    HeldOutPair,   ///< E: two things together
    FreePhrasing,  ///< F: written by hand
    Cannot,        ///< G: outside of the starter's world
    Indonesian     ///< I
};

inline constexpr int kSplitCount = 10;

/// "A1", "A2", "A3", "B" ... "G", "I".
std::string_view splitCode(Split split);
std::string_view splitTitle(Split split);

struct BenchmarkPrompt {
    Split split = Split::OneThing;
    std::uint64_t number = 0;         ///< fixed for this prompt; its seeds are made from it
    std::optional<AskedScene> asked;  ///< none in Split::Cannot
    std::string text;
};

/// Picture number `of` (0 ... 15) of a prompt.
constexpr std::uint64_t seedOf(const BenchmarkPrompt& prompt, std::uint64_t of) {
    return 16 * prompt.number + of;
}

/// All files of the folder. Refuses prompts that are not what their split says.
Result<std::vector<BenchmarkPrompt>> loadBenchmark(const std::filesystem::path& folder);
/// One file.
Result<std::vector<BenchmarkPrompt>> readPrompts(const std::filesystem::path& file);

/// Whether a scene belongs into a split: held out in that one way and no other.
bool fitsSplit(const Scene& scene, Split split);

/// A scene with these things at usual places: what a right picture could look like. A pure function.
Scene exampleScene(const AskedScene& asked, std::uint64_t number);

/// The lines of the splits that the grammar writes (all but F and G): how tests/data/starter/grammar.tsv was made.
std::string writeGrammarSplits();

}  // namespace limn::starter
