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
constexpr std::int64_t kCropPx = 40;  // of the small picture
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

double decibels(double meanSquare) {
    return -10 * std::log10(std::max(meanSquare, 1e-10));
}

/// Mean of the squares where `mask` is 1.
double meanSquare(const at::Tensor& error, const at::Tensor& mask) {
    return (error.square().mean(1, true) * mask).sum().item<double>() / mask.sum().item<double>();
}

}  // namespace

models::SrvggNetCompactConfig enlargerConfig() {
    return {.channels = 3, .features = 48, .convolutions = 12, .scale = 2};
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

EnlargerPool makeEnlargerPool(RenderCrew& crew, const models::AutoencoderKL& autoencoder,
                              std::uint64_t seed, std::int64_t count, at::Device device) {
    const c10::NoGradGuard noGradients;
    const std::int64_t batch = device.is_cpu() ? 8 : 256;
    EnlargerPool pool{makeScenePool(crew, seed, count, kSmallPx, device),
                      makeScenePool(crew, seed, count, kFullSidePx, device).pictures};
    for (std::int64_t begin = 0; begin < count; begin += batch) {
        auto pictures = pool.small.pictures.narrow(0, begin, std::min(batch, count - begin));
        const auto pixels = pictures.to(at::kFloat).div(127.5).sub(1).permute({0, 3, 1, 2});
        const auto decoded = reconstruct(autoencoder, pixels).add(1).mul(127.5).round().clamp(0, 255);
        pictures.copy_(decoded.permute({0, 2, 3, 1}));
    }
    return pool;
}

EnlargerTask::EnlargerTask(training::TrainingWeightStore& store, const EnlargerPool& pool,
                           SceneRenderer& renderer, const models::AutoencoderKL& autoencoder,
                           std::uint64_t seed)
    : m_pool(pool), m_renderer(renderer), m_autoencoder(autoencoder), m_seed(seed),
      m_device(store.device()), m_model(nn::WeightScope(store), enlargerConfig()),
      m_averages(store), m_averaged(nn::WeightScope(m_averages), enlargerConfig()) {}

EnlargerTask::Pair EnlargerTask::makePair(const Scene& scene) const {
    const auto large = m_renderer.render(scene, kFullSidePx);
    const auto small = m_renderer.render(scene, kSmallPx);
    Pair pair;
    pair.large = unit(toTensor(large.picture)).contiguous().to(m_device);
    pair.small = unit(reconstruct(m_autoencoder, toTensor(small.picture).to(m_device))).contiguous();
    auto things = at::empty({1, 1, kFullSidePx, kFullSidePx}, at::kFloat);
    std::ranges::transform(large.owner, things.data_ptr<float>(),
                           [](std::uint8_t owner) { return owner != 0 ? 1.0F : 0.0F; });
    pair.things = things.to(m_device);
    return pair;
}

at::Tensor EnlargerTask::loss(std::int64_t first, std::int64_t count) {
    std::vector<CropPlace> places;
    for (std::int64_t i = 0; i < count; ++i) {
        CounterRandom random(m_seed, static_cast<std::uint64_t>(first + i), kCropStream);
        places.push_back(chooseCrop(m_pool.small, kCropPx, kShareOnThings, random));
    }
    const auto small = cutCrops(m_pool.small.pictures, places, kCropPx).div(255);
    const auto large = cutCrops(m_pool.large, places, 2 * kCropPx, 2).div(255);
    const auto error = m_model(small, {}, at::kBFloat16) - large;
    return error.abs().mean() +
           kGradientWeight * (gradientError(error, 2) + gradientError(error, 3));
}

std::string EnlargerTask::evaluate() {
    const c10::NoGradGuard noGradients;
    double ours = 0;
    double oursOnThings = 0;
    double plain = 0;
    double plainOnThings = 0;
    const auto everywhere = at::ones({1, 1, kFullSidePx, kFullSidePx}, at::device(m_device));
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
