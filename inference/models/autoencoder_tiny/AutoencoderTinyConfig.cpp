// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/autoencoder_tiny/AutoencoderTinyConfig.h"

#include "inference/models/ConfigReader.h"

namespace limn::models {

Result<AutoencoderTinyConfig> AutoencoderTinyConfig::fromJson(const nlohmann::json& json,
                                                              const std::string& sourceName) {
    constexpr std::size_t kMaxBlocks = 8;
    constexpr IntegerRange kChannels{1, 1 << 14};
    constexpr IntegerRange kBlocks{1, 64};
    ConfigReader reader(json, sourceName);
    AutoencoderTinyConfig config;
    reader.onlySupported("_class_name", {"AutoencoderTiny"});
    reader.onlySupported("act_fn", {"relu"});
    reader.onlySupported("upsample_fn", {"nearest"});
    reader.integer("in_channels", config.in_channels, kChannels);
    reader.integer("out_channels", config.out_channels, kChannels);
    reader.integer("latent_channels", config.latent_channels, kChannels);
    reader.integers("encoder_block_out_channels", config.encoder_block_out_channels, kChannels,
                    kMaxBlocks);
    reader.integers("decoder_block_out_channels", config.decoder_block_out_channels, kChannels,
                    kMaxBlocks);
    reader.integers("num_encoder_blocks", config.num_encoder_blocks, kBlocks, kMaxBlocks);
    reader.integers("num_decoder_blocks", config.num_decoder_blocks, kBlocks, kMaxBlocks);
    reader.integer("upsampling_scaling_factor", config.upsampling_scaling_factor, {1, 8});
    reader.number("latent_magnitude", config.latent_magnitude, {1e-6, 1e6});
    reader.number("latent_shift", config.latent_shift, {-1e6, 1e6});
    reader.number("scaling_factor", config.scaling_factor, {1e-6, 1e6});
    reader.number("shift_factor", config.shift_factor, {-1e6, 1e6});
    // diffusers writes decoder_block_out_channels a second time under the first name.
    reader.ignore({"block_out_channels", "force_upcast"});
    if (config.encoder_block_out_channels.size() != config.num_encoder_blocks.size()) {
        reader.reject("num_encoder_blocks",
                      "must be as long as encoder_block_out_channels (" +
                          std::to_string(config.encoder_block_out_channels.size()) + "), but has " +
                          std::to_string(config.num_encoder_blocks.size()));
    }
    if (config.decoder_block_out_channels.size() != config.num_decoder_blocks.size()) {
        reader.reject("num_decoder_blocks",
                      "must be as long as decoder_block_out_channels (" +
                          std::to_string(config.decoder_block_out_channels.size()) + "), but has " +
                          std::to_string(config.num_decoder_blocks.size()));
    }
    if (reader.failed()) {
        return reader.error();
    }
    config.unknown_keys = reader.unknownKeys();
    return config;
}

}  // namespace limn::models
