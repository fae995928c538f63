// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"
#include "core/document/Mask.h"

#include <QPointF>
#include <QRect>

#include <span>
#include <stop_token>

namespace limn {

/// A round brush. `hardness01` is the share of the radius that covers wholly; the rest fades out.
struct MaskBrush {
    double radiusPx = 20;
    double hardness01 = 0.9;
};

// Shapes drawn into a mask, in the picture's pixels (pixel x covers x ... x + 1). Each returns the rectangle that may
// have changed. Any thread.

/// The brush moved along a straight line. Lines that join make the same mask in whatever pieces they are drawn.
QRect drawBrushLine(Mask& mask, const QPointF& from, const QPointF& to, const MaskBrush& brush,
                    MaskMode mode);
QRect drawRectangle(Mask& mask, const QRect& rectangle, MaskMode mode);
/// The inside of the closed outline, counted by winding, with smooth edges.
QRect drawLasso(Mask& mask, std::span<const QPointF> outline, MaskMode mode);

/// Softens the edges over about `radiusPx` to both sides: three box filters, which come close to a Gaussian. Beyond
/// the picture its border goes on, so that a mask at the border stays whole there. Slow on big masks: off the GUI
/// thread, please.
Outcome<Mask> feathered(const Mask& mask, int radiusPx, std::stop_token stop);

}  // namespace limn
