// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/vision/HaarCascade.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace limn::vision {
namespace {

constexpr double kAlike = 0.2;            // of a side: windows that far apart show the same thing
constexpr float kThresholdSlack = 1e-5F;  // of a stage, against rounding in the file
constexpr double kFlatWindow = 0.1;       // spread of the greys below which nothing is to be seen

double sumOf(const cv::Mat& integral, const cv::Rect& rect) {
    const auto at = [&](int y, int x) {
        return integral.depth() == CV_64F ? integral.at<double>(y, x) : integral.at<int>(y, x);
    };
    return at(rect.y, rect.x) - at(rect.y, rect.x + rect.width) - at(rect.y + rect.height, rect.x) +
           at(rect.y + rect.height, rect.x + rect.width);
}

bool isAlike(const cv::Rect& a, const cv::Rect& b) {
    const double most = kAlike * (std::min(a.width, b.width) + std::min(a.height, b.height)) * 0.5;
    return std::abs(a.x - b.x) <= most && std::abs(a.y - b.y) <= most &&
           std::abs(a.x + a.width - b.x - b.width) <= most &&
           std::abs(a.y + a.height - b.y - b.height) <= most;
}

struct Group {
    cv::Rect rect;
    int count = 0;
};

/// The mean of the windows that show the same thing.
std::vector<Group> groupsOf(const std::vector<cv::Rect>& windows) {
    std::vector<int> labels;
    const int count = cv::partition(windows, labels, isAlike);
    std::vector<cv::Vec4d> sums(static_cast<std::size_t>(count), cv::Vec4d());
    std::vector<Group> groups(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto label = static_cast<std::size_t>(labels[i]);
        const cv::Rect& one = windows[i];
        sums[label] += cv::Vec4d(one.x, one.y, one.width, one.height);
        ++groups[label].count;
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto mean = sums[i] / static_cast<double>(groups[i].count);
        groups[i].rect = {cvRound(mean[0]), cvRound(mean[1]), cvRound(mean[2]), cvRound(mean[3])};
    }
    return groups;
}

/// A small group inside a larger, better founded one is a part of the same thing.
bool isPartOf(const Group& small, const Group& large) {
    const int dx = cvRound(large.rect.width * kAlike);
    const int dy = cvRound(large.rect.height * kAlike);
    return small.rect.x >= large.rect.x - dx && small.rect.y >= large.rect.y - dy &&
           small.rect.x + small.rect.width <= large.rect.x + large.rect.width + dx &&
           small.rect.y + small.rect.height <= large.rect.y + large.rect.height + dy &&
           (large.count > std::max(3, small.count) || small.count < 3);
}

std::vector<cv::Rect> foundedOnes(const std::vector<cv::Rect>& windows, int minNeighbours) {
    if (windows.empty() || minNeighbours <= 0) {
        return windows;  // cv::partition reads the first of none
    }
    std::vector<Group> groups = groupsOf(windows);
    std::erase_if(groups, [&](const Group& group) { return group.count <= minNeighbours; });
    std::vector<cv::Rect> kept;
    for (const Group& group : groups) {
        if (std::ranges::none_of(groups, [&](const Group& other) {
                return &other != &group && isPartOf(group, other);
            })) {
            kept.push_back(group.rect);
        }
    }
    return kept;
}

}  // namespace

struct HaarCascade::Level {
    double scale = 1;  ///< pixels of the picture for one of these
    cv::Size size;
    cv::Mat sums, squares;

    Level(const cv::Mat& grey, double scaleDown) : scale(scaleDown) {
        size = {cvRound(grey.cols / scale), cvRound(grey.rows / scale)};
        cv::Mat small;
        cv::resize(grey, small, size, 0, 0, cv::INTER_LINEAR_EXACT);
        cv::integral(small, sums, squares, CV_32S, CV_64F);
    }
};

Result<HaarCascade> HaarCascade::load(const std::filesystem::path& file) {
    HaarCascade cascade;
    try {
        const cv::FileStorage storage(file.string(), cv::FileStorage::READ);
        const cv::FileNode root = storage["cascade"];
        if (root.isMap()) {
            cascade.m_window = {static_cast<int>(root["width"]), static_cast<int>(root["height"])};
            if (cascade.readFeatures(root["features"]) && cascade.readStages(root["stages"]) &&
                cascade.isWhole()) {
                return cascade;
            }
        }
    } catch (const cv::Exception&) {
        // One sentence for whatever is wrong with it.
    }
    return Error{ErrorCode::FileDamaged,
                 file.string() + " is no detector of upright Haar features in OpenCV's format.",
                 {}};
}

bool HaarCascade::readFeatures(const cv::FileNode& features) {
    for (const cv::FileNode& node : features) {
        const cv::FileNode rects = node["rects"];
        Feature feature;
        if (rects.size() < 2 || rects.size() > feature.size() ||
            static_cast<int>(node["tilted"]) == 1) {
            return false;
        }
        std::size_t i = 0;
        for (const cv::FileNode& rect : rects) {
            feature[i++] = {{static_cast<int>(rect[0]), static_cast<int>(rect[1]),
                             static_cast<int>(rect[2]), static_cast<int>(rect[3])},
                            static_cast<float>(rect[4])};
        }
        m_features.push_back(feature);
    }
    return !m_features.empty();
}

