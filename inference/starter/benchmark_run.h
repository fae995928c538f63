// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/CheckerNet.h"
#include "inference/starter/PictureMaker.h"
#include "inference/starter/SceneRenderer.h"
#include "inference/starter/benchmark_prompts.h"
#include "inference/starter/benchmark_score.h"

#include <functional>
#include <string>
#include <vector>

namespace limn::starter {

/// A prompt's picture with what the checker saw on it.
struct JudgedPicture {
    const BenchmarkPrompt* prompt = nullptr;
    std::uint64_t seed = 0;
    Image picture;
    Reading seen;
};

/// At most so many prompts a split, the first ones; 0 = all. Split::Cannot has nothing to judge and is left out.
std::vector<BenchmarkPrompt> choosePrompts(const std::vector<BenchmarkPrompt>& all,
                                           std::size_t mostPerSplit);

std::vector<Reading> readAll(const CheckerNet& checker, const std::vector<Image>& pictures);

/// Draws each prompt with `seeds` seeds and looks at the pictures. The prompts outlive the answer.
Result<std::vector<JudgedPicture>> drawAndRead(PictureMaker& maker, const CheckerNet& checker,
                                               const std::vector<BenchmarkPrompt>& prompts,
                                               int seeds);

/// One score a split, in the order of the splits.
std::vector<Score> scoreBySplit(const std::vector<JudgedPicture>& pictures);

/// Pictures of A judged by the next prompt with as many things: near 0, or the checker says yes to anything.
Score scoreShuffled(const std::vector<JudgedPicture>& pictures);

/// True renders of the prompts, as the ceiling. `change` may replace each picture (encode and decode).
std::vector<JudgedPicture> readRenders(SceneRenderer& renderer, const CheckerNet& checker,
                                       const std::vector<BenchmarkPrompt>& prompts,
                                       const std::function<Image(const Image&)>& change);

/// Renders with exactly one attribute changed, of those whose true render is right: how many the checker refuses, by
/// what was changed. Rows "changed kind", "changed tint", "changed place", "changed time", "one missing", "one more",
/// "sides exchanged".
struct ChangeCaught {
    std::string change;
    Share caught;
};
std::vector<ChangeCaught> catchChanges(SceneRenderer& renderer, const CheckerNet& checker,
                                       const std::vector<BenchmarkPrompt>& prompts);

}  // namespace limn::starter
