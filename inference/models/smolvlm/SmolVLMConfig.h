// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"
#include "inference/models/qwen3/DecoderConfig.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace limn::models {

/// `vision_config` of a SmolVLM or Idefics3: a SigLIP tower. Names and defaults are transformers'.
struct SmolVLMVisionConfig {
    std::int64_t hidden_size = 1152;
    std::int64_t intermediate_size = 3072;
    std::int64_t num_hidden_layers = 12;
    std::int64_t num_attention_heads = 16;
    std::int64_t num_channels = 3;
    std::int64_t image_size = 224;
    std::int64_t patch_size = 32;
    std::string hidden_act = "gelu_pytorch_tanh";
    double layer_norm_eps = 1e-6;

    std::int64_t patchesPerSide() const { return image_size / patch_size; }
};

/// The config.json of SmolVLMForConditionalGeneration and Idefics3ForConditionalGeneration. A plain value.
struct SmolVLMConfig {
    DecoderConfig text;
    SmolVLMVisionConfig vision;
    std::int64_t scale_factor = 2;  ///< so many patches a side become one word
    std::int64_t image_token_id = 128257;
    bool tie_word_embeddings = false;
    std::vector<std::int64_t> eos_token_id;  ///< where generation_config.json does not say

    /// Words of one tile.
    std::int64_t tileWords() const {
        const auto side = vision.patchesPerSide() / scale_factor;
        return side * side;
    }

    static Result<SmolVLMConfig> fromJson(const nlohmann::json& json,
                                          const std::string& sourceName);
};

}  // namespace limn::models
