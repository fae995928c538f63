// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/generator_configs.h"

namespace limn::starter {
namespace {

constexpr std::int64_t kTextWidth = 192;

}  // namespace

models::ClipTextConfig textEncoderConfig(std::int64_t vocabularySize) {
    models::ClipTextConfig config;
    config.vocab_size = vocabularySize;
    config.hidden_size = kTextWidth;
    config.intermediate_size = 4 * kTextWidth;
    config.projection_dim = kTextWidth;
    config.num_hidden_layers = 3;
    config.num_attention_heads = 6;
    config.max_position_embeddings = kPromptTokens;
    config.bos_token_id = vocabularySize - 2;
    config.eos_token_id = vocabularySize - 1;
    config.pad_token_id = vocabularySize - 1;
    return config;
}

models::UNet2DConditionConfig unetConfig() {
    models::UNet2DConditionConfig config;
    config.sample_size = {16, 16};
    config.in_channels = 8;
    config.out_channels = 8;
    config.down_block_types = {"DownBlock2D", "CrossAttnDownBlock2D"};
    config.up_block_types = {"CrossAttnUpBlock2D", "UpBlock2D"};
    config.mid_block_type = "UNetMidBlock2DCrossAttn";
    config.block_out_channels = {128, 224};
    config.layers_per_block = {1, 1};
    config.transformer_layers_per_block = {1, 1};
    config.attention_head_dim = {4, 7};
    config.cross_attention_dim = {kTextWidth, kTextWidth};
    config.norm_num_groups = 16;
    config.use_linear_projection = true;
    return config;
}

}  // namespace limn::starter
