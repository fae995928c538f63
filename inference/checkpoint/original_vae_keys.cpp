// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/original_keys.h"

namespace limn::checkpoint {

namespace {

void addResnet(KeyTable& table, const std::string& key, const std::string& file,
               bool changesChannels) {
    for (const char* name : {".norm1", ".conv1", ".norm2", ".conv2"}) {
        addWeightAndBias(table, key + name, file + name);
    }
    if (changesChannels) {
        addWeightAndBias(table, key + ".conv_shortcut", file + ".nin_shortcut");
    }
}

void addMiddle(KeyTable& table, const std::string& key, const std::string& file, bool attends) {
    addResnet(table, key + ".resnets.0", file + ".block_1", false);
    addResnet(table, key + ".resnets.1", file + ".block_2", false);
    if (!attends) {
        return;
    }
    // The original computes attention with 1x1 convolutions, diffusers with linear layers.
    constexpr auto kLinear = TensorSource::Transform::DropTrailingOnes;
    const std::string attention = key + ".attentions.0";
    addWeightAndBias(table, attention + ".group_norm", file + ".attn_1.norm");
    addWeightAndBias(table, attention + ".to_q", file + ".attn_1.q", kLinear);
    addWeightAndBias(table, attention + ".to_k", file + ".attn_1.k", kLinear);
    addWeightAndBias(table, attention + ".to_v", file + ".attn_1.v", kLinear);
    addWeightAndBias(table, attention + ".to_out.0", file + ".attn_1.proj_out", kLinear);
}

void addSideEnds(KeyTable& table, const std::string& side, const std::string& prefix) {
    addWeightAndBias(table, side + ".conv_in", prefix + side + ".conv_in");
    addWeightAndBias(table, side + ".conv_norm_out", prefix + side + ".norm_out");
    addWeightAndBias(table, side + ".conv_out", prefix + side + ".conv_out");
}

void addEncoder(KeyTable& table, const models::AutoencoderKLConfig& config,
                const std::string& prefix) {
    addSideEnds(table, "encoder", prefix);
    const std::size_t levels = config.block_out_channels.size();
    std::int64_t channels = config.block_out_channels.front();
    for (std::size_t level = 0; level < levels; ++level) {
        const std::string key = "encoder.down_blocks." + std::to_string(level);
        const std::string file = prefix + "encoder.down." + std::to_string(level);
        for (std::int64_t layer = 0; layer < config.layers_per_block; ++layer) {
            addResnet(table, key + ".resnets." + std::to_string(layer),
                      file + ".block." + std::to_string(layer),
                      channels != config.block_out_channels[level]);
            channels = config.block_out_channels[level];
        }
        if (level + 1 < levels) {
            addWeightAndBias(table, key + ".downsamplers.0.conv", file + ".downsample.conv");
        }
    }
    addMiddle(table, "encoder.mid_block", prefix + "encoder.mid", config.mid_block_add_attention);
}

void addDecoder(KeyTable& table, const models::AutoencoderKLConfig& config,
                const std::string& prefix) {
    addSideEnds(table, "decoder", prefix);
    addMiddle(table, "decoder.mid_block", prefix + "decoder.mid", config.mid_block_add_attention);
    const std::size_t levels = config.block_out_channels.size();
    std::int64_t channels = config.block_out_channels.back();
    for (std::size_t up = 0; up < levels; ++up) {
        // The original counts its levels by resolution, so the first one that runs has the highest
        // number.
        const std::size_t level = levels - 1 - up;
        const std::string key = "decoder.up_blocks." + std::to_string(up);
        const std::string file = prefix + "decoder.up." + std::to_string(level);
        for (std::int64_t layer = 0; layer <= config.layers_per_block; ++layer) {
            addResnet(table, key + ".resnets." + std::to_string(layer),
                      file + ".block." + std::to_string(layer),
                      channels != config.block_out_channels[level]);
            channels = config.block_out_channels[level];
        }
        if (up + 1 < levels) {
            addWeightAndBias(table, key + ".upsamplers.0.conv", file + ".upsample.conv");
        }
    }
}

}  // namespace

KeyTable originalVaeKeys(const models::AutoencoderKLConfig& config, const std::string& prefix) {
    KeyTable table;
    addEncoder(table, config, prefix);
    addDecoder(table, config, prefix);
    if (config.use_quant_conv) {
        addWeightAndBias(table, "quant_conv", prefix + "quant_conv");
    }
    if (config.use_post_quant_conv) {
        addWeightAndBias(table, "post_quant_conv", prefix + "post_quant_conv");
    }
    return table;
}

}  // namespace limn::checkpoint
