// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/engine/Engine.h"

#include <cstdint>
#include <stop_token>

namespace limn {

// The way of a repaint through an engine that knows only "repaint" and "keep": the engine repaints all that the mask
// touches, and afterwards the result is mixed into the picture by the soft mask. What the mask does not touch is the
// picture's own, byte for byte, whatever the engine did, and that is counted. Any thread.

/// True where the request repaints a picture inside a mask.
bool isRepaint(const GenerateRequest& request);

/// The request as the engine shall see it: every pixel that the mask touches is repainted. Others are left as they are.
GenerateRequest engineRequest(const GenerateRequest& request);

struct Repainted {
    Image image;  ///< of the start picture's size
    /// Compared after the mixing; anything but 0 is a fault of ours, and is told.
    std::int64_t pixelsChangedOutsideMask = 0;
};

/// Requires isRepaint(request), as the person asked it. `drawn` is what the engine made; it is brought to the start
/// picture's size first.
Outcome<Repainted> finishedRepaint(const GenerateRequest& request, const Image& drawn,
                                   std::stop_token stop);

}  // namespace limn
