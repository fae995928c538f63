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
    Indonesian,    ///< I
    Weather,       ///< W: in rain, falling snow or fog
    Style          ///< S: not in the plain style
};

inline constexpr int kSplitCount = 12;

/// "A1", "A2", "A3", "B" ... "G", "I", "W", "S".
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

/// Whether a split needs a checker that reads weather and styles.
constexpr bool needsLooks(Split split) {
    return split == Split::Weather || split == Split::Style;
}

/// The lines of the splits that the grammar writes (all but F and G), those that need looks or the others: how
/// looks.tsv and grammar.tsv of tests/data/starter were made.
std::string writeGrammarSplits(bool ofLooks);

}  // namespace limn::starter
