// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/Scene.h"

#include <cstdint>

namespace limn::starter {

/// Shares of scenes with one and two things; the rest has three.
struct SceneMix {
    double single = 0.45;
    double pair = 0.35;
    double alike = 0.25;    ///< of the scenes with several things: all of one kind and tint
    double natural = 0.30;  ///< things that keep their own colours
    double weather = 0;     ///< scenes with rain, falling snow or fog
    double styled = 0;      ///< scenes that are not in the plain style
};

/// With weather and styles. The world of the weights in the box is the plain one, that of SceneMix{}.
inline constexpr SceneMix kWholeWorld{.weather = 0.25, .styled = 0.35};

/// Training scene number `index`: a pure function of its arguments. Guarantees !isHeldOut().
Scene sampleTrainingScene(std::uint64_t seed, std::uint64_t index, const SceneMix& mix = {});

/// As sampleTrainingScene, with held-out combinations among the others: for the checker, which must know them all.
Scene sampleAnyScene(std::uint64_t seed, std::uint64_t index, const SceneMix& mix = {});

/// Puts the scene's things beside each other: sizes, feet, small turns, and the background. Kinds and tints stay.
void arrange(Scene& scene, CounterRandom& random);

}  // namespace limn::starter
