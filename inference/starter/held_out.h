// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/Scene.h"

#include <cstddef>

// Combinations that training never shows, so that the benchmark can ask for what was never seen. Chosen by a hash of
// the names: trainer and benchmark cannot drift apart, and a new thing moves nothing. About one in ten.

namespace limn::starter {

bool isHeldOutTint(std::size_t kind, Tint tint);  ///< never for Tint::Natural
bool isHeldOutPlace(std::size_t kind, Place place);
bool isHeldOutPair(std::size_t kind,
                   std::size_t otherKind);  ///< unordered; never for a kind with itself
/// Three alike of this kind: one kind in four.
bool isHeldOutTriple(std::size_t kind);

/// Whether any of the above is in the scene.
bool isHeldOut(const Scene& scene);

}  // namespace limn::starter