bool HaarCascade::readStages(const cv::FileNode& stages) {
    constexpr std::size_t kNumbersANode = 4;  // left, right, feature, threshold
    for (const cv::FileNode& node : stages) {
        Stage stage;
        stage.threshold = static_cast<float>(node["stageThreshold"]) - kThresholdSlack;
        for (const cv::FileNode& weak : node["weakClassifiers"]) {
            Tree tree;
            const cv::FileNode numbers = weak["internalNodes"];
            if (numbers.empty() || numbers.size() % kNumbersANode != 0) {
                return false;
            }
            for (int i = 0; i < static_cast<int>(numbers.size()); i += kNumbersANode) {
                tree.nodes.push_back({static_cast<std::size_t>(static_cast<int>(numbers[i + 2])),
                                      static_cast<float>(numbers[i + 3]),
                                      static_cast<int>(numbers[i]),
                                      static_cast<int>(numbers[i + 1])});
            }
            weak["leafValues"] >> tree.leaves;
            stage.trees.push_back(std::move(tree));
        }
        m_stages.push_back(std::move(stage));
    }
    return !m_stages.empty();
}

/// Everything points to what is there, and trees only go down.
bool HaarCascade::isWhole() const {
    const cv::Rect window({0, 0}, m_window);
    const auto fits = [&](const Part& part) {
        return (part.rect & window) == part.rect;
    };
    const auto leads = [](const Tree& tree, std::size_t from, int to) {
        return to > 0 ? static_cast<std::size_t>(to) > from &&
                            static_cast<std::size_t>(to) < tree.nodes.size()
                      : static_cast<std::size_t>(-to) < tree.leaves.size();
    };
    const auto holds = [&](const Tree& tree) {
        for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
            const Node& node = tree.nodes[i];
            if (node.feature >= m_features.size() || !leads(tree, i, node.left) ||
                !leads(tree, i, node.right)) {
                return false;
            }
        }
        return true;
    };
    constexpr int kSmallestPx = 4;
    return m_window.width >= kSmallestPx && m_window.height >= kSmallestPx &&
           std::ranges::all_of(
               m_features, [&](const Feature& one) { return std::ranges::all_of(one, fits); }) &&
           std::ranges::all_of(
               m_stages, [&](const Stage& one) { return std::ranges::all_of(one.trees, holds); });
}

float HaarCascade::valueOf(const Tree& tree, const Level& level, cv::Point at, double norm) const {
    int next = 0;
    do {
        const Node& node = tree.nodes[static_cast<std::size_t>(next)];
        double value = 0;
        for (const Part& part : m_features[node.feature]) {
            if (part.weight != 0) {
                value += part.weight * sumOf(level.sums, part.rect + at);
            }
        }
        next = value * norm < node.threshold ? node.left : node.right;
    } while (next > 0);
    return tree.leaves[static_cast<std::size_t>(-next)];
}

std::optional<std::size_t> HaarCascade::stagesPassed(const Level& level, cv::Point at) const {
    // Light and contrast are taken out: values are told in units of the window's own spread, its border left out.
    const cv::Rect inner(at.x + 1, at.y + 1, m_window.width - 2, m_window.height - 2);
    const double sum = sumOf(level.sums, inner);
    const double spread = inner.area() * sumOf(level.squares, inner) - sum * sum;
    if (spread <= 0 || inner.area() / std::sqrt(spread) >= kFlatWindow) {
        return std::nullopt;
    }
    const double norm = 1 / std::sqrt(spread);
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        float total = 0;
        for (const Tree& tree : m_stages[i].trees) {
            total += valueOf(tree, level, at, norm);
        }
        if (total < m_stages[i].threshold) {
            return i;
        }
    }
    return m_stages.size();
}

void HaarCascade::findIn(const Level& level, int stepPx, std::vector<cv::Rect>& found) const {
    const cv::Size window(cvRound(m_window.width * level.scale),
                          cvRound(m_window.height * level.scale));
    for (int y = 0; y < level.size.height - m_window.height; y += stepPx) {
        for (int x = 0; x < level.size.width - m_window.width; x += stepPx) {
            const auto passed = stagesPassed(level, {x, y});
            if (passed == m_stages.size()) {
                found.push_back({{cvRound(x * level.scale), cvRound(y * level.scale)}, window});
            } else if (passed == 0) {
                x += stepPx;  // its neighbour is as hopeless
            }
        }
    }
}

Outcome<std::vector<cv::Rect>> HaarCascade::find(const cv::Mat& grey, const Search& search,
                                                 const std::stop_token& stop) const {
    constexpr std::size_t kMostWindows = 10'000;
    constexpr double kFineBelow = 2;  // small windows: every second place will do
    std::vector<cv::Rect> windows;
    for (double scale = 1;; scale *= search.step) {
        if (stop.stop_requested()) {
            return Cancelled{};
        }
        const cv::Size window(cvRound(m_window.width * scale), cvRound(m_window.height * scale));
        if (window.width > grey.cols || window.height > grey.rows) {
            return foundedOnes(windows, search.minNeighbours);
        }
        if (window.width >= search.minSidePx && window.height >= search.minSidePx) {
            findIn(Level(grey, scale), scale > kFineBelow ? 1 : 2, windows);
        }
        if (windows.size() > kMostWindows) {
            return std::vector<cv::Rect>();  // a pattern; to compare each with each would take long
        }
    }
}

}  // namespace limn::vision
