// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limn::models {

/// The config.json of diffusers' AutoencoderKL. Names and defaults are those of the JSON. A plain
/// value.
struct AutoencoderKLConfig {
    std::int64_t in_channels = 3;
    std::int64_t out_channels = 3;
    /// One for each level; all are DownEncoderBlock2D / UpDecoderBlock2D.
    std::vector<std::int64_t> block_out_channels{64};
    std::int64_t layers_per_block = 1;  ///< the decoder has one more
    std::int64_t latent_channels = 4;
    std::int64_t norm_num_groups = 32;
    std::int64_t sample_size = 32;    ///< pixels; diffusers takes its tile size from it
    double scaling_factor = 0.18215;  ///< latent = (encoded - shift) * scaling_factor
    std::optional<double> shift_factor;
    /// fp16 overflows in this model: compute in a wider type
    bool force_upcast = true;
    bool use_quant_conv = true;
    bool use_post_quant_conv = true;
    bool mid_block_add_attention = true;
    std::vector<std::string> unknown_keys;  ///< worth a warning

    static Result<AutoencoderKLConfig> fromJson(const nlohmann::json& json,
                                                const std::string& sourceName);
};

}  // namespace limn::models
