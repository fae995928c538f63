// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/models/qwen3/DecoderConfig.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limn::models {

/// `vision_config` of a Qwen3-VL. Names and defaults are those of transformers' configuration_qwen3_vl.py.
struct Qwen3VLVisionConfig {
    std::int64_t depth = 27;
    std::int64_t hidden_size = 1152;
    std::string hidden_act = "gelu_pytorch_tanh";
    std::int64_t intermediate_size = 4304;
    std::int64_t num_heads = 16;
    std::int64_t in_channels = 3;
    std::int64_t patch_size = 16;
    std::int64_t spatial_merge_size = 2;
    std::int64_t temporal_patch_size = 2;
    std::int64_t out_hidden_size = 3584;
    std::int64_t num_position_embeddings = 2304;  ///< a square number: the learned grid
    std::vector<std::int64_t> deepstack_visual_indexes{8, 16, 24};
    double rope_theta = 10000.0;

    /// Values of one patch, all channels and moments.
    std::int64_t patchElements() const {
        return in_channels * temporal_patch_size * patch_size * patch_size;
    }
};

/// The config.json of Qwen3VLForConditionalGeneration (dense). A plain value.
struct Qwen3VLConfig {
    DecoderConfig text;
    Qwen3VLVisionConfig vision;
    /// How many frequencies height and width get; the rest, and every third of the first, is time's.
    std::vector<std::int64_t> mrope_section{24, 20, 20};
    std::int64_t image_token_id = 151655;
    std::int64_t vision_start_token_id = 151652;
    std::int64_t vision_end_token_id = 151653;
    bool tie_word_embeddings = false;
    std::vector<std::int64_t> eos_token_id;  ///< where generation_config.json does not say

    static Result<Qwen3VLConfig> fromJson(const nlohmann::json& json,
                                          const std::string& sourceName);
};

}  // namespace limn::models
