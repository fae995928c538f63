// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/Scene.h"

#include <string>

// What people may call a scene. Things are always listed from left to right, except where the words say the sides:
// it takes one hidden variable away.

namespace limn::starter {

enum class Language { English = 1, Indonesian };

/// Shares of the forms that a caption may take.
struct CaptionMix {
    double indonesian = 0.2;
    double tags = 0.12;       ///< "blue owl, snow, night"
    double plain = 0.3;       ///< only canonical words, nothing in front
    double leaveOut = 0.1;    ///< of place, and of time: then the picture shows any
    double relations = 0.22;  ///< of several things: the sides said in words
    double filler = 0.12;     ///< ", beautiful, 4k": words that the picture does not depend on
    double typo = 0.06;       ///< one letter dropped, doubled or exchanged with its neighbour
};

/// The caption with canonical words and everything said: "two blue owls in the snow at night".
std::string plainCaption(const Scene& scene, Language language = Language::English);

/// One of many wordings. A pure function of the scene and of the random numbers.
std::string variedCaption(const Scene& scene, CounterRandom& random, const CaptionMix& mix = {});

}  // namespace limn::starter
