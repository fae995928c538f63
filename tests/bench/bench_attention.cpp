// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
//
// Milliseconds of attention at Stable Diffusion 1.5's shapes for 512 x 512, beside torch's own.
// Usage: bench_attention [bf16|fp32]

#include "inference/nn/attention.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string_view>

namespace {

template <class Work>
double fastestMs(Work&& work) {
    double best = 1e9;
    for (int i = 0; i < 4; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

void compare(at::ScalarType type, std::int64_t queries, std::int64_t keys, std::int64_t heads, std::int64_t width) {
    const auto q = at::randn({1, queries, heads * width}).to(type);
    const auto k = at::randn({1, keys, heads * width}).to(type);
    const auto v = at::randn({1, keys, heads * width}).to(type);
    const auto split = [&](const at::Tensor& x) { return x.view({1, x.size(1), heads, width}).transpose(1, 2); };
    using limn::nn::AttentionKernel;
    const auto by = [&](AttentionKernel kernel) {
        return fastestMs([&] { limn::nn::attention(q, k, v, heads, limn::nn::AttentionMask::None, kernel); });
    };
    const double ours = by(type == at::kBFloat16 ? AttentionKernel::Fused : AttentionKernel::Plain);
    const double chosen = by(AttentionKernel::Auto);
    const double torchs = fastestMs([&] { at::scaled_dot_product_attention(split(q), split(k), split(v)); });
    const double gigaflop = 4e-9 * static_cast<double>(queries * keys * heads * width);
    std::printf("%5ld x %5ld, %ld heads of %3ld: ours %7.2f ms (%.0f GFLOP/s), torch %7.2f ms, ratio %.2f; chosen %7.2f ms\n", queries, keys,
                heads, width, ours, gigaflop / ours * 1e3, torchs, ours / torchs, chosen);
}

}  // namespace

int main(int argc, char** argv) {
    const auto type = argc > 1 && std::string_view(argv[1]) == "fp32" ? at::kFloat : at::kBFloat16;
    const c10::InferenceMode inferenceMode;
    at::set_num_threads(at::get_num_threads());
    compare(type, 4096, 4096, 8, 40);
    compare(type, 1024, 1024, 8, 80);
    compare(type, 256, 256, 8, 160);
    compare(type, 4096, 77, 8, 40);
    compare(type, 1024, 77, 8, 80);
    compare(type, 4096, 4096, 1, 512);
    return 0;
}
