// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limn::models {

/// The config.json of diffusers' UNet2DConditionModel, as far as SD 1.x, 2.x, SDXL, LCM and their
/// inpainting variants use it. Names and defaults are those of the JSON. Keys with a value that
/// Limn does not compute are refused by fromJson(), so every field here has to be obeyed. A plain
/// value.
struct UNet2DConditionConfig {
    /// Latent height and width that the model was trained on; the default picture size follows from
    /// it.
    std::optional<std::array<std::int64_t, 2>> sample_size;
    std::int64_t in_channels = 4;  ///< 9 for inpainting: latents, mask, masked latents
    std::int64_t out_channels = 4;
    bool center_input_sample = false;  ///< x -> 2 x - 1 before the first convolution
    bool flip_sin_to_cos = true;
    std::int64_t freq_shift = 0;
    /// "CrossAttnDownBlock2D" or "DownBlock2D"
    std::vector<std::string> down_block_types{"CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
                                              "CrossAttnDownBlock2D", "DownBlock2D"};
    /// "UNetMidBlock2DCrossAttn"; nullopt = no middle block
    std::optional<std::string> mid_block_type{"UNetMidBlock2DCrossAttn"};
    /// "CrossAttnUpBlock2D" or "UpBlock2D"; in running order, so the last one is at full resolution
    std::vector<std::string> up_block_types{"UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D",
                                            "CrossAttnUpBlock2D"};
    std::vector<std::int64_t> block_out_channels{320, 640, 1280, 1280};

    // One value for each down block (a plain number in the file is repeated); the up blocks use
    // them in reverse.
    std::vector<std::int64_t> layers_per_block{2, 2, 2, 2};  ///< up blocks have one more
    std::vector<std::int64_t> transformer_layers_per_block{1, 1, 1, 1};
    /// in spite of its name the NUMBER of heads
    std::vector<std::int64_t> attention_head_dim{8, 8, 8, 8};
    std::vector<std::int64_t> cross_attention_dim{1280, 1280, 1280, 1280};

    std::int64_t norm_num_groups = 32;
    double norm_eps = 1e-5;
    /// proj_in and proj_out are linear layers, not 1x1 convolutions
    bool use_linear_projection = false;
    bool upcast_attention = false;                   ///< attention scores in fp32
    std::optional<std::string> addition_embed_type;  ///< "text_time" (SDXL) or none
    /// with text_time: features of each of the time ids
    std::optional<std::int64_t> addition_time_embed_dim;
    /// with text_time: pooled text + time ids
    std::optional<std::int64_t> projection_class_embeddings_input_dim;
    std::optional<std::int64_t> time_cond_proj_dim;  ///< LCM: width of the guidance-scale embedding
    std::int64_t conv_in_kernel = 3;                 ///< odd
    std::int64_t conv_out_kernel = 3;                ///< odd

    /// Keys of the file that neither diffusers nor Limn knows; worth a warning.
    std::vector<std::string> unknown_keys;

    std::int64_t timeEmbedDim() const { return block_out_channels.front() * 4; }

    /// `sourceName` names the file in error messages.
    static Result<UNet2DConditionConfig> fromJson(const nlohmann::json& json,
                                                  const std::string& sourceName);
};

/// The checks that a file and a configuration derived from tensor shapes share.
Status validate(const UNet2DConditionConfig& config, const std::string& sourceName);

}  // namespace limn::models
