// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"

#include <vector>

namespace limn {

/// A size to offer, named by its shape.
struct SizePreset {
    int aspectWidth = 1;
    int aspectHeight = 1;
    int widthPx = 0;
    int heightPx = 0;
    bool isTrained = false;  ///< what the model says that it was made for

    bool operator==(const SizePreset&) const = default;
};

/// Shapes from square to wide and tall, each with about as many pixels as the model's own size and sides that it can
/// make. The model's own size comes first.
std::vector<SizePreset> sizePresetsOf(const ModelInfo& model);

}  // namespace limn
