// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <string>

namespace limn::models {

class ConfigReader;

/// The language half of Qwen 3 and its kin, names as in transformers' config.json. A plain value.
struct DecoderConfig {
    std::int64_t vocab_size = 151936;
    std::int64_t hidden_size = 4096;
    std::int64_t intermediate_size = 22016;
    std::int64_t num_hidden_layers = 32;
    std::int64_t num_attention_heads = 32;
    std::int64_t num_key_value_heads = 32;
    std::int64_t head_dim = 128;  ///< of its own: heads · head_dim need not be hidden_size
    std::int64_t max_position_embeddings = 128000;
    std::string hidden_act = "silu";
    double rms_norm_eps = 1e-6;
    double rope_theta = 500000.0;
    bool attention_bias = false;
    bool mlp_bias = false;
    bool hasHeadNorms = true;  ///< q_norm and k_norm: Qwen 3 has them, Llama has not

    /// The keys above, of one JSON object; rope_theta and what belongs to it are the caller's.
    void read(ConfigReader& reader);
};

}  // namespace limn::models
