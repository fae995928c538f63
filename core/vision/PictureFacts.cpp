// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/PictureFacts.h"

#include "core/vision/colour_names.h"
#include "core/vision/text_preparation.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <tuple>
#include <vector>

namespace limn::vision {
namespace {

constexpr int kLongestPx = 1024;
constexpr double kWorthNaming = 0.1;  // of the area
constexpr double kBlurredBelow = 0.012;
constexpr double kNoisyAbove = 6.0;
constexpr double kBlockyAbove = 0.4;
constexpr double kBandedAbove = 0.1;

/// RGB, 8 bits, no side longer than kLongestPx; what is transparent lies on white.
cv::Mat smallColour(const Image& picture) {
    auto* bytes = const_cast<std::uint8_t*>(picture.pixels.data());  // only read
    const cv::Mat all(picture.heightPx, picture.widthPx, CV_8UC(picture.channels), bytes);
    cv::Mat colour;
    if (picture.channels == 1) {
        cv::cvtColor(all, colour, cv::COLOR_GRAY2RGB);
    } else if (picture.channels == 3) {
        colour = all;
    } else {
        colour.create(all.size(), CV_8UC3);
        colour.forEach<cv::Vec3b>([&all](cv::Vec3b& pixel, const int* at) {
            const auto& from = all.at<cv::Vec4b>(at[0], at[1]);
            for (int c = 0; c < 3; ++c) {
                pixel[c] = static_cast<std::uint8_t>((from[c] * from[3] + 255 * (255 - from[3]) + 127) / 255);
            }
        });
    }
    const int longer = std::max(colour.cols, colour.rows);
    cv::Mat small;
    if (longer > kLongestPx) {
        const double scale = static_cast<double>(kLongestPx) / longer;
        cv::resize(colour, small, {std::max(1, static_cast<int>(colour.cols * scale)),
                                   std::max(1, static_cast<int>(colour.rows * scale))}, 0, 0, cv::INTER_AREA);
        return small;
    }
    return colour.clone();
}

/// The middle of what may be long: noise and block borders do not survive scaling.
cv::Mat middleOf(const cv::Mat& grey) {
    const int width = std::min(grey.cols, kLongestPx);
    const int height = std::min(grey.rows, kLongestPx);
    // On the grid of JPEG's blocks.
    const int left = (grey.cols - width) / 2 / 8 * 8;
    const int top = (grey.rows - height) / 2 / 8 * 8;
    return grey(cv::Rect(left, top, width, height));
}

ColourName largest(const std::array<int, kColourNames + 1>& counts) {
    return static_cast<ColourName>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

void measureColours(const cv::Mat& colour, PictureFacts& facts) {
    std::array<int, kColourNames + 1> all{};
    std::array<int, kColourNames + 1> above{};
    std::array<int, kColourNames + 1> below{};
    double sum = 0;
    double squares = 0;
    for (int y = 0; y < colour.rows; ++y) {
        const auto* row = colour.ptr<cv::Vec3b>(y);
        for (int x = 0; x < colour.cols; ++x) {
            const Lab lab = labOf(row[x][0], row[x][1], row[x][2]);
            const auto name = static_cast<std::size_t>(nameOf(lab));
            ++all[name];
            above[name] += 3 * y < colour.rows ? 1 : 0;
            below[name] += 3 * y >= 2 * colour.rows ? 1 : 0;
            sum += lab.lightness;
            squares += lab.lightness * lab.lightness;
            facts.clippedLight += row[x] == cv::Vec3b(255, 255, 255) ? 1 : 0;
            facts.clippedDark += row[x] == cv::Vec3b(0, 0, 0) ? 1 : 0;
        }
    }
    const double count = static_cast<double>(colour.rows) * colour.cols;
    facts.lightness = sum / count;
    facts.contrast = std::sqrt(std::max(0.0, squares / count - facts.lightness * facts.lightness));
    facts.clippedLight /= count;
    facts.clippedDark /= count;
    facts.above = largest(above);
    facts.below = largest(below);
    for (std::size_t name = 1; name < all.size(); ++name) {
        if (all[name] > 0) {
            facts.allColours.push_back({static_cast<ColourName>(name), all[name] / count});
        }
    }
    std::stable_sort(facts.allColours.begin(), facts.allColours.end(),
                     [](const ColourShare& a, const ColourShare& b) { return a.share > b.share; });
    std::copy_if(facts.allColours.begin(), facts.allColours.end(), std::back_inserter(facts.colours),
                 [](const ColourShare& one) { return one.share >= kWorthNaming; });
}

/// The strongest hundredth of the second differences that are edges at all: blur takes it first. Flat ground, most of a
/// drawing or a screenshot, says nothing of how sharp its few edges are.
double sharpnessOf(const cv::Mat& grey) {
    constexpr float kLeastEdge = 2;
    cv::Mat edges;
    cv::Laplacian(grey, edges, CV_32F);
    const cv::Mat strength = cv::abs(edges);
    std::vector<float> values;
    std::copy_if(strength.begin<float>(), strength.end<float>(), std::back_inserter(values),
                 [](float value) { return value > kLeastEdge; });
    if (values.empty()) {
        return 0;
    }
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() - 1 - values.size() / 100);
    std::nth_element(values.begin(), at, values.end());
    return *at / (4 * 255.0);
}

/// J. Immerkaer, "Fast Noise Variance Estimation", 1996, over the calmer half of the picture.
double noiseOf(const cv::Mat& grey) {
    const cv::Mat kernel = (cv::Mat_<float>(3, 3) << 1, -2, 1, -2, 4, -2, 1, -2, 1);
    cv::Mat response;
    cv::filter2D(grey, response, CV_32F, kernel);
    const cv::Mat strength = cv::abs(response);
    std::vector<float> values(strength.begin<float>(), strength.end<float>());
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    // The median of |N(0, 6 s)| is 0.6745 times its deviation.
    return *middle / (6 * 0.6745);
}

double blockinessOf(const cv::Mat& grey) {
    constexpr int kBlock = 8;
    double atBorders = 0;
    double elsewhere = 0;
    int borders = 0;
    int others = 0;
    for (int y = 0; y < grey.rows; ++y) {
        const auto* row = grey.ptr<std::uint8_t>(y);
        for (int x = 1; x < grey.cols; ++x) {
            const double step = std::min(std::abs(row[x] - row[x - 1]), 16);  // true edges say nothing
            (x % kBlock == 0 ? atBorders : elsewhere) += step;
            (x % kBlock == 0 ? borders : others) += 1;
        }
    }
    if (borders == 0 || others == 0 || elsewhere == 0) {
        return 0;
    }
    return (atBorders / borders) / (elsewhere / others) - 1;
}

/// Pixels of a row on the inner steps of stairs: levels of some length, the one before each darker and the one after it
/// lighter by more than the single level of an even gradient, but by no edge; or the other way round.
int bandedIn(const std::vector<std::uint8_t>& row) {
    constexpr int kLeastPx = 6;
    constexpr int kLeastStep = 2;
    constexpr int kMostStep = 16;
    struct Level {
        int value = 0;
        int lengthPx = 0;
    };
    std::vector<Level> levels;
    for (const std::uint8_t value : row) {
        if (levels.empty() || levels.back().value != value) {
            levels.push_back({value, 0});
        }
        ++levels.back().lengthPx;
    }
    int banded = 0;
    for (std::size_t i = 1; i + 1 < levels.size(); ++i) {
        const auto [before, here, after] = std::tie(levels[i - 1], levels[i], levels[i + 1]);
        const int in = here.value - before.value;
        const int out = after.value - here.value;
        const int smaller = std::min(std::abs(in), std::abs(out));
        const int larger = std::max(std::abs(in), std::abs(out));
        const bool areLong = std::min({before.lengthPx, here.lengthPx, after.lengthPx}) >= kLeastPx;
        banded += areLong && in * out > 0 && smaller >= kLeastStep && larger <= kMostStep
                      ? here.lengthPx
                      : 0;
    }
    return banded;
}

double bandingOf(const cv::Mat& grey) {
    if (grey.empty()) {
        return 0;
    }
    double most = 0;
    for (const bool isUpright : {false, true}) {
        cv::Mat lines = grey;
        if (isUpright) {
            cv::transpose(grey, lines);
        }
        std::int64_t banded = 0;
        for (int y = 0; y < lines.rows; ++y) {
            const auto* first = lines.ptr<std::uint8_t>(y);
            banded += bandedIn(std::vector<std::uint8_t>(first, first + lines.cols));
        }
        most = std::max(most, static_cast<double>(banded) / static_cast<double>(grey.total()));
    }
    return most;
}

PictureShape shapeOf(int widthPx, int heightPx) {
    constexpr int kAlike = 50;
    if (std::abs(widthPx - heightPx) * kAlike <= std::max(widthPx, heightPx)) {
        return PictureShape::Square;
    }
    return widthPx > heightPx ? PictureShape::Landscape : PictureShape::Portrait;
}

/// Share of the pixels that equal their right and lower neighbours: drawn things have flat parts, photographs none.
double flatShare(const cv::Mat& colour) {
    int flat = 0;
    for (int y = 0; y + 1 < colour.rows; ++y) {
        const auto* row = colour.ptr<cv::Vec3b>(y);
        const auto* next = colour.ptr<cv::Vec3b>(y + 1);
        for (int x = 0; x + 1 < colour.cols; ++x) {
            flat += row[x] == row[x + 1] && row[x] == next[x] ? 1 : 0;
        }
    }
    return static_cast<double>(flat) / std::max(1, (colour.rows - 1) * (colour.cols - 1));
}

/// Long level and upright edges over all edges: windows, tables and lines of writing have them.
double straightShare(const cv::Mat& grey) {
    constexpr int kLongPx = 24;
    cv::Mat edges;
    cv::Canny(grey, edges, 60, 120);
    const int all = cv::countNonZero(edges);
    if (all == 0) {
        return 0;
    }
    cv::Mat level;
    cv::Mat upright;
    cv::morphologyEx(edges, level, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {kLongPx, 1}));
    cv::morphologyEx(edges, upright, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {1, kLongPx}));
    return static_cast<double>(cv::countNonZero(level) + cv::countNonZero(upright)) / all;
}

