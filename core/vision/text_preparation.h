// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

#include <opencv2/core.hpp>

namespace limn::vision {

/// 8 bits grey; what is transparent lies on white.
cv::Mat greyOf(const Image& picture);

/// A picture as a recogniser likes it: dark writing on light ground, letters of a good size.
struct PreparedPage {
    cv::Mat grey;
    double scale = 1;  ///< its pixels a pixel of the original
};
PreparedPage prepareForReading(const cv::Mat& grey);

/// Turned by 0, 90, 180 or 270 degrees, counter-clockwise: undoes writing that is turned clockwise.
cv::Mat turnedBack(const cv::Mat& page, int degrees);

/// A box of the turned page in the page that was turned.
cv::Rect boxBeforeTurning(const cv::Rect& box, int degrees, cv::Size page);

}  // namespace limn::vision
