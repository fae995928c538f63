// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"

#include <opencv2/core.hpp>

#include <optional>

namespace limn::vision {

/// 8 bits grey; what is transparent lies on white.
cv::Mat greyOf(const Image& picture);

/// Larger or smaller; no side ends at less than a pixel, however narrow the picture is.
cv::Mat scaledBy(const cv::Mat& picture, double scale);

/// What the writing is to be: as dark as most of the picture is not, or the other way round. On a sign in a landscape
/// nothing but trying tells.
enum class Ink { AgainstMost = 1, LikeMost };

/// A picture as a recogniser likes it: dark writing on light ground, letters of a good size, light that is even.
struct PreparedPage {
    cv::Mat grey;
    double scale = 1;  ///< its pixels a pixel of the original
};
PreparedPage prepareForReading(const cv::Mat& grey, Ink ink);

/// A part of the page with the most marks of the size of letters, that is quickly read; nullopt where the page itself is,
/// or where it has hardly any.
std::optional<cv::Rect> fullestPart(const cv::Mat& page);

/// How far lines of dark writing are turned from level or upright, in degrees clockwise, -15 ... 15; 0 where no lines are
/// seen. Level lines make a sharp profile at the right angle alone (Postl 1986).
double skewOf(const cv::Mat& page);

/// Whether its lines run from top to bottom rather than from side to side.
bool runsUpright(const cv::Mat& page);

/// The page set straight, and the way back: a point of it in the page that was given.
struct TurnedPage {
    cv::Mat grey;
    cv::Matx23d back = {1, 0, 0, 0, 1, 0};
};
/// `quarterDegrees` 0, 90, 180 or 270 and `skewDegrees`: how far the writing is turned clockwise, which is undone.
TurnedPage turnedBack(const cv::Mat& page, int quarterDegrees, double skewDegrees);

/// The upright box around a box of the turned page, in the pixels that `scale` is for, within `bounds`.
cv::Rect boxBefore(const cv::Rect& box, const cv::Matx23d& back, double scale, cv::Size bounds);

}  // namespace limn::vision
