// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"

#include "inference/models/ConfigReader.h"

#include <algorithm>

namespace limn::models {

namespace {

constexpr std::size_t kMaxBlocks = 8;
constexpr IntegerRange kChannels{1, 1 << 16};
constexpr IntegerRange kLayers{1, 64};
constexpr std::int64_t kMaxTransformerLayers =
    1000;  // SDXL has 70; a table of all keys must stay small
constexpr const char* kCrossDown = "CrossAttnDownBlock2D";
constexpr const char* kCrossUp = "CrossAttnUpBlock2D";

/// A number for both sides, or [height, width].
void readSampleSize(ConfigReader& reader, const nlohmann::json& json,
                    UNet2DConditionConfig& config) {
    constexpr IntegerRange kSize{1, 1 << 14};
    if (!reader.has("sample_size")) {
        return;
    }
    std::vector<std::int64_t> sizes;
    if (json.at("sample_size").is_array()) {
        reader.integers("sample_size", sizes, kSize, 2);
    } else {
        std::optional<std::int64_t> side;
        reader.integer("sample_size", side, kSize);
        if (side) {
            sizes = {*side, *side};
        }
    }
    if (sizes.size() == 1) {
        reader.reject("sample_size", "must be one number or [height, width], but is a list of 1");
    }
    if (sizes.size() == 2) {
        config.sample_size = {sizes[0], sizes[1]};
    }
}

/// Everything that other kinds of U-Net use and this one does not.
void refuseOtherKinds(ConfigReader& reader) {
    reader.onlySupported("_class_name", {"UNet2DConditionModel"});
    reader.onlySupported("act_fn", {"silu", "swish"});
    reader.onlySupported("only_cross_attention", {false, nullptr});
    reader.onlySupported("mid_block_only_cross_attention", {nullptr, false});
    reader.onlySupported("downsample_padding", {1});
    reader.onlySupported("mid_block_scale_factor", {1});
    reader.onlySupported("dual_cross_attention", {false});
    reader.onlySupported("reverse_transformer_layers_per_block", {nullptr});
    reader.onlySupported("encoder_hid_dim", {nullptr});
    reader.onlySupported("encoder_hid_dim_type", {nullptr});
    // diffusers refuses it too: what it calls attention_head_dim is the number of heads already.
    reader.onlySupported("num_attention_heads", {nullptr});
    reader.onlySupported("class_embed_type", {nullptr});
    reader.onlySupported("num_class_embeds", {nullptr});
    reader.onlySupported("class_embeddings_concat", {false});
    reader.onlySupported("resnet_time_scale_shift", {"default"});
    reader.onlySupported("resnet_skip_time_act", {false});
    reader.onlySupported("resnet_out_scale_factor", {1});
    reader.onlySupported("time_embedding_type", {"positional"});
    reader.onlySupported("time_embedding_dim", {nullptr});
    reader.onlySupported("time_embedding_act_fn", {nullptr});
    reader.onlySupported("timestep_post_act", {nullptr});
    reader.onlySupported("attention_type", {"default"});
    reader.onlySupported("cross_attention_norm", {nullptr});
    // Without effect in inference, or only for kinds refused above; the last row is left behind by
    // EMA training.
    reader.ignore({"dropout", "addition_embed_type_num_heads", "decay", "inv_gamma", "min_decay",
                   "optimization_step", "power", "update_after_step", "use_ema_warmup"});
}

}  // namespace

Result<UNet2DConditionConfig> UNet2DConditionConfig::fromJson(const nlohmann::json& json,
                                                              const std::string& sourceName) {
    ConfigReader reader(json, sourceName);
    UNet2DConditionConfig config;
    refuseOtherKinds(reader);
    readSampleSize(reader, json, config);
    reader.integer("in_channels", config.in_channels, kChannels);
    reader.integer("out_channels", config.out_channels, kChannels);
    reader.boolean("center_input_sample", config.center_input_sample);
    reader.boolean("flip_sin_to_cos", config.flip_sin_to_cos);
    reader.integer("freq_shift", config.freq_shift, {0, 1});
    reader.texts("down_block_types", config.down_block_types, {kCrossDown, "DownBlock2D"},
                 kMaxBlocks);
    if (reader.has("mid_block_type")) {
        config.mid_block_type.reset();
    }
    reader.text("mid_block_type", config.mid_block_type, {"UNetMidBlock2DCrossAttn"});
    reader.texts("up_block_types", config.up_block_types, {kCrossUp, "UpBlock2D"}, kMaxBlocks);
    reader.integers("block_out_channels", config.block_out_channels, kChannels, kMaxBlocks);
    const std::size_t blocks = config.block_out_channels.size();
    reader.integerPerBlock("layers_per_block", config.layers_per_block, blocks, kLayers);
    reader.integerPerBlock("transformer_layers_per_block", config.transformer_layers_per_block,
                           blocks, {0, 64});
    reader.integerPerBlock("attention_head_dim", config.attention_head_dim, blocks, {1, 1024});
    reader.integerPerBlock("cross_attention_dim", config.cross_attention_dim, blocks, kChannels);
    reader.integer("norm_num_groups", config.norm_num_groups, {1, 1024});
    reader.number("norm_eps", config.norm_eps, {0.0, 1.0});
    reader.boolean("use_linear_projection", config.use_linear_projection);
    reader.boolean("upcast_attention", config.upcast_attention);
    reader.text("addition_embed_type", config.addition_embed_type, {"text_time"});
    reader.integer("addition_time_embed_dim", config.addition_time_embed_dim, kChannels);
    reader.integer("projection_class_embeddings_input_dim",
                   config.projection_class_embeddings_input_dim, kChannels);
    reader.integer("time_cond_proj_dim", config.time_cond_proj_dim, kChannels);
    reader.integer("conv_in_kernel", config.conv_in_kernel, {1, 9});
    reader.integer("conv_out_kernel", config.conv_out_kernel, {1, 9});
    if (reader.failed()) {
        return reader.error();
    }
    config.unknown_keys = reader.unknownKeys();
    if (Status status = validate(config, sourceName); !status) {
        return status.error();
    }
    return config;
}

Status validate(const UNet2DConditionConfig& config, const std::string& sourceName) {
    const std::size_t blocks = config.block_out_channels.size();
    const auto wrong = [&](const std::string& key, const std::string& problem) {
        return Error{
            ErrorCode::FileDamaged, sourceName + ": the key \"" + key + "\" " + problem + ".", {}};
    };
    if (config.down_block_types.size() != blocks || config.up_block_types.size() != blocks) {
        return wrong("block_out_channels",
                     "has " + std::to_string(blocks) + " values, but there are " +
                         std::to_string(config.down_block_types.size()) + " down_block_types and " +
                         std::to_string(config.up_block_types.size()) + " up_block_types");
    }
    std::int64_t transformerLayers = 0;
    for (std::size_t i = 0; i < blocks; ++i) {
        const std::int64_t channels = config.block_out_channels[i];
        transformerLayers +=
            (2 * config.layers_per_block[i] + 1) * config.transformer_layers_per_block[i];
        if (channels % config.norm_num_groups != 0) {
            return wrong("block_out_channels",
                         "has " + std::to_string(channels) + ", which norm_num_groups = " +
                             std::to_string(config.norm_num_groups) + " does not divide");
        }
        const bool attends = config.down_block_types[i] == kCrossDown ||
                             config.up_block_types[blocks - 1 - i] == kCrossUp ||
                             (i + 1 == blocks && config.mid_block_type.has_value());
        if (attends && channels % config.attention_head_dim[i] != 0) {
            return wrong("attention_head_dim",
                         "asks for " + std::to_string(config.attention_head_dim[i]) +
                             " heads, which do not divide the " + std::to_string(channels) +
                             " channels of block " + std::to_string(i));
        }
        if (attends && config.transformer_layers_per_block[i] < 1) {
            return wrong("transformer_layers_per_block",
                         "has no layers for block " + std::to_string(i) + ", which has attention");
        }
    }
    if (transformerLayers > kMaxTransformerLayers) {
        return wrong("transformer_layers_per_block",
                     "asks for " + std::to_string(transformerLayers) +
                         " transformer layers in all; at most " +
                         std::to_string(kMaxTransformerLayers) + " are allowed");
    }
    if (config.block_out_channels.front() % 2 != 0) {
        return wrong("block_out_channels",
                     "must begin with an even number, because half of the time embedding are "
                     "sines and half cosines");
    }
    if (config.conv_in_kernel % 2 == 0 || config.conv_out_kernel % 2 == 0) {
        return wrong(config.conv_in_kernel % 2 == 0 ? "conv_in_kernel" : "conv_out_kernel",
                     "must be odd");
    }
    if (config.addition_embed_type &&
        (!config.addition_time_embed_dim || !config.projection_class_embeddings_input_dim)) {
        return wrong("addition_embed_type",
                     "is \"text_time\", which needs addition_time_embed_dim and "
                     "projection_class_embeddings_input_dim");
    }
    if (config.addition_time_embed_dim && *config.addition_time_embed_dim % 2 != 0) {
        return wrong("addition_time_embed_dim", "must be even");
    }
    return Unit{};
}

}  // namespace limn::models
