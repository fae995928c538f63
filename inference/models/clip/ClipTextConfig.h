// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace limn::models {

/// The config.json of transformers' CLIPTextModel and CLIPTextModelWithProjection (CLIP-L,
/// OpenCLIP-H, bigG). Names and defaults are those of the JSON. A plain value.
struct ClipTextConfig {
    /// "CLIPTextModel" or "CLIPTextModelWithProjection", from the list `architectures`
    std::string architecture = "CLIPTextModel";
    std::int64_t vocab_size = 49408;
    std::int64_t hidden_size = 512;
    std::int64_t intermediate_size = 2048;
    std::int64_t projection_dim = 512;  ///< with projection only
    std::int64_t num_hidden_layers = 12;
    std::int64_t num_attention_heads = 8;
    std::int64_t max_position_embeddings = 77;
    std::string hidden_act = "quick_gelu";  ///< or "gelu" (exact)
    double layer_norm_eps = 1e-5;
    std::optional<std::int64_t> bos_token_id = 49406;
    /// The pooled output is taken at the first of these; 2 (in files of old) means: at the largest
    /// id of the prompt.
    std::optional<std::int64_t> eos_token_id = 49407;
    std::optional<std::int64_t> pad_token_id = 1;

    bool hasProjection() const { return architecture == "CLIPTextModelWithProjection"; }

    static Result<ClipTextConfig> fromJson(const nlohmann::json& json,
                                           const std::string& sourceName);
};

}  // namespace limn::models
