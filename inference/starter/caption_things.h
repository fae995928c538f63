// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/Wording.h"

#include <string>
#include <vector>

// How captions name the things of a scene: "two blue owls", "an owl to the left of a car".

namespace limn::starter {

/// Neighbours of one kind and tint, said together: "two blue owls".
struct ThingGroup {
    std::size_t kind;
    Tint tint;
    std::size_t count;
};

/// From left to right.
std::vector<ThingGroup> groupsOf(const Scene& scene);

/// "two blue owls", "dua burung hantu biru".
std::string phraseOf(const ThingGroup& group, Wording& wording);

/// "owl, blue", "blue owl", "2x owl": for tag lists.
std::string tagOf(const ThingGroup& group, Wording& wording);

/// All of them in one phrase, from left to right, but for the forms that say the sides otherwise: "B to the right of A".
std::string listOf(const std::vector<ThingGroup>& groups, Wording& wording, double relations);

}  // namespace limn::starter
