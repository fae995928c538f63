// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/GeneratorTask.h"

#include "inference/starter/captions.h"
#include "inference/starter/generator_configs.h"
#include "inference/starter/generator_self_check.h"
#include "inference/starter/training_machine.h"
#include "inference/starter/vocabulary.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <cstdio>

namespace limn::starter {
namespace {

constexpr std::uint64_t kCaptionStream = 5;
constexpr std::uint64_t kNoiseStream = 6;
constexpr std::uint64_t kOrderStream = 7;
constexpr double kTimestepScale =
    1000;  // the denoiser's timesteps are 0 ... 1000, as diffusers' flow schedulers give them
constexpr std::int64_t kNothing = 1;  // class 0 of both heads

/// Of the features that the heads read: those of the deepest level.
std::int64_t headChannels() {
    return unetConfig().block_out_channels.back();
}

}  // namespace

GeneratorModels::GeneratorModels(const nn::WeightScope& scope, std::int64_t vocabularySize)
    : text(scope["text_encoder"], textEncoderConfig(vocabularySize)),
      unet(scope["unet"], unetConfig()) {}

GeneratorTask::GeneratorTask(training::TrainingWeightStore& store, const LatentCache& cache,
                             const tokenizers::ClipTokenizer& tokenizer,
                             const GeneratorOptions& options)
    : m_cache(cache.on(store.device())), m_tokenizer(tokenizer), m_options(options),
      m_captions(
          tokenizer, [this](std::uint64_t sample) { return captionOf(sample); },
          store.device().is_cpu() ? 1 : options.threads),
      m_models(nn::WeightScope(store), tokenizer.vocabularySize()),
      m_kindHead(nn::WeightScope(store)["head"]["kind"], headChannels(),
                 kNothing + static_cast<std::int64_t>(things().size())),
      m_tintHead(nn::WeightScope(store)["head"]["tint"], headChannels(), kNothing + kTintCount),
      m_averages(store), m_averaged(nn::WeightScope(m_averages), tokenizer.vocabularySize()),
      m_averagedKindHead(nn::WeightScope(m_averages)["head"]["kind"], headChannels(),
                         kNothing + static_cast<std::int64_t>(things().size())) {}

std::uint64_t GeneratorTask::sceneOf(std::uint64_t sample) const {
    CounterRandom order(m_options.seed, sample, kOrderStream);
    return order.below(static_cast<std::uint64_t>(m_cache.count()));
}

std::string GeneratorTask::captionOf(std::uint64_t sample) const {
    CounterRandom wording(m_options.seed, sample, kCaptionStream);
    if (wording.chance(m_options.emptyCaptions)) {
        return {};
    }
    return variedCaption(cachedScene(m_cache.seed, sceneOf(sample)), wording);
}

GeneratorTask::Batch GeneratorTask::makeBatch(std::int64_t first, std::int64_t count) {
    const auto device = m_cache.latents.device();
    CounterRandom random(m_options.seed, static_cast<std::uint64_t>(first), kNoiseStream);
    auto scenes = at::empty({count}, at::kLong);
    for (std::int64_t i = 0; i < count; ++i) {
        scenes.data_ptr<std::int64_t>()[i] =
            static_cast<std::int64_t>(sceneOf(static_cast<std::uint64_t>(first + i)));
    }
    const auto rows = toDevice(scenes, device);
    Batch batch;
    batch.latents = m_cache.latents.index_select(0, rows).to(at::kFloat);
    batch.noise = normalNoise(batch.latents.sizes(), random.next(), device);
    batch.times = at::sigmoid(normalNoise({count}, random.next(), device));
    batch.ids = toDevice(m_captions.ids(first, count), device);
    const double extra = m_isPlain ? 0 : m_options.weightOnThings - 1;
    batch.weights = 1 + extra * m_cache.onThing.index_select(0, rows).to(at::kFloat).unsqueeze(1);
    batch.kinds = m_cache.kinds.index_select(0, rows).to(at::kLong).flatten();
    batch.tints = m_cache.tints.index_select(0, rows).to(at::kLong).flatten();
    return batch;
}

at::Tensor GeneratorTask::labelLoss(const at::Tensor& features, const Batch& batch) const {
    const auto cells = features.permute({0, 2, 3, 1}).reshape({-1, features.size(1)});
    return at::cross_entropy_loss(m_kindHead(cells).to(at::kFloat), batch.kinds) +
           at::cross_entropy_loss(m_tintHead(cells).to(at::kFloat), batch.tints);
}

at::Tensor GeneratorTask::loss(std::int64_t first, std::int64_t count) {
    const Batch batch = makeBatch(first, count);
    const auto t = batch.times.reshape({-1, 1, 1, 1});
    const auto noisy = ((1 - t) * batch.latents + t * batch.noise).to(at::kBFloat16);
    models::UNetConditioning conditioning;
    conditioning.encoder_hidden_states =
        m_models.text(batch.ids, {}, at::kBFloat16).last_hidden_state;
    models::UNetFeatures features;
    const auto answer =
        m_models.unet(noisy, batch.times * kTimestepScale, conditioning, {}, &features)
            .to(at::kFloat);
    const auto error = (answer - (batch.noise - batch.latents)).square() * batch.weights;
    return error.mean() / batch.weights.mean() +
           m_options.labelWeight * labelLoss(features.beforeLastUpsampler, batch);
}

std::string GeneratorTask::evaluate() {
    const c10::NoGradGuard noGradients;
    constexpr std::int64_t kFirst = std::int64_t{1} << 40;  // samples that no training reaches
    constexpr std::int64_t kCount = 96;
    const Batch batch = makeBatch(kFirst, kCount);
    const auto context = m_averaged.text(batch.ids, {}, at::kBFloat16).last_hidden_state;
    const auto lossWith = [&](double time, const at::Tensor& words) {
        const auto noisy = ((1 - time) * batch.latents + time * batch.noise).to(at::kBFloat16);
        models::UNetConditioning conditioning;
        conditioning.encoder_hidden_states = words;
        const auto answer = m_averaged.unet(
            noisy, at::full({kCount}, time * kTimestepScale, batch.times.options()), conditioning);
        return (answer.to(at::kFloat) - (batch.noise - batch.latents))
            .square()
            .mean()
            .item<double>();
    };
    const auto wrong = context.roll(1, 0);
    char text[160];
    const double half = lossWith(0.5, context);
    const double late = lossWith(0.8, context);
    std::snprintf(text, sizeof text,
                  "flow loss at 0.5 %.4f  at 0.8 %.4f  more with a wrong caption %.4f %.4f", half,
                  late, lossWith(0.5, wrong) - half, lossWith(0.8, wrong) - late);
    return std::string(text) + "  " + ownHeadReport(m_averaged, m_averagedKindHead, m_tokenizer);
}

}  // namespace limn::starter
