// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/EnlargerTask.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/scene_sampler.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace limn::starter {
namespace {

constexpr int kSmallPx = kFullSidePx / 2;
constexpr int kCropPx = 40;  // of the small picture
constexpr std::uint64_t kCropsPerScene = 8;
constexpr std::uint64_t kCropStream = 11;
constexpr std::uint64_t kValidationScenes = 24;
constexpr double kGradientWeight = 1.0;  // edges are what an enlarger is for
constexpr double kShareOnThings = 0.8;

at::Tensor unit(const at::Tensor& pixels) {
    return pixels.add(1).mul(0.5).clamp(0, 1);
}

at::Tensor gradientError(const at::Tensor& error, std::int64_t dim) {
    const auto length = error.size(dim) - 1;
    return (error.narrow(dim, 1, length) - error.narrow(dim, 0, length)).abs().mean();
}

struct Corner {
    std::int64_t left, top;
};

/// Anywhere, or around a point of a thing.
Corner chooseCorner(const at::Tensor& things, CounterRandom& random) {
    constexpr std::int64_t kLast = kSmallPx - kCropPx;
    const auto* covered = things.const_data_ptr<float>();
    const bool wantsThing = random.chance(kShareOnThings);
    constexpr int kTries = 64;
    for (int i = 0; wantsThing && i < kTries; ++i) {
        const auto pixel = random.below(static_cast<std::uint64_t>(kFullSidePx) * kFullSidePx);
        if (covered[pixel] > 0) {
            const auto around = [&](std::uint64_t at) {
                return std::clamp(static_cast<std::int64_t>(at / 2) - kCropPx / 2, std::int64_t{0},
                                  kLast);
            };
            return {around(pixel % kFullSidePx), around(pixel / kFullSidePx)};
        }
    }
    const auto left = static_cast<std::int64_t>(random.below(kLast + 1));
    return {left, static_cast<std::int64_t>(random.below(kLast + 1))};
}

double decibels(double meanSquare) {
    return -10 * std::log10(std::max(meanSquare, 1e-10));
}

/// Mean of the squares where `mask` is 1.
double meanSquare(const at::Tensor& error, const at::Tensor& mask) {
    return (error.square().mean(1, true) * mask).sum().item<double>() / mask.sum().item<double>();
}

}  // namespace

models::SrvggNetCompactConfig enlargerConfig() {
    return {.channels = 3, .features = 32, .convolutions = 8, .scale = 2};
}

training::TrainingWeightStore::Adjust enlargerBeginning() {
    const auto count = enlargerConfig().convolutions + 2;
    const std::string last = "body." + std::to_string(2 * (count - 1)) + ".weight";
    return [last](const std::string& key, at::Tensor& value) {
        if (key == last) {
            value.zero_();
        } else if (value.dim() == 1 && key.ends_with(".weight")) {
            value.fill_(0.25);
        }
    };
}

EnlargerTask::EnlargerTask(training::TrainingWeightStore& store, SceneRenderer& renderer,
                           const models::AutoencoderKL& autoencoder, std::uint64_t seed)
    : m_renderer(renderer), m_autoencoder(autoencoder), m_seed(seed),
      m_model(nn::WeightScope(store), enlargerConfig()), m_averages(store),
      m_averaged(nn::WeightScope(m_averages), enlargerConfig()) {}

EnlargerTask::Pair EnlargerTask::makePair(const Scene& scene) const {
    const auto large = m_renderer.render(scene, kFullSidePx);
    const auto small = m_renderer.render(scene, kSmallPx);
    Pair pair;
    pair.large = unit(toTensor(large.picture)).contiguous();
    pair.small = unit(reconstruct(m_autoencoder, toTensor(small.picture))).contiguous();
    pair.things = at::empty({1, 1, kFullSidePx, kFullSidePx}, at::kFloat);
    std::ranges::transform(large.owner, pair.things.data_ptr<float>(),
                           [](std::uint8_t owner) { return owner != 0 ? 1.0F : 0.0F; });
    return pair;
}

at::Tensor EnlargerTask::loss(std::int64_t first, std::int64_t count) {
    std::vector<at::Tensor> small;
    std::vector<at::Tensor> large;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto sample = static_cast<std::uint64_t>(first + i);
        if (const auto index = sample / kCropsPerScene; index != m_pairIndex) {
            m_pair = makePair(sampleTrainingScene(m_seed, index));
            m_pairIndex = index;
        }
        CounterRandom random(m_seed, sample, kCropStream);
        const Corner corner = chooseCorner(m_pair.things, random);
        small.push_back(
            m_pair.small.narrow(2, corner.top, kCropPx).narrow(3, corner.left, kCropPx));
        large.push_back(m_pair.large.narrow(2, 2 * corner.top, 2 * kCropPx)
                            .narrow(3, 2 * corner.left, 2 * kCropPx));
    }
    const auto error = m_model(at::cat(small), {}, at::kBFloat16) - at::cat(large);
    return error.abs().mean() +
           kGradientWeight * (gradientError(error, 2) + gradientError(error, 3));
}

std::string EnlargerTask::evaluate() {
    const c10::NoGradGuard noGradients;
    double ours = 0;
    double oursOnThings = 0;
    double plain = 0;
    double plainOnThings = 0;
    const auto everywhere = at::ones({1, 1, kFullSidePx, kFullSidePx}, at::kFloat);
    for (std::uint64_t i = 0; i < kValidationScenes; ++i) {
        const Pair pair = makePair(validationScene(i));
        const auto error = m_averaged(pair.small, {}, at::kBFloat16).clamp(0, 1) - pair.large;
        const auto bicubic =
            at::upsample_bicubic2d(pair.small, {kFullSidePx, kFullSidePx}, false).clamp(0, 1) -
            pair.large;
        ours += meanSquare(error, everywhere) / kValidationScenes;
        oursOnThings += meanSquare(error, pair.things) / kValidationScenes;
        plain += meanSquare(bicubic, everywhere) / kValidationScenes;
        plainOnThings += meanSquare(bicubic, pair.things) / kValidationScenes;
    }
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(),
                  "psnr at 256 px %.2f dB, on things %.2f dB (bicubic %.2f, %.2f)", decibels(ours),
                  decibels(oursOnThings), decibels(plain), decibels(plainOnThings));
    return text.data();
}

}  // namespace limn::starter
