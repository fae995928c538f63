// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/generator_self_check.h"

#include "inference/starter/captions.h"
#include "inference/starter/generator_sampling.h"
#include "inference/starter/scene_sampler.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>

namespace limn::starter {
namespace {

constexpr std::uint64_t kSelfCheckSeed = 0x5E1F;
constexpr std::size_t kPrompts = 24;
constexpr int kSteps = 8;
constexpr double kAlmostClean = 20;  // the timestep of the picture as the head sees it, of 1000
constexpr int kFewestCells = 3;      // of 64, from which on a thing counts as seen

/// The kinds that the head sees in each cell: [B, 64], 0 for nothing.
at::Tensor kindsSeen(const GeneratorModels& models, const nn::Linear& kindHead,
                     const tokenizers::ClipTokenizer& tokenizer, const at::Tensor& latents) {
    models::UNetConditioning conditioning;
    conditioning.encoder_hidden_states = encodePrompts(
        models, tokenizer, std::vector<std::string>(static_cast<std::size_t>(latents.size(0))));
    models::UNetFeatures features;
    models.unet(latents.to(at::kBFloat16), at::full({latents.size(0)}, kAlmostClean, latents.options()),
                conditioning, {}, &features);
    const auto cells = features.beforeLastUpsampler.permute({0, 2, 3, 1}).flatten(1, 2);
    return kindHead(cells).argmax(2).to(at::kCPU);
}

struct Seen {
    std::array<int, kMostThings + 1> asked{};  // by how many things the prompt has
    std::array<int, kMostThings + 1> seen{};
    int otherCells = 0;
    int thingCells = 0;
};

void count(Seen& all, const Scene& scene, const at::Tensor& kinds) {
    std::map<std::int64_t, int> cells;
    const auto* cell = kinds.const_data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < kinds.size(0); ++i) {
        ++cells[cell[i]];
    }
    std::set<std::int64_t> asked;
    for (const PlacedThing& thing : scene.things) {
        asked.insert(1 + static_cast<std::int64_t>(thing.kind));
    }
    for (const auto kind : asked) {
        ++all.asked.at(scene.things.size());
        all.seen.at(scene.things.size()) += cells[kind] >= kFewestCells ? 1 : 0;
    }
    for (const auto& [kind, number] : cells) {
        all.thingCells += kind != 0 ? number : 0;
        all.otherCells += kind != 0 && !asked.contains(kind) ? number : 0;
    }
}

double share(int part, int whole) {
    return static_cast<double>(part) / std::max(whole, 1);
}

}  // namespace

std::string ownHeadReport(const GeneratorModels& models, const nn::Linear& kindHead,
                          const tokenizers::ClipTokenizer& tokenizer) {
    const c10::NoGradGuard noGradients;
    std::vector<Scene> scenes;
    std::vector<std::string> prompts;
    std::vector<std::uint64_t> seeds;
    for (std::size_t i = 0; i < kPrompts; ++i) {
        scenes.push_back(sampleTrainingScene(kSelfCheckSeed, i));
        prompts.push_back(plainCaption(scenes.back()));
        seeds.push_back(kSelfCheckSeed + i);
    }
    SamplingOptions options;
    options.steps = kSteps;
    const auto kinds = kindsSeen(models, kindHead, tokenizer,
                                 sampleLatents(models, tokenizer, prompts, seeds, options));
    Seen all;
    for (std::size_t i = 0; i < kPrompts; ++i) {
        count(all, scenes[i], kinds[static_cast<std::int64_t>(i)]);
    }
    const int seen = all.seen[1] + all.seen[2] + all.seen[3];
    const int asked = all.asked[1] + all.asked[2] + all.asked[3];
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(),
                  "own head: asked things seen %.2f (one %.2f, two %.2f, three %.2f)  other cells "
                  "%.2f",
                  share(seen, asked), share(all.seen[1], all.asked[1]),
                  share(all.seen[2], all.asked[2]), share(all.seen[3], all.asked[3]),
                  share(all.otherCells, all.thingCells));
    return text.data();
}

}  // namespace limn::starter
