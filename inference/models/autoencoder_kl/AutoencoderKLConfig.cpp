// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/autoencoder_kl/AutoencoderKLConfig.h"

#include "inference/models/ConfigReader.h"

namespace limn::models {

Result<AutoencoderKLConfig> AutoencoderKLConfig::fromJson(const nlohmann::json& json,
                                                          const std::string& sourceName) {
    constexpr std::size_t kMaxBlocks = 8;
    constexpr IntegerRange kChannels{1, 1 << 16};
    ConfigReader reader(json, sourceName);
    AutoencoderKLConfig config;
    std::vector<std::string> down{"DownEncoderBlock2D"};
    std::vector<std::string> up{"UpDecoderBlock2D"};
    reader.onlySupported("_class_name", {"AutoencoderKL"});
    reader.onlySupported("act_fn", {"silu", "swish"});
    reader.onlySupported("latents_mean", {nullptr});
    reader.onlySupported("latents_std", {nullptr});
    reader.integer("in_channels", config.in_channels, kChannels);
    reader.integer("out_channels", config.out_channels, kChannels);
    reader.texts("down_block_types", down, {"DownEncoderBlock2D"}, kMaxBlocks);
    reader.texts("up_block_types", up, {"UpDecoderBlock2D"}, kMaxBlocks);
    reader.integers("block_out_channels", config.block_out_channels, kChannels, kMaxBlocks);
    reader.integer("layers_per_block", config.layers_per_block, {1, 64});
    reader.integer("latent_channels", config.latent_channels, kChannels);
    reader.integer("norm_num_groups", config.norm_num_groups, {1, 1024});
    reader.integer("sample_size", config.sample_size, {1, 1 << 16});
    reader.number("scaling_factor", config.scaling_factor, {1e-6, 1e6});
    reader.number("shift_factor", config.shift_factor, {-1e6, 1e6});
    reader.boolean("force_upcast", config.force_upcast);
    reader.boolean("use_quant_conv", config.use_quant_conv);
    reader.boolean("use_post_quant_conv", config.use_post_quant_conv);
    reader.boolean("mid_block_add_attention", config.mid_block_add_attention);
    const std::size_t blocks = config.block_out_channels.size();
    if (down.size() != blocks || up.size() != blocks) {
        reader.reject("block_out_channels",
                      "has " + std::to_string(blocks) + " values, but there are " +
                          std::to_string(down.size()) + " down_block_types and " +
                          std::to_string(up.size()) + " up_block_types");
    }
    for (const std::int64_t channels : config.block_out_channels) {
        if (channels % config.norm_num_groups != 0) {
            reader.reject("block_out_channels",
                          "has " + std::to_string(channels) + ", which norm_num_groups = " +
                              std::to_string(config.norm_num_groups) + " does not divide");
        }
    }
    if (reader.failed()) {
        return reader.error();
    }
    config.unknown_keys = reader.unknownKeys();
    return config;
}

}  // namespace limn::models
