// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/face_finder.h"

#include "core/vision/HaarCascade.h"
#include "core/vision/text_preparation.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace limn::vision {
namespace {

constexpr int kLongestPx = 640;
constexpr int kSmallestFacePx = 30;
constexpr int kSmallestShare = 20;  // of the longer side: one part in so many
constexpr double kSamePlace = 0.4;  // of what two squares cover together, that both cover

/// The quickest first: most pictures have no face for it, and are done.
constexpr std::array<const char*, 3> kDetectors{"haarcascade_frontalface_alt2.xml",
                                                "haarcascade_frontalface_alt.xml",
                                                "haarcascade_frontalface_default.xml"};

std::optional<std::vector<HaarCascade>> loadDetectors() {
    for (const std::filesystem::path folder :
         {"/usr/share/opencv4/haarcascades", "/usr/local/share/opencv4/haarcascades",
          "/usr/share/opencv/haarcascades"}) {
        std::vector<HaarCascade> detectors;
        for (const char* name : kDetectors) {
            if (auto detector = HaarCascade::load(folder / name)) {
                detectors.push_back(std::move(*detector));
            }
        }
        if (detectors.size() == kDetectors.size()) {
            return detectors;
        }
    }
    return std::nullopt;
}

const std::optional<std::vector<HaarCascade>>& installedDetectors() {
    static const auto detectors = loadDetectors();
    return detectors;
}

bool isSamePlace(const cv::Rect& a, const cv::Rect& b) {
    const double both = (a & b).area();
    return both > kSamePlace * (a.area() + b.area() - both);
}

cv::Mat smallGreyOf(const Image& picture) {
    const cv::Mat grey = greyOf(picture);
    const int longer = std::max(grey.cols, grey.rows);
    return longer > kLongestPx ? scaledBy(grey, static_cast<double>(kLongestPx) / longer) : grey;
}

}  // namespace

Outcome<std::optional<std::vector<Face>>> findFaces(const Image& picture, std::stop_token stop) {
    const auto& detectors = installedDetectors();
    if (!detectors) {
        return std::optional<std::vector<Face>>();
    }
    const cv::Mat grey = smallGreyOf(picture);
    const HaarCascade::Search search{
        .minSidePx = std::max(kSmallestFacePx, std::max(grey.cols, grey.rows) / kSmallestShare)};
    std::optional<std::vector<cv::Rect>> agreed;
    for (const HaarCascade& detector : *detectors) {
        if (agreed && agreed->empty()) {
            break;
        }
        const auto found = detector.find(grey, search, stop);
        if (!found.isDone()) {
            return Cancelled{};
        }
        if (!agreed) {
            agreed = found.value();
            continue;
        }
        std::erase_if(*agreed, [&](const cv::Rect& one) {
            return std::ranges::none_of(
                found.value(), [&](const cv::Rect& other) { return isSamePlace(one, other); });
        });
    }
    std::ranges::sort(*agreed, {}, &cv::Rect::x);
    std::vector<Face> faces;
    for (const cv::Rect& one : *agreed) {
        const double width = grey.cols;
        const double height = grey.rows;
        faces.push_back({one.x / width, one.y / height, (one.x + one.width) / width,
                         (one.y + one.height) / height});
    }
    return std::optional(std::move(faces));
}

}  // namespace limn::vision
