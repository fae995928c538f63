// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/starter/Scene.h"

#include <cstdint>

// Rain, falling snow and fog, in two layers: what the weather does to a place, before things are put into it, and what
// is in the air in front of them. Pictures are RGB and square. Pure functions of their arguments; any thread.

namespace limn::starter {

/// The place in this weather: a grey sky, mist before the hills.
void dampen(Image& background, Weather weather, TimeOfDay time);

/// Streaks, flakes or a veil in front of everything. Few kinds, so that what captions leave unsaid stays small:
/// `variant` is the background's.
void fillAir(Image& picture, Weather weather, TimeOfDay time, std::uint32_t variant);

}  // namespace limn::starter
