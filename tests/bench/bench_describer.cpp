// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
//
// A Qwen3-VL of the 2 B size with made-up weights: seconds to look at a picture and to read a prompt, and tokens a
// second, beside the speed at which this machine reads memory. bench_describer.py times transformers in the same way.
// Usage: bench_describer [bf16|fp32] [threads] [new tokens] [picture side in pixels]

#include "inference/memory/HugePageAllocator.h"
#include "inference/models/qwen3_vl/Qwen3VL.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace limn;

/// One value everywhere: speed does not depend on it, and gigabytes of random numbers take long to make.
class ConstantWeightStore final : public nn::WeightStore {
public:
    explicit ConstantWeightStore(at::ScalarType type) : m_type(type) {}
    at::Tensor take(const std::string& key, at::IntArrayRef shape, nn::WeightRole) override {
        const auto elements = static_cast<std::int64_t>(c10::multiply_integers(shape));
        m_languageElements += key.find("language_model") != std::string::npos ? elements : 0;
        return at::full(shape, 0.01, m_type);
    }
    bool contains(const std::string&) const override { return false; }
    std::int64_t languageElements() const { return m_languageElements; }

private:
    at::ScalarType m_type;
    std::int64_t m_languageElements = 0;
};

template <class Work>
double secondsOf(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Bytes a second that a sum over one GiB reads, as bench_describer.py measures it.
double bandwidth() {
    const auto words = at::ones({std::int64_t{1} << 28});
    double best = 1e9;
    for (int i = 0; i < 4; ++i) {
        best = std::min(best, secondsOf([&] { words.sum().item<float>(); }));
    }
    return static_cast<double>(words.nbytes()) / best;
}

models::Qwen3VLConfig twoBillion() {
    models::Qwen3VLConfig config;
    config.text.hidden_size = 2048;
    config.text.intermediate_size = 6144;
    config.text.num_hidden_layers = 28;
    config.text.num_attention_heads = 16;
    config.text.num_key_value_heads = 8;
    config.text.rope_theta = 5e6;
    config.vision.depth = 24;
    config.vision.hidden_size = 1024;
    config.vision.intermediate_size = 4096;
    config.vision.out_hidden_size = 2048;
    config.vision.deepstack_visual_indexes = {5, 11, 17};
    config.tie_word_embeddings = true;
    return config;
}

}  // namespace

int main(int argc, char** argv) {
    const auto type = argc > 1 && std::string_view(argv[1]) == "fp32" ? at::kFloat : at::kBFloat16;
    const int threads = argc > 2 ? std::atoi(argv[2]) : 2;
    const int newTokens = argc > 3 ? std::atoi(argv[3]) : 32;
    const std::int64_t side = argc > 4 ? std::atoi(argv[4]) : 512;
    memory::installHugePageAllocator();
    const c10::InferenceMode inferenceMode;
    at::set_num_threads(threads);
    const double before = bandwidth();

    const auto config = twoBillion();
    ConstantWeightStore store(type);
    const models::Qwen3VL model(nn::WeightScope(store), config);
    const models::PatchGrid grid{side / 16 / 2 * 2, side / 16 / 2 * 2};
    const auto patches = at::randn({grid.patches(), config.vision.patchElements()});
    std::vector<std::int64_t> prompt(20, 100);
    prompt.insert(prompt.begin() + 5, static_cast<std::size_t>(grid.patches() / 4),
                  config.image_token_id);
    const auto ids = at::tensor(prompt, at::kLong).unsqueeze(0);

    double see = 0;
    double read = 0;
    double write = 0;
    for (int round = 0; round < 2; ++round) {  // the first packs the weights
        models::VisionFeatures seen;
        see = secondsOf([&] { seen = model.see(patches, std::span(&grid, 1)); });
        models::KvCache cache(config.text.num_hidden_layers, ids.size(1) + newTokens);
        const auto positions =
            models::ropePositions(ids, std::span(&grid, 1), config.image_token_id, 2);
        read = secondsOf([&] {
            const auto hidden = model.read(ids, positions, &seen, &cache);
            model.logits(hidden.narrow(1, ids.size(1) - 1, 1)).argmax().item<std::int64_t>();
        });
        write = secondsOf([&] {
            for (int i = 0; i < newTokens; ++i) {
                model.logits(model.next(100, positions.next + i, cache))
                    .argmax()
                    .item<std::int64_t>();
            }
        });
    }
    const double after = bandwidth();
    const double bytes =
        static_cast<double>(store.languageElements()) * static_cast<double>(c10::elementSize(type));
    const double bound = std::max(before, after) / bytes;
    const double speed = newTokens / write;
    std::printf(
        "{\"program\":\"limn\",\"threads\":%d,\"bandwidth_before\":%.3g,\"bandwidth_after\":%.3g,"
        "\"prompt_tokens\":%lld,"
        "\"encode_seconds\":%.3f,\"prefill_seconds\":%.3f,\"tokens_per_second\":%.3f,\"bytes_per_"
        "token\":%.4g,"
        "\"share_of_bound\":%.3f}\n",
        threads, before, after, static_cast<long long>(ids.size(1)), see, read, speed, bytes,
        speed / bound);
    return 0;
}
