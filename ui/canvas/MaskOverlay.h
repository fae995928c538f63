// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/document/Mask.h"

#include <QColor>
#include <QImage>
#include <QRectF>

class QPainter;

namespace limn::ui {

class ViewTransform;

/// Paints a mask over its picture: a tint where it covers, and a moving dashed line along its edge. Keeps a small copy
/// of the mask that follows it tile by tile, so that a stroke on a big picture costs what the stroke touched.
class MaskOverlay {
public:
    void setMask(const Mask& mask);
    bool isClear() const { return m_mask.isClear(); }
    /// Where something is masked, in the picture; tiles, not pixels.
    QRect area() const { return m_area; }

    /// `clip` in view coordinates; `phase` moves the dashes, 0 ... 7.
    void paint(QPainter& painter, const ViewTransform& transform, const QRectF& clip,
               const QColor& tint, int phase) const;

private:
    struct Source;

    void copyTile(std::size_t index);
    QImage tinted(const ViewTransform& transform, const QRect& device, const QColor& tint,
                  int phase) const;

    Mask m_mask;
    Image m_overview;  // 8 bits, every m_step-th pixel
    int m_step = 1;
    QRect m_area;
};

}  // namespace limn::ui
