// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/qwen3/DecoderConfig.h"

#include "inference/models/ConfigReader.h"

#include <algorithm>

namespace limn::models {

void DecoderConfig::read(ConfigReader& reader) {
    constexpr IntegerRange kWidth{1, 1 << 18};
    reader.integer("vocab_size", vocab_size, {1, 1 << 24});
    reader.integer("hidden_size", hidden_size, kWidth);
    reader.integer("intermediate_size", intermediate_size, kWidth);
    reader.integer("num_hidden_layers", num_hidden_layers, {1, 512});
    reader.integer("num_attention_heads", num_attention_heads, {1, 1024});
    std::optional<std::int64_t> keyHeads;
    reader.integer("num_key_value_heads", keyHeads, {1, 1024});
    num_key_value_heads = keyHeads.value_or(num_attention_heads);
    std::optional<std::int64_t> headWidth;
    reader.integer("head_dim", headWidth, {2, 4096});
    head_dim = headWidth.value_or(
        head_dim > 0 ? head_dim : hidden_size / std::max<std::int64_t>(1, num_attention_heads));
    reader.integer("max_position_embeddings", max_position_embeddings, {1, 1 << 24});
    reader.text("hidden_act", hidden_act, {"silu", "gelu", "gelu_pytorch_tanh"});
    reader.number("rms_norm_eps", rms_norm_eps, {0.0, 1.0});
    reader.boolean("attention_bias", attention_bias);
    if (reader.failed()) {
        return;
    }
    if (num_attention_heads % num_key_value_heads != 0) {
        reader.reject("num_key_value_heads",
                      "is " + std::to_string(num_key_value_heads) + ", which does not divide " +
                          "num_attention_heads = " + std::to_string(num_attention_heads));
    }
    if (head_dim % 2 != 0) {
        reader.reject("head_dim",
                      "is " + std::to_string(head_dim) + ", but positions turn pairs of values");
    }
}

}  // namespace limn::models
