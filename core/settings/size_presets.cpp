// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/settings/size_presets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace limn {
namespace {

constexpr std::array<std::pair<int, int>, 9> kAspects = {
    {{1, 1}, {4, 3}, {3, 4}, {3, 2}, {2, 3}, {16, 9}, {9, 16}, {2, 1}, {1, 2}}};
/// Sides that U-Nets halve evenly all the way down; finer ones work, and look a little worse.
constexpr int kLikedMultiplePx = 64;

int rounded(double side, int multiple) {
    return std::max(1, static_cast<int>(std::lround(side / multiple))) * multiple;
}

}  // namespace

std::vector<SizePreset> sizePresetsOf(const ModelInfo& model) {
    const int width = model.defaultWidthPx;
    const int height = model.defaultHeightPx;
    const int divisor = std::max(1, std::gcd(width, height));
    std::vector<SizePreset> presets = {{width / divisor, height / divisor, width, height, true}};
    const double area = static_cast<double>(width) * height;
    const int finest = std::max(1, model.sizeMultiplePx);
    const bool isLarge = std::min(width, height) >= 6 * kLikedMultiplePx;
    const int multiple = isLarge ? std::lcm(finest, kLikedMultiplePx) : finest;
    for (const auto& [across, down] : kAspects) {
        const double side = std::sqrt(area / (across * down));
        const SizePreset preset{across, down, rounded(side * across, multiple),
                                rounded(side * down, multiple), false};
        const bool isThere =
            std::any_of(presets.begin(), presets.end(), [&](const SizePreset& other) {
                return other.widthPx == preset.widthPx && other.heightPx == preset.heightPx;
            });
        if (!isThere) {
            presets.push_back(preset);
        }
    }
    return presets;
}

}  // namespace limn
