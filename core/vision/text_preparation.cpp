// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/text_preparation.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace limn::vision {
namespace {

constexpr int kSmallPx = 900;         // screenshots of a dialog, signs: letters of ten pixels
constexpr int kMiddlePx = 1800;
constexpr int kPartPx = 800;          // side of what stands for a page: a dozen lines
constexpr int kCellPx = 100;          // its place, to this
constexpr int kFewestMarks = 40;      // in it: less is seldom writing
constexpr double kMostPixels = 10e6;  // of what the recogniser gets to see: A4 at 300 dots an inch is 8.7

double readingScale(cv::Size size) {
    const int longer = std::max(size.width, size.height);
    const double wanted = longer <= kSmallPx ? 3.0 : longer <= kMiddlePx ? 2.0 : 1.0;
    const double pixels = static_cast<double>(size.width) * size.height;
    return std::min(wanted, std::sqrt(kMostPixels / std::max(pixels, 1.0)));
}

/// The ground is what most pixels belong to.
bool isLightOnDark(const cv::Mat& grey) {
    cv::Mat split;
    cv::threshold(grey, split, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    return cv::countNonZero(split) * 2 < grey.rows * grey.cols;
}

/// Takes uneven light off a page: what is lighter than all around it for a long way is the paper.
cv::Mat evenlyLit(const cv::Mat& grey) {
    const int reach = std::max(31, std::min(grey.cols, grey.rows) / 12 | 1);
    const cv::Mat small = scaledBy(grey, 0.25);
    const int smallReach = std::max(9, reach / 4 | 1);
    cv::Mat paper;
    cv::dilate(small, paper, cv::getStructuringElement(cv::MORPH_ELLIPSE, {smallReach, smallReach}));
    cv::GaussianBlur(paper, paper, {smallReach, smallReach}, 0);
    cv::resize(paper, paper, grey.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat lit;
    cv::divide(grey, paper, lit, 255.0);
    return lit;
}

}  // namespace

cv::Mat greyOf(const Image& picture) {
    // The matrix only reads the picture's memory.
    auto* bytes = const_cast<std::uint8_t*>(picture.pixels.data());
    const cv::Mat all(picture.heightPx, picture.widthPx, CV_8UC(picture.channels), bytes);
    cv::Mat grey;
    if (picture.channels == 1) {
        return all.clone();
    }
    if (picture.channels == 3) {
        cv::cvtColor(all, grey, cv::COLOR_RGB2GRAY);
        return grey;
    }
    cv::cvtColor(all, grey, cv::COLOR_RGBA2GRAY);
    cv::Mat alpha;
    cv::extractChannel(all, alpha, 3);
    grey.forEach<std::uint8_t>([&alpha](std::uint8_t& value, const int* at) {
        const int cover = alpha.at<std::uint8_t>(at[0], at[1]);
        value = static_cast<std::uint8_t>((value * cover + 255 * (255 - cover) + 127) / 255);
    });
    return grey;
}

cv::Mat scaledBy(const cv::Mat& picture, double scale) {
    const auto side = [scale](int px) {
        return std::max(1, cvRound(px * scale));
    };
    cv::Mat scaled;
    cv::resize(picture, scaled, {side(picture.cols), side(picture.rows)}, 0, 0,
               scale > 1 ? cv::INTER_CUBIC : cv::INTER_AREA);
    return scaled;
}

std::optional<cv::Rect> fullestPart(const cv::Mat& page) {
    constexpr int kHalf = 2;  // looked at in half its size: letters stay apart
    constexpr int kLeastPx = 4;
    constexpr int kMostPx = 40;
    if (page.cols < 2 * kPartPx || page.rows < 2 * kPartPx) {
        return std::nullopt;
    }
    cv::Mat ink;
    cv::threshold(scaledBy(page, 1.0 / kHalf), ink, 0, 255,
                  cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    cv::Mat labels;
    cv::Mat marks;
    cv::Mat middles;
    const int count = cv::connectedComponentsWithStats(ink, labels, marks, middles);
    cv::Mat cells = cv::Mat::zeros(page.rows / kCellPx + 1, page.cols / kCellPx + 1, CV_32S);
    for (int mark = 1; mark < count; ++mark) {  // the first is the paper
        const int longer = std::max(marks.at<int>(mark, cv::CC_STAT_WIDTH),
                                    marks.at<int>(mark, cv::CC_STAT_HEIGHT));
        if (longer >= kLeastPx && longer <= kMostPx) {
            const int row = static_cast<int>(middles.at<double>(mark, 1)) * kHalf / kCellPx;
            const int column = static_cast<int>(middles.at<double>(mark, 0)) * kHalf / kCellPx;
            ++cells.at<int>(std::min(row, cells.rows - 1), std::min(column, cells.cols - 1));
        }
    }
    constexpr int kPartCells = kPartPx / kCellPx;
    int most = 0;
    cv::Rect fullest(0, 0, kPartPx, kPartPx);
    for (int y = 0; y * kCellPx + kPartPx <= page.rows; ++y) {
        for (int x = 0; x * kCellPx + kPartPx <= page.cols; ++x) {
            const int here =
                static_cast<int>(cv::sum(cells(cv::Rect(x, y, kPartCells, kPartCells)))[0]);
            if (here > most) {
                most = here;
                fullest.x = x * kCellPx;
                fullest.y = y * kCellPx;
            }
        }
    }
    return most >= kFewestMarks ? std::optional(fullest) : std::nullopt;
}

PreparedPage prepareForReading(const cv::Mat& grey, Ink ink) {
    PreparedPage page;
    page.scale = readingScale(grey.size());
    page.grey = scaledBy(grey, page.scale);
    if (isLightOnDark(page.grey) == (ink == Ink::AgainstMost)) {
        cv::bitwise_not(page.grey, page.grey);
    }
    page.grey = evenlyLit(page.grey);
    return page;
}

}  // namespace limn::vision
