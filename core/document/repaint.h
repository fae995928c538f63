// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/engine/Engine.h"

#include <QRect>
#include <QSize>

#include <cstdint>
#include <stop_token>

namespace limn {

// The way of a repaint through an engine that knows only "repaint" and "keep". Of a picture that is much larger than
// what the model draws, only the part around the mask goes there, at the model's own size. The engine repaints all that
// the mask touches, and afterwards the result is mixed into the picture by the soft mask. What the mask does not touch
// is the picture's own, byte for byte, whatever the engine did, and that is counted. Any thread.

/// True where the request repaints a picture inside a mask.
bool isRepaint(const GenerateRequest& request);

/// The part that is drawn: in the shape of `drawnPx` and not smaller, with room around `masked`, which must lie within
/// the picture. Empty: the whole picture is drawn, because it is not much larger or the mask reaches too far.
QRect repaintRegion(const QRect& masked, const QSize& picturePx, const QSize& drawnPx);
/// The same for a request; empty where it is no repaint or names no size.
QRect repaintRegion(const GenerateRequest& request);

/// The request as the engine shall see it. Requests that repaint nothing are left as they are.
GenerateRequest engineRequest(const GenerateRequest& request);

struct Repainted {
    Image image;  ///< of the start picture's size
    /// Compared after the mixing; anything but 0 is a fault of ours, and is told.
    std::int64_t pixelsChangedOutsideMask = 0;
};

/// Requires isRepaint(request), as the person asked it. `drawn` is what the engine made of engineRequest(request); it
/// is brought to the size of its place first.
Outcome<Repainted> finishedRepaint(const GenerateRequest& request, const Image& drawn,
                                   std::stop_token stop);

}  // namespace limn
