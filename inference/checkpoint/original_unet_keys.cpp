// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/original_keys.h"

namespace limn::checkpoint {

namespace {

std::string number(std::size_t value) {
    return std::to_string(value);
}

void addResnet(KeyTable& table, const std::string& key, const std::string& file,
               bool changesChannels) {
    addWeightAndBias(table, key + ".norm1", file + ".in_layers.0");
    addWeightAndBias(table, key + ".conv1", file + ".in_layers.2");
    addWeightAndBias(table, key + ".time_emb_proj", file + ".emb_layers.1");
    addWeightAndBias(table, key + ".norm2", file + ".out_layers.0");
    addWeightAndBias(table, key + ".conv2", file + ".out_layers.3");
    if (changesChannels) {
        addWeightAndBias(table, key + ".conv_shortcut", file + ".skip_connection");
    }
}

/// Inside a transformer both layouts use the same names.
void addTransformer(KeyTable& table, const std::string& key, const std::string& file,
                    std::int64_t depth) {
    for (const char* name : {".norm", ".proj_in", ".proj_out"}) {
        addWeightAndBias(table, key + name, file + name);
    }
    for (std::int64_t i = 0; i < depth; ++i) {
        const std::string block = ".transformer_blocks." + std::to_string(i);
        for (const char* name : {".norm1", ".norm2", ".norm3", ".attn1.to_out.0", ".attn2.to_out.0",
                                 ".ff.net.0.proj", ".ff.net.2"}) {
            addWeightAndBias(table, key + block + name, file + block + name);
        }
        for (const char* attention : {".attn1", ".attn2"}) {
            for (const char* name : {".to_q.weight", ".to_k.weight", ".to_v.weight"}) {
                table[key + block + attention + name] = {file + block + attention + name};
            }
        }
    }
}

void addDownBlocks(KeyTable& table, const models::UNet2DConditionConfig& config,
                   const std::string& prefix) {
    std::size_t block = 1;  // input block 0 is the first convolution
    std::int64_t channels = config.block_out_channels.front();
    for (std::size_t level = 0; level < config.block_out_channels.size(); ++level) {
        const std::string key = "down_blocks." + number(level);
        const std::int64_t outChannels = config.block_out_channels[level];
        for (std::int64_t layer = 0; layer < config.layers_per_block[level]; ++layer, ++block) {
            const std::string file = prefix + "input_blocks." + number(block);
            const std::string index = "." + std::to_string(layer);
            addResnet(table, key + ".resnets" + index, file + ".0", channels != outChannels);
            if (config.down_block_types[level] == "CrossAttnDownBlock2D") {
                addTransformer(table, key + ".attentions" + index, file + ".1",
                               config.transformer_layers_per_block[level]);
            }
            channels = outChannels;
        }
        if (level + 1 < config.block_out_channels.size()) {
            addWeightAndBias(table, key + ".downsamplers.0.conv",
                             prefix + "input_blocks." + number(block) + ".0.op");
            ++block;
        }
    }
}

/// The channels that the skip connections carry, in the order in which the down blocks push them.
std::vector<std::int64_t> skipChannels(const models::UNet2DConditionConfig& config) {
    std::vector<std::int64_t> channels{config.block_out_channels.front()};
    for (std::size_t level = 0; level < config.block_out_channels.size(); ++level) {
        const std::int64_t pushes =
            config.layers_per_block[level] + (level + 1 < config.block_out_channels.size() ? 1 : 0);
        channels.insert(channels.end(), std::size_t(pushes), config.block_out_channels[level]);
    }
    return channels;
}

void addUpBlocks(KeyTable& table, const models::UNet2DConditionConfig& config,
                 const std::string& prefix) {
    const std::size_t levels = config.block_out_channels.size();
    std::vector<std::int64_t> skips = skipChannels(config);
    std::int64_t channels = config.block_out_channels.back();
    std::size_t block = 0;
    for (std::size_t up = 0; up < levels; ++up) {
        const std::size_t level = levels - 1 - up;
        const std::string key = "up_blocks." + number(up);
        const bool attends = config.up_block_types[up] == "CrossAttnUpBlock2D";
        const std::int64_t outChannels = config.block_out_channels[level];
        for (std::int64_t layer = 0; layer <= config.layers_per_block[level]; ++layer, ++block) {
            const std::string file = prefix + "output_blocks." + number(block);
            const std::string index = "." + std::to_string(layer);
            addResnet(table, key + ".resnets" + index, file + ".0",
                      channels + skips.back() != outChannels);
            skips.pop_back();
            if (attends) {
                addTransformer(table, key + ".attentions" + index, file + ".1",
                               config.transformer_layers_per_block[level]);
            }
            channels = outChannels;
        }
        if (up + 1 < levels) {
            addWeightAndBias(
                table, key + ".upsamplers.0.conv",
                prefix + "output_blocks." + number(block - 1) + (attends ? ".2.conv" : ".1.conv"));
        }
    }
}

}  // namespace

KeyTable originalUNetKeys(const models::UNet2DConditionConfig& config, const std::string& prefix) {
    KeyTable table;
    addWeightAndBias(table, "conv_in", prefix + "input_blocks.0.0");
    addWeightAndBias(table, "time_embedding.linear_1", prefix + "time_embed.0");
    addWeightAndBias(table, "time_embedding.linear_2", prefix + "time_embed.2");
    if (config.addition_embed_type) {
        addWeightAndBias(table, "add_embedding.linear_1", prefix + "label_emb.0.0");
        addWeightAndBias(table, "add_embedding.linear_2", prefix + "label_emb.0.2");
    }
    addDownBlocks(table, config, prefix);
    addResnet(table, "mid_block.resnets.0", prefix + "middle_block.0", false);
    addTransformer(table, "mid_block.attentions.0", prefix + "middle_block.1",
                   config.transformer_layers_per_block.back());
    addResnet(table, "mid_block.resnets.1", prefix + "middle_block.2", false);
    addUpBlocks(table, config, prefix);
    addWeightAndBias(table, "conv_norm_out", prefix + "out.0");
    addWeightAndBias(table, "conv_out", prefix + "out.2");
    return table;
}

}  // namespace limn::checkpoint
