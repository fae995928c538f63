// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "inference/starter/Scene.h"
#include "inference/starter/oklab.h"

namespace limn::starter {

/// A glyph in another colour: new hue and chroma, lightness moved towards the colour's own; outlines and eyes stay dark,
/// highlights stay light. Plain "hue with lightness kept" makes olive of yellow and pink of a red sheep.
/// Input and output RGBA with premultiplied alpha. Tint::Natural gives a copy.
Image tinted(const Image& glyph, Tint tint);

/// Mean colour of what is opaque, by area.
Oklab meanColour(const Image& glyph);

}  // namespace limn::starter
