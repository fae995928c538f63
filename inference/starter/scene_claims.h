// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/CounterRandom.h"
#include "inference/starter/Scene.h"
#include "inference/starter/captions.h"

#include <string>

// Statements about a scene, half of them wrong in exactly one thing.

namespace limn::starter {

/// A kind that is not in the scene.
std::size_t absentKind(const Scene& scene, CounterRandom& random);

/// "a blue owl": there is one, in this tint; any where the tint is Natural.
struct ThingClaim {
    std::size_t kind;
    Tint tint;
    bool holds;
};
ThingClaim drawThingClaim(const Scene& scene, CounterRandom& random);

/// A whole caption, or one of its claims, in words. At most one of the three is set where it does not hold.
struct CaptionClaim {
    std::string words{};
    bool holds = true;
    bool isAboutPlace = false;
    bool isAboutTime = false;
    bool isAboutStyle = false;
};
CaptionClaim drawCaptionClaim(const Scene& scene, Language language, CounterRandom& random);

}  // namespace limn::starter
