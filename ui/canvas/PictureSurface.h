// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

#include <QImage>
#include <QRectF>
#include <QSize>

#include <memory>
#include <stop_token>
#include <vector>

class QPainter;

namespace limn::ui {

class ViewTransform;

/// Auto shows single pixels when they are large; Smooth never does (a rough preview).
enum class Sampling { Auto = 1, Smooth };

/// A picture ready for painting: in the screen's own format, and halved again and again, so that a small view of a big
/// picture reads few pixels. Made on any thread, never changed, painted on the GUI thread.
class PictureSurface {
public:
    /// Up to here a surface is made within a few milliseconds, on the GUI thread; above, in the background.
    static constexpr std::int64_t kQuickPixels = 1'500'000;

    /// Null where `stop` was asked or the picture is not one (channels, size).
    static std::shared_ptr<const PictureSurface> make(const Image& image,
                                                      std::stop_token stop = {});

    QSize size() const { return m_levels.front().size(); }
    bool hasAlpha() const { return m_hasAlpha; }
    std::size_t levels() const { return m_levels.size(); }
    /// The whole picture at its own size.
    const QImage& image() const { return m_levels.front(); }
    /// The smallest level that still has a pixel for each pixel of the screen at this zoom.
    const QImage& levelFor(double zoom) const;
    /// Paints what lies within `clip` (view coordinates) of the picture as the transform places it, stretched where
    /// its size is another one.
    void paint(QPainter& painter, const ViewTransform& transform, const QRectF& clip,
               Sampling sampling = Sampling::Auto) const;

private:
    std::vector<QImage> m_levels;
    bool m_hasAlpha = false;
};

}  // namespace limn::ui