PictureKind kindOf(const cv::Mat& colour, const cv::Mat& grey, const PictureFacts& facts) {
    constexpr double kNothing = 0.008;
    constexpr double kFlat = 0.6;
    if (facts.contrast < kNothing && facts.sharpness < kBlurredBelow) {
        return PictureKind::Empty;
    }
    if (flatShare(colour) < kFlat) {
        return PictureKind::Photograph;
    }
    const bool isMostlyOneGround = !facts.colours.empty() && facts.colours.front().share > 0.7 &&
                                   (facts.colours.front().colour == ColourName::White ||
                                    facts.colours.front().colour == ColourName::Grey);
    const double straight = straightShare(grey);
    if (straight > 0.12) {
        return PictureKind::Screenshot;
    }
    cv::Mat edges;
    cv::Canny(grey, edges, 60, 120);
    const double busy = static_cast<double>(cv::countNonZero(edges)) / edges.total();
    return isMostlyOneGround && busy > 0.05 ? PictureKind::TextPage : PictureKind::Drawing;
}

}  // namespace

double PictureFacts::shareOf(std::string_view colour) const {
    const auto found = std::find_if(allColours.begin(), allColours.end(),
                                    [colour](const ColourShare& one) { return englishName(one.colour) == colour; });
    return found == allColours.end() ? 0 : found->share;
}

