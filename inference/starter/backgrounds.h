// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/starter/Scene.h"
#include "inference/starter/oklab.h"

#include <cstdint>

namespace limn::starter {

/// A place at a time of day without things: RGB, sidePx square. A pure function of its arguments.
Image paintBackground(Place place, TimeOfDay time, std::uint32_t variant, int sidePx);

/// What the light of that time does to a thing; half as strong as on the ground, so that colours stay readable.
Rgb lightOnThings(TimeOfDay time);

}  // namespace limn::starter
