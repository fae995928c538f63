// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
//
// Seconds of one evaluation of Stable Diffusion 1.5's UNet and of its VAE decoder with random weights, beside the
// machine's matrix product. Usage: bench_unet [bf16|fp32] [latent side] [repeats]

#include "inference/memory/HugePageAllocator.h"
#include "inference/models/autoencoder_kl/AutoencoderKL.h"
#include "inference/models/unet2d_condition/UNet2DConditionModel.h"
#include "tests/bench/RandomWeightStore.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

template <class Work>
double fastest(int repeats, Work&& work) {
    double best = 1e9;
    for (int i = 0; i < repeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

void probe(at::ScalarType type) {
    constexpr std::int64_t kSide = 2048;
    const auto a = at::randn({kSide, kSide}).to(type);
    const double seconds = fastest(6, [&] { at::mm(a, a); });
    std::printf("probe: %.0f GFLOP/s\n", 2.0 * kSide * kSide * kSide / seconds / 1e9);
}

}  // namespace

int main(int argc, char** argv) {
    const auto type = argc > 1 && std::string_view(argv[1]) == "fp32" ? at::kFloat : at::kBFloat16;
    const std::int64_t side = argc > 2 ? std::atoi(argv[2]) : 64;
    const int repeats = argc > 3 ? std::atoi(argv[3]) : 3;
    limn::memory::installHugePageAllocator();
    const c10::InferenceMode inferenceMode;
    at::set_num_threads(2);
    probe(type);

    limn::models::UNet2DConditionConfig config;
    config.cross_attention_dim = {768, 768, 768, 768};
    limn::bench::RandomWeightStore store(type);
    const limn::models::UNet2DConditionModel unet(limn::nn::WeightScope(store), config);
    const auto sample = at::randn({1, 4, side, side}).to(type);
    const auto time = at::full({1}, 500.0, at::kFloat);
    limn::models::UNetConditioning conditioning;
    conditioning.encoder_hidden_states = at::randn({1, 77, 768}).to(type);
    const auto evaluate = [&] { unet(sample, time, conditioning); };
    std::printf("first evaluation %.3f s\n", fastest(1, evaluate));
    std::printf("unet %.1f M parameters, %ldx%ld latents: %.3f s\n", static_cast<double>(store.parameters()) / 1e6, side, side,
                fastest(repeats, evaluate));

    limn::models::AutoencoderKLConfig vaeConfig;
    vaeConfig.block_out_channels = {128, 256, 512, 512};
    vaeConfig.layers_per_block = 2;
    limn::bench::RandomWeightStore vaeStore(type);
    const limn::models::AutoencoderKL vae(limn::nn::WeightScope(vaeStore), vaeConfig);
    const auto latents = at::randn({1, 4, side, side}).to(type);
    vae.decode(latents);
    std::printf("decode: %.3f s\n", fastest(std::max(1, repeats - 1), [&] { vae.decode(latents); }));
    probe(type);
    return 0;
}