Outcome<PictureFacts> measureFacts(const Image& picture, std::stop_token stop) {
    PictureFacts facts;
    facts.widthPx = picture.widthPx;
    facts.heightPx = picture.heightPx;
    facts.shape = shapeOf(picture.widthPx, picture.heightPx);
    const cv::Mat colour = smallColour(picture);
    measureColours(colour, facts);
    if (stop.stop_requested()) {
        return Cancelled{};
    }
    const cv::Mat grey = greyOf(picture);
    const cv::Mat middle = middleOf(grey);
    facts.sharpness = sharpnessOf(middle);
    facts.noise = noiseOf(middle);
    facts.blockiness = blockinessOf(middle);
    facts.banding = bandingOf(middle);
    if (stop.stop_requested()) {
        return Cancelled{};
    }
    cv::Mat smallGrey;
    cv::cvtColor(colour, smallGrey, cv::COLOR_RGB2GRAY);
    facts.kind = kindOf(colour, smallGrey, facts);
    if (facts.kind == PictureKind::Photograph) {
        auto faces = findFaces(picture, stop);
        if (faces.isCancelled()) {
            return Cancelled{};
        }
        facts.faces = std::move(faces).value();
    }
    const bool hasContent = facts.kind != PictureKind::Empty;
    // What is drawn may be soft because it was drawn so.
    const bool isTakenOrScanned =
        facts.kind == PictureKind::Photograph || facts.kind == PictureKind::TextPage;
    facts.isBlurred = isTakenOrScanned && facts.sharpness < kBlurredBelow;
    facts.isNoisy = facts.noise > kNoisyAbove;
    // What a program drew on a grid has borders where blocks have them.
    facts.isBlocky = hasContent && facts.kind != PictureKind::Screenshot && facts.blockiness > kBlockyAbove;
    facts.isBanded =
        hasContent && facts.kind != PictureKind::Screenshot && facts.banding > kBandedAbove;
    return facts;
}

}  // namespace limn::vision
