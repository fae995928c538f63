// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Outcome.h"

#include <opencv2/core.hpp>

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace limn::vision {

/// A detector of Viola and Jones ("Rapid object detection using a boosted cascade of simple features", 2001) in OpenCV's
/// file format, whose own reader is in a part of OpenCV that brings a hundred packages along. Answers as
/// cv::CascadeClassifier does. Const functions from any thread.
class HaarCascade {
public:
    /// For files that came with the system, not for a person's: OpenCV's reader of XML is trusted with them.
    static Result<HaarCascade> load(const std::filesystem::path& file);

    struct Search {
        double step = 1.1;  ///< from one size of the window to the next
        int minSidePx = 30;
        int minNeighbours = 4;  ///< more windows than these find the same thing; 0: each by itself
    };
    /// Squares of a grey picture of 8 bits, in its pixels; none where there are thousands, as in a pattern.
    Outcome<std::vector<cv::Rect>> find(const cv::Mat& grey, const Search& search,
                                        const std::stop_token& stop) const;

private:
    struct Part {
        cv::Rect rect;
        float weight = 0;
    };
    using Feature = std::array<Part, 3>;
    struct Node {
        std::size_t feature = 0;
        float threshold = 0;
        int left = 0;  ///< above 0: the node with this number of the tree; else its leaf -left
        int right = 0;
    };
    struct Tree {
        std::vector<Node> nodes;
        std::vector<float> leaves;
    };
    struct Stage {
        float threshold = 0;
        std::vector<Tree> trees;
    };
    /// A picture of one size, with its sums.
    struct Level;

    bool readStages(const cv::FileNode& stages);
    bool readFeatures(const cv::FileNode& features);
    bool isWhole() const;
    /// Stages that the window at this place passes; all of them: found. nullopt: too flat to be looked at.
    std::optional<std::size_t> stagesPassed(const Level& level, cv::Point at) const;
    float valueOf(const Tree& tree, const Level& level, cv::Point at, double norm) const;
    void findIn(const Level& level, int stepPx, std::vector<cv::Rect>& found) const;

    cv::Size m_window;
    std::vector<Stage> m_stages;
    std::vector<Feature> m_features;
};

}  // namespace limn::vision
