// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/text_preparation.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace limn::vision {
namespace {

constexpr int kProfilePx = 700;       // longest side of the page that is looked at
constexpr double kMostDegrees = 15;
constexpr double kCoarseDegrees = 0.5;
constexpr double kFineDegrees = 0.1;
constexpr double kLeastDegrees = 0.3;  // less is left as it is
constexpr double kClearly = 1.3;       // how much sharper than straight the profile must be
constexpr std::size_t kFewestDots = 60;

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

std::vector<cv::Point> inkOf(const cv::Mat& page) {
    const double scale = std::min(1.0, static_cast<double>(kProfilePx) / std::max(page.cols, page.rows));
    const cv::Mat small = scaledBy(page, scale);
    cv::Mat ink;
    cv::threshold(small, ink, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    std::vector<cv::Point> dots;
    cv::findNonZero(ink, dots);
    return dots;
}

/// How unevenly the ink lies in rows that are slanted so; `isUpright`: in columns.
double sharpness(const std::vector<cv::Point>& dots, double degrees, bool isUpright) {
    const auto cosine = static_cast<float>(std::cos(radians(degrees)));
    const auto sine = static_cast<float>(std::sin(radians(degrees)));
    constexpr int kMiddle = 2 * kProfilePx;
    std::vector<int> rows(2 * kMiddle, 0);
    for (const auto& dot : dots) {
        const auto x = static_cast<float>(dot.x);
        const auto y = static_cast<float>(dot.y);
        const float row = isUpright ? x * cosine + y * sine : y * cosine - x * sine;
        ++rows[static_cast<std::size_t>(kMiddle + std::lround(row))];
    }
    double sum = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const double step = rows[i] - rows[i - 1];
        sum += step * step;
    }
    return sum;
}

struct Slant {
    double degrees = 0;
    double sharpness = 0;
};

Slant sharpest(const std::vector<cv::Point>& dots, double from, double to, double step, bool isUpright) {
    Slant best;
    for (double degrees = from; degrees <= to + step / 2; degrees += step) {
        const double value = sharpness(dots, degrees, isUpright);
        if (value > best.sharpness) {
            best = {degrees, value};
        }
    }
    return best;
}

}  // namespace

double skewOf(const cv::Mat& page) {
    const auto dots = inkOf(page);
    if (dots.size() < kFewestDots) {
        return 0;
    }
    Slant best;
    double straight = 0;
    for (const bool isUpright : {false, true}) {
        Slant slant = sharpest(dots, -kMostDegrees, kMostDegrees, kCoarseDegrees, isUpright);
        const Slant fine = sharpest(dots, slant.degrees - kCoarseDegrees, slant.degrees + kCoarseDegrees, kFineDegrees, isUpright);
        slant = fine.sharpness > slant.sharpness ? fine : slant;
        if (slant.sharpness > best.sharpness) {
            best = slant;
            straight = sharpness(dots, 0, isUpright);
        }
    }
    const bool isAtEnd = std::abs(best.degrees) > kMostDegrees - kCoarseDegrees;  // no peak, a slope
    return isAtEnd || std::abs(best.degrees) < kLeastDegrees || best.sharpness < kClearly * straight ? 0 : best.degrees;
}

bool runsUpright(const cv::Mat& page) {
    const auto dots = inkOf(page);
    const auto sharpestOf = [&dots](bool isUpright) {
        return sharpest(dots, -kMostDegrees, kMostDegrees, kCoarseDegrees, isUpright).sharpness;
    };
    return sharpestOf(true) > sharpestOf(false);
}

TurnedPage turnedBack(const cv::Mat& page, int quarterDegrees, double skewDegrees) {
    TurnedPage turned;
    const double width = page.cols;
    const double height = page.rows;
    // Never into a matrix that shares the page's pixels: one of the same size would be turned in its place.
    if (quarterDegrees == 90) {
        cv::rotate(page, turned.grey, cv::ROTATE_90_COUNTERCLOCKWISE);
        turned.back = {0, -1, width, 1, 0, 0};
    } else if (quarterDegrees == 180) {
        cv::rotate(page, turned.grey, cv::ROTATE_180);
        turned.back = {-1, 0, width, 0, -1, height};
    } else if (quarterDegrees == 270) {
        cv::rotate(page, turned.grey, cv::ROTATE_90_CLOCKWISE);
        turned.back = {0, 1, 0, -1, 0, height};
    } else {
        turned.grey = page;
    }
    if (skewDegrees == 0) {
        return turned;
    }
    // Room for the corners, white.
    const double cosine = std::cos(radians(skewDegrees));
    const double sine = std::sin(radians(skewDegrees));
    const cv::Size before = turned.grey.size();
    const cv::Size after(static_cast<int>(std::ceil(before.width * cosine + before.height * std::abs(sine))),
                         static_cast<int>(std::ceil(before.width * std::abs(sine) + before.height * cosine)));
    // A point of the straight page, in the slanted one.
    const cv::Matx22d turn(cosine, -sine, sine, cosine);
    const cv::Vec2d middle = cv::Vec2d(before.width / 2.0, before.height / 2.0) -
                             turn * cv::Vec2d(after.width / 2.0, after.height / 2.0);
    const cv::Matx23d slanted(cosine, -sine, middle[0], sine, cosine, middle[1]);
    cv::Mat straight;
    cv::warpAffine(turned.grey, straight, cv::Mat(slanted), after, cv::INTER_CUBIC | cv::WARP_INVERSE_MAP,
                   cv::BORDER_CONSTANT, cv::Scalar(255));
    turned.grey = straight;
    const cv::Matx33d first(slanted(0, 0), slanted(0, 1), slanted(0, 2), slanted(1, 0), slanted(1, 1), slanted(1, 2), 0, 0, 1);
    turned.back = turned.back * first;
    return turned;
}

cv::Rect boxBefore(const cv::Rect& box, const cv::Matx23d& back, double scale, cv::Size bounds) {
    double left = bounds.width;
    double top = bounds.height;
    double right = 0;
    double bottom = 0;
    for (const auto& corner : {cv::Vec3d(box.x, box.y, 1), cv::Vec3d(box.x + box.width, box.y, 1),
                               cv::Vec3d(box.x, box.y + box.height, 1), cv::Vec3d(box.x + box.width, box.y + box.height, 1)}) {
        const cv::Vec2d at = (back * corner) * (1 / scale);
        left = std::min(left, at[0]);
        top = std::min(top, at[1]);
        right = std::max(right, at[0]);
        bottom = std::max(bottom, at[1]);
    }
    cv::Rect placed;
    placed.x = std::clamp(static_cast<int>(left), 0, bounds.width - 1);
    placed.y = std::clamp(static_cast<int>(top), 0, bounds.height - 1);
    placed.width = std::clamp(static_cast<int>(std::ceil(right)), placed.x + 1, bounds.width) - placed.x;
    placed.height = std::clamp(static_cast<int>(std::ceil(bottom)), placed.y + 1, bounds.height) - placed.y;
    return placed;
}

}  // namespace limn::vision
