// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/generator_sampling.h"

#include "inference/starter/generator_configs.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/GradMode.h>

namespace limn::starter {
namespace {

constexpr double kTimestepScale = 1000;

}  // namespace

at::Tensor encodePrompts(const GeneratorModels& models, const tokenizers::ClipTokenizer& tokenizer,
                         const std::vector<std::string>& prompts) {
    std::vector<at::Tensor> rows;
    for (const auto& prompt : prompts) {
        const auto tokens = tokenizer.encodePrompt(prompt, kPromptTokens);
        rows.push_back(
            at::tensor(std::vector<std::int64_t>(tokens.ids.begin(), tokens.ids.end()), at::kLong));
    }
    return models.text(at::stack(rows).to(models.device())).last_hidden_state.to(at::kBFloat16);
}

at::Tensor sampleLatents(const GeneratorModels& models, const tokenizers::ClipTokenizer& tokenizer,
                         const std::vector<std::string>& prompts,
                         const std::vector<std::uint64_t>& seeds, const SamplingOptions& options) {
    const c10::NoGradGuard noGradients;
    const auto count = static_cast<std::int64_t>(prompts.size());
    // Empty and asked-for prompts go through the denoiser as one batch.
    const auto context =
        at::cat({encodePrompts(models, tokenizer, std::vector<std::string>(prompts.size())),
                 encodePrompts(models, tokenizer, prompts)});
    const auto& config = models.unet.config();
    const auto side = (*config.sample_size)[0];
    std::vector<at::Tensor> noise;
    for (const auto seed : seeds) {
        auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
        noise.push_back(at::randn({1, config.in_channels, side, side}, generator,
                                  at::TensorOptions(at::kFloat)));
    }
    auto x = at::cat(noise).to(models.device());
    models::UNetConditioning conditioning;
    conditioning.encoder_hidden_states = context;
    for (int i = 0; i < options.steps; ++i) {
        const double time = 1 - static_cast<double>(i) / options.steps;
        const auto twice = at::cat({x, x}).to(at::kBFloat16);
        const auto answers =
            models
                .unet(twice, at::full({2 * count}, time * kTimestepScale, x.options()), conditioning)
                .to(at::kFloat)
                .chunk(2);
        const auto velocity = answers[0] + options.guidance * (answers[1] - answers[0]);
        x = x - velocity / options.steps;
    }
    return x;
}

}  // namespace limn::starter
