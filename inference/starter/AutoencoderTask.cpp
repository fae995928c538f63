// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/AutoencoderTask.h"

#include "inference/starter/scene_sampler.h"
#include "inference/starter/training_machine.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace limn::starter {
namespace {

constexpr int kSidePx = kFullSidePx / 2;
constexpr std::int64_t kCropPx = 64;
constexpr std::uint64_t kCropStream = 3;
constexpr std::uint64_t kNoiseStream = 4;
constexpr std::uint64_t kValidationSeed = 0x7E57;
constexpr std::uint64_t kValidationScenes = 32;
constexpr double kShareOnThings = 0.75;  // of the crops

double psnrOf(double squares, double values) {
    return 10 * std::log10(255.0 * 255.0 * values / squares);
}

}  // namespace

models::AutoencoderKLConfig autoencoderConfig() {
    models::AutoencoderKLConfig config;
    config.block_out_channels = {32, 64, 128, 160};
    config.layers_per_block = 1;
    config.latent_channels = 8;
    config.norm_num_groups = 8;
    config.sample_size = kSidePx;
    config.mid_block_add_attention = false;
    config.force_upcast = false;
    config.scaling_factor = 1;
    return config;
}

Scene validationScene(std::uint64_t index) {
    return sampleTrainingScene(kValidationSeed, index);
}

at::Tensor toTensor(const Image& picture) {
    // from_blob's memory is only read, and only until the conversion has made a copy
    auto* bytes = const_cast<std::uint8_t*>(picture.pixels.data());
    return at::from_blob(bytes, {1, picture.heightPx, picture.widthPx, 3}, at::kByte)
        .to(at::kFloat)
        .div(127.5)
        .sub(1)
        .permute({0, 3, 1, 2});
}

Image toPicture(const at::Tensor& pixels) {
    const auto bytes = pixels[0]
                           .to(at::kFloat)
                           .permute({1, 2, 0})
                           .add(1)
                           .mul(127.5)
                           .round()
                           .clamp(0, 255)
                           .to(at::kByte)
                           .to(at::kCPU)
                           .contiguous();
    Image picture(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)), 3);
    std::copy_n(bytes.const_data_ptr<std::uint8_t>(), picture.pixels.size(), picture.pixels.data());
    return picture;
}

at::Tensor reconstruct(const models::AutoencoderKL& model, const at::Tensor& pixels) {
    const c10::NoGradGuard noGradients;
    return model.decode(model.encode(pixels.to(at::kBFloat16)).mean).to(at::kFloat);
}

ReconstructionQuality measureReconstruction(const models::AutoencoderKL& model,
                                            SceneRenderer& renderer, std::uint64_t count,
                                            at::Device device) {
    double squares = 0;
    double values = 0;
    double squaresOnThings = 0;
    double valuesOnThings = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto scene = renderer.render(validationScene(i), kSidePx);
        const Image decoded =
            toPicture(reconstruct(model, toTensor(scene.picture).to(device)));
        for (std::size_t k = 0; k < decoded.pixels.size(); ++k) {
            const double error = static_cast<double>(decoded.pixels[k]) - scene.picture.pixels[k];
            const bool isOnThing = scene.owner[k / 3] != 0;
            squares += error * error;
            values += 1;
            squaresOnThings += isOnThing ? error * error : 0;
            valuesOnThings += isOnThing ? 1 : 0;
        }
    }
    return {psnrOf(squares, values), psnrOf(squaresOnThings, valuesOnThings)};
}

AutoencoderTask::AutoencoderTask(training::TrainingWeightStore& store, const ScenePool& pool,
                                 SceneRenderer& renderer, std::uint64_t seed,
                                 training::AutoencoderPart part)
    : m_pool(pool), m_renderer(renderer), m_seed(seed), m_part(part),
      m_model(nn::WeightScope(store), autoencoderConfig()), m_averages(store),
      m_averaged(nn::WeightScope(m_averages), autoencoderConfig()) {}

at::Tensor AutoencoderTask::crops(std::int64_t first, std::int64_t count) const {
    std::vector<CropPlace> places;
    for (std::int64_t i = 0; i < count; ++i) {
        CounterRandom random(m_seed, static_cast<std::uint64_t>(first + i), kCropStream);
        places.push_back(chooseCrop(m_pool, kCropPx, kShareOnThings, random));
    }
    return cutCrops(m_pool.pictures, places, kCropPx).div(127.5).sub(1);
}

at::Tensor AutoencoderTask::loss(std::int64_t first, std::int64_t count) {
    const auto pixels = crops(first, count).contiguous(at::MemoryFormat::ChannelsLast);
    CounterRandom random(m_seed, static_cast<std::uint64_t>(first), kNoiseStream);
    const auto noise =
        normalNoise({count, autoencoderConfig().latent_channels, kCropPx / 8, kCropPx / 8},
                    random.next(), pixels.device());
    return training::autoencoderLoss(m_model, pixels, noise, m_part);
}

std::string AutoencoderTask::evaluate() {
    const auto quality = measureReconstruction(m_averaged, m_renderer, kValidationScenes,
                                               m_pool.pictures.device());
    char text[80];
    std::snprintf(text, sizeof text, "validation psnr %.2f dB  on things %.2f dB", quality.psnr,
                  quality.psnrOnThings);
    return text;
}

}  // namespace limn::starter
