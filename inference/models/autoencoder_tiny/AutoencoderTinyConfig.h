// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace limn::models {

/// The config.json of diffusers' AutoencoderTiny (TAESD). Names and defaults are those of the JSON.
/// A plain value.
struct AutoencoderTinyConfig {
    std::int64_t in_channels = 3;
    std::int64_t out_channels = 3;
    std::int64_t latent_channels = 4;
    // One value for each stage; the two lists of a side are equally long.
    std::vector<std::int64_t> encoder_block_out_channels{64, 64, 64, 64};
    std::vector<std::int64_t> decoder_block_out_channels{64, 64, 64, 64};
    std::vector<std::int64_t> num_encoder_blocks{1, 3, 3, 3};
    std::vector<std::int64_t> num_decoder_blocks{3, 3, 3, 1};
    std::int64_t upsampling_scaling_factor = 2;
    double latent_magnitude = 3.0;  ///< latents of the other autoencoder lie in +- this
    double latent_shift = 0.5;
    double scaling_factor = 1.0;
    double shift_factor = 0.0;
    std::vector<std::string> unknown_keys;  ///< worth a warning

    static Result<AutoencoderTinyConfig> fromJson(const nlohmann::json& json,
                                                  const std::string& sourceName);
};

}  // namespace limn::models
