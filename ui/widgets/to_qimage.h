// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

#include <QImage>

namespace limn::ui {

/// The same pixels, not a copy: valid as long as `image` is. Any thread.
inline QImage viewOf(const Image& image) {
    const QImage::Format format = image.channels == 1   ? QImage::Format_Grayscale8
                                  : image.channels == 3 ? QImage::Format_RGB888
                                                        : QImage::Format_RGBA8888;
    return QImage(image.pixels.data(), image.widthPx, image.heightPx,
                  static_cast<qsizetype>(image.rowBytes()), format);
}

}  // namespace limn::ui
