// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/CheckerTask.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/checker_augment.h"
#include "inference/starter/verdict.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cstdio>
#include <vector>

namespace limn::starter {
namespace {

constexpr std::uint64_t kCheckerSeed = 0xC4EC4E5;
constexpr std::uint64_t kCheckerValidationSeed = 0xC4EC4E6;
constexpr std::uint64_t kSpoilStream = 8;
constexpr std::int64_t kValidationScenes = 192;
constexpr double kShareThroughAutoencoder = 0.07;
constexpr double kWeightOfMiddles = 3;
/// More crowded than the training scenes: three things are the hard part.
constexpr SceneMix kCheckerMix{.single = 0.3,
                               .pair = 0.35,
                               .alike = 0.25,
                               .natural = 0.25,
                               .weather = kWholeWorld.weather,
                               .styled = kWholeWorld.styled};

constexpr int kSidePx = kFullSidePx / 2;

}  // namespace

Scene checkerValidationScene(std::uint64_t index, const SceneMix& mix) {
    return sampleAnyScene(kCheckerValidationSeed, index, mix);
}

CheckerTask::CheckerTask(training::TrainingWeightStore& store, SceneRenderer& renderer,
                         const models::AutoencoderKL* autoencoder)
    : m_renderer(renderer), m_autoencoder(autoencoder), m_net(nn::WeightScope(store)),
      m_averages(store), m_averaged(nn::WeightScope(m_averages)) {}

CheckerTask::Batch CheckerTask::makeBatch(std::int64_t first, std::int64_t count) {
    std::vector<at::Tensor> pixels;
    Batch batch;
    batch.kinds = at::empty({count, kCheckerGrid, kCheckerGrid}, at::kLong);
    batch.tints = at::empty_like(batch.kinds);
    batch.toMiddle = at::empty({count, 2, kCheckerGrid, kCheckerGrid}, at::kFloat);
    batch.places = at::empty({count}, at::kLong);
    batch.times = at::empty({count}, at::kLong);
    batch.weathers = at::empty({count}, at::kLong);
    batch.styles = at::empty({count}, at::kLong);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto sample = static_cast<std::uint64_t>(first + i);
        CounterRandom random(kCheckerSeed, sample, kSpoilStream);
        const Scene scene = sampleAnyScene(kCheckerSeed, sample, kCheckerMix);
        const auto rendered = shifted(m_renderer.render(scene, kSidePx), random);
        auto picture = toTensor(rendered.picture);
        if (m_autoencoder != nullptr && random.chance(kShareThroughAutoencoder)) {
            picture = reconstruct(*m_autoencoder, picture).clamp(-1, 1);
        }
        pixels.push_back(spoilt(picture, random));
        const CellTruth truth = cellTruth(scene, rendered);
        std::copy_n(truth.kind.data(), kCheckerCells, batch.kinds[i].data_ptr<std::int64_t>());
        std::copy_n(truth.tint.data(), kCheckerCells, batch.tints[i].data_ptr<std::int64_t>());
        std::copy_n(truth.toMiddle.data(), 2 * kCheckerCells, batch.toMiddle[i].data_ptr<float>());
        batch.places[i] = static_cast<std::int64_t>(scene.place) - 1;
        // A blueprint shows no tint and no time: nothing is learnt of them from it.
        const bool hasColours = scene.style != Style::Blueprint;
        if (!hasColours) {
            batch.tints[i].fill_(kAmbiguousCell);
        }
        batch.times[i] = hasColours ? static_cast<std::int64_t>(scene.time) - 1 : kAmbiguousCell;
        batch.weathers[i] = static_cast<std::int64_t>(scene.weather) - 1;
        batch.styles[i] = static_cast<std::int64_t>(scene.style) - 1;
    }
    batch.pixels = at::cat(pixels).to(at::kBFloat16).contiguous(at::MemoryFormat::ChannelsLast);
    return batch;
}

at::Tensor CheckerTask::loss(std::int64_t first, std::int64_t count) {
    const Batch batch = makeBatch(first, count);
    const CheckerOutput output = m_net(batch.pixels);
    const auto onCells = [](const at::Tensor& logits, const at::Tensor& truth) {
        return at::cross_entropy_loss(logits.permute({0, 2, 3, 1}).flatten(0, 2), truth.flatten(),
                                      {}, at::Reduction::Mean, kAmbiguousCell);
    };
    const auto isThing = batch.kinds.gt(0);
    const auto onThing = isThing.unsqueeze(1).to(at::kFloat);
    const auto thingKinds = at::where(isThing, batch.kinds, kAmbiguousCell);
    const auto ofPicture = [](const at::Tensor& logits, const at::Tensor& truth) {
        return at::cross_entropy_loss(logits, truth, {}, at::Reduction::Mean, kAmbiguousCell);
    };
    const auto farOff =
        ((output.toMiddle - batch.toMiddle).abs() * onThing).sum() / onThing.sum().clamp_min(1);
    // Four cells in five are empty: those with things count once more by themselves.
    return onCells(output.kinds, batch.kinds) + onCells(output.kinds, thingKinds) +
           0.5 * onCells(output.tints, batch.tints) + kWeightOfMiddles * farOff +
           0.2 * (ofPicture(output.places, batch.places) + ofPicture(output.times, batch.times) +
                  ofPicture(output.weathers, batch.weathers) +
                  ofPicture(output.styles, batch.styles));
}

std::string CheckerTask::evaluate() {
    constexpr std::int64_t kBatch = 32;
    std::array<int, kMostThings + 1> scenes{};
    std::array<int, kMostThings + 1> kinds{};
    int tints = 0;
    int places = 0;
    int times = 0;
    int looks = 0;
    for (std::int64_t begin = 0; begin < kValidationScenes; begin += kBatch) {
        std::vector<at::Tensor> pixels;
        std::vector<Scene> asked;
        for (std::int64_t i = begin; i < begin + kBatch; ++i) {
            asked.push_back(checkerValidationScene(static_cast<std::uint64_t>(i)));
            pixels.push_back(toTensor(m_renderer.render(asked.back(), kSidePx).picture));
        }
        const auto seen = readPictures(m_averaged, at::cat(pixels));
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const Verdict verdict = judge(askedOf(asked[i]), seen[i]);
            const auto count = asked[i].things.size();
            ++scenes.at(count);
            kinds.at(count) += verdict.kinds ? 1 : 0;
            tints += verdict.tints ? 1 : 0;
            places += verdict.place ? 1 : 0;
            times += verdict.time ? 1 : 0;
            looks += seen[i].weather == asked[i].weather && seen[i].style == asked[i].style ? 1 : 0;
        }
    }
    const auto share = [](int right, int of) {
        return static_cast<double>(right) / std::max(of, 1);
    };
    const int all = static_cast<int>(kValidationScenes);
    char text[240];
    std::snprintf(text, sizeof text,
                  "true renders: kinds of one %.3f  two %.3f  three %.3f  with tints %.3f  place "
                  "%.3f  time %.3f  weather and style %.3f",
                  share(kinds[1], scenes[1]), share(kinds[2], scenes[2]),
                  share(kinds[3], scenes[3]), share(tints, all), share(places, all),
                  share(times, all), share(looks, all));
    return text;
}

}  // namespace limn::starter
