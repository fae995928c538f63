// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/starter/Scene.h"
#include "inference/starter/SceneRenderer.h"

namespace limn::starter {

/// Draws a finished scene of kFullSidePx once more in a style; who owns which pixel stays. Deterministic filters, made
/// for pictures with flat areas and known outlines, not for photographs. Any thread.
void applyStyle(RenderedScene& scene, Style style);

}  // namespace limn::starter
