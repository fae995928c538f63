// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/checker_augment.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace limn::starter {
namespace {

constexpr int kFarthestShiftPx = 6;

/// ITU-T T.81, tables K.1 and K.2.
constexpr std::array<float, 64> kLumaTable{
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
constexpr std::array<float, 64> kChromaTable{
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99,
    99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

at::Tensor cosines() {
    std::vector<float> values;
    for (int k = 0; k < 8; ++k) {
        for (int n = 0; n < 8; ++n) {
            const double scale = k == 0 ? std::sqrt(0.125) : 0.5;
            values.push_back(
                static_cast<float>(scale * std::cos(std::numbers::pi * (n + 0.5) * k / 8)));
        }
    }
    return at::tensor(values, at::kFloat).reshape({8, 8});
}

at::Tensor tableFor(const std::array<float, 64>& table, int quality) {
    const double scale = quality < 50 ? 50.0 / quality : 2 - quality / 50.0;
    const std::vector<float> values(table.begin(), table.end());
    return (at::tensor(values, at::kFloat) * scale).round().clamp(1, 255).reshape({8, 8});
}

/// Each channel by itself.
at::Tensor filtered(const at::Tensor& pixels, const at::Tensor& kernel) {
    constexpr std::array<std::int64_t, 2> kOne{1, 1};
    constexpr std::array<std::int64_t, 2> kZero{0, 0};
    return at::conv2d(pixels, kernel, at::Tensor(), kOne, kZero, kOne, 3);
}

at::Tensor blurred(const at::Tensor& pixels, double sigma) {
    constexpr int kReach = 4;
    std::vector<float> weights;
    for (int i = -kReach; i <= kReach; ++i) {
        weights.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma))));
    }
    auto line = at::tensor(weights, at::kFloat);
    line = (line / line.sum()).reshape({1, 1, 1, -1}).expand({3, 1, 1, 2 * kReach + 1});
    const auto padded = at::replication_pad2d(pixels, {kReach, kReach, kReach, kReach});
    const auto rows = filtered(padded, line);
    return filtered(rows, line.transpose(2, 3));
}

/// Down and up again: what an enlarged small picture looks like.
at::Tensor throughSmaller(const at::Tensor& pixels, double share) {
    const auto smaller = [&](std::int64_t side) {
        return std::max<std::int64_t>(1, std::llround(static_cast<double>(side) * share));
    };
    const auto less = at::upsample_bilinear2d(pixels, {smaller(pixels.size(2)), smaller(pixels.size(3))}, false);
    return at::upsample_bilinear2d(less, {pixels.size(2), pixels.size(3)}, false);
}

}  // namespace

RenderedScene shifted(const RenderedScene& scene, CounterRandom& random) {
    const auto draw = [&] {
        return static_cast<int>(random.below(2 * kFarthestShiftPx + 1)) - kFarthestShiftPx;
    };
    const int right = draw();
    const int down = draw();
    RenderedScene moved = scene;
    const int side = scene.picture.widthPx;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int fromX = std::clamp(x - right, 0, side - 1);
            const int fromY = std::clamp(y - down, 0, side - 1);
            std::copy_n(scene.picture.row(fromY) + std::ptrdiff_t{3} * fromX, 3,
                        moved.picture.row(y) + std::ptrdiff_t{3} * x);
            moved.owner[static_cast<std::size_t>(y * side + x)] =
                scene.owner[static_cast<std::size_t>(fromY * side + fromX)];
        }
    }
    return moved;
}

at::Tensor spoilt(const at::Tensor& pixels, CounterRandom& random) {
    auto out = pixels;
    if (random.chance(0.4)) {
        out = blurred(out, random.uniform(0.4, 1.6));
    } else if (random.chance(0.3)) {
        out = throughSmaller(out, random.uniform(0.35, 0.9));
    }
    if (random.chance(0.7)) {
        const double contrast = random.uniform(0.85, 1.12);
        const double light = random.uniform(-0.08, 0.08);
        const std::vector<float> gains{static_cast<float>(contrast * random.uniform(0.96, 1.04)),
                                       static_cast<float>(contrast * random.uniform(0.96, 1.04)),
                                       static_cast<float>(contrast * random.uniform(0.96, 1.04))};
        const auto grey = out.mean(1, true);
        const double colour = random.uniform(0.85, 1.1);
        out = (grey + colour * (out - grey)) * at::tensor(gains, at::kFloat).reshape({1, 3, 1, 1}) +
              light;
    }
    if (random.chance(0.5)) {
        auto generator = at::make_generator<at::CPUGeneratorImpl>(random.next());
        out = out + random.uniform(0.01, 0.12) * at::randn(out.sizes(), generator, at::kFloat);
    }
    if (random.chance(0.3)) {
        out = throughJpeg(out.clamp(-1, 1), 25 + static_cast<int>(random.below(70)));
    }
    return out.clamp(-1, 1);
}

at::Tensor throughJpeg(const at::Tensor& pixels, int quality) {
    const auto toYcc = at::tensor(std::vector<float>{0.299F, 0.587F, 0.114F, -0.168736F, -0.331264F,
                                                     0.5F, 0.5F, -0.418688F, -0.081312F})
                           .reshape({3, 3});
    const auto toRgb =
        at::tensor(std::vector<float>{1, 0, 1.402F, 1, -0.344136F, -0.714136F, 1, 1.772F, 0})
            .reshape({3, 3});
    const auto count = pixels.size(0);
    const auto height = pixels.size(2);
    const auto width = pixels.size(3);
    // -1 ... 1 times 127.5 is what JPEG calls the level-shifted samples, up to half a step.
    const auto planes = at::matmul(toYcc, (pixels * 127.5).reshape({count, 3, -1}));
    const auto blocks = planes.reshape({count, 3, height / 8, 8, width / 8, 8}).transpose(3, 4);
    const auto cosine = cosines();
    const auto table = at::stack({tableFor(kLumaTable, quality), tableFor(kChromaTable, quality),
                                  tableFor(kChromaTable, quality)})
                           .reshape({1, 3, 1, 1, 8, 8});
    const auto quantised =
        (at::matmul(at::matmul(cosine, blocks), cosine.t()) / table).round() * table;
    const auto back = at::matmul(at::matmul(cosine.t(), quantised), cosine)
                          .transpose(3, 4)
                          .reshape({count, 3, -1});
    return (at::matmul(toRgb, back) / 127.5).reshape(pixels.sizes()).clamp(-1, 1);
}

}  // namespace limn::starter
