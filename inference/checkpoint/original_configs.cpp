// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/original_configs.h"

#include "inference/checkpoint/tensor_shapes.h"

namespace limn::checkpoint {

namespace {

constexpr std::int64_t kMaxLevels = 8;
constexpr std::int64_t kMaxLayers = 64;

std::string sourceOf(const CheckpointIndex& index) {
    return index.files.empty() ? std::string("the file") : index.files.front().filename().string();
}

/// What the blocks of one resolution have in common.
struct Level {
    std::int64_t layers = 0;
    std::int64_t channels = 0;
    std::int64_t transformerDepth = 0;  ///< 0 = no attention
};

struct TransformerShape {
    std::int64_t depth = 0;
    std::int64_t crossAttentionDim = 0;
    bool linearProjection = false;
};

class UNetShapes {
public:
    UNetShapes(const CheckpointIndex& index, const std::string& prefix)
        : m_shapes(index, prefix), m_source(sourceOf(index)) {}

    Result<models::UNet2DConditionConfig> derive();

private:
    Error missing(const std::string& key) const {
        return Error{ErrorCode::KeysMismatch,
                     m_source + ": the tensor \"" + m_shapes.fullName(key) +
                         "\" is missing or has another shape than a U-Net of Stable "
                         "Diffusion, so its size cannot be told.",
                     {}};
    }
    Error irregular(const std::string& what) const {
        return Error{
            ErrorCode::Unsupported,
            m_source + ": this U-Net " + what + ", which Limn does not support in single files.",
            {}};
    }
    std::optional<TransformerShape> transformerAt(const std::string& block) const;
    Status readDownBlocks();
    Status readTransformer(const std::string& block, Level& level);

    TensorShapes m_shapes;
    std::string m_source;
    std::vector<Level> m_levels{Level{}};
    std::optional<TransformerShape> m_transformer;
};

std::optional<TransformerShape> UNetShapes::transformerAt(const std::string& block) const {
    const Shape* projection = m_shapes.find(block + ".proj_in.weight");
    if (projection == nullptr) {
        return std::nullopt;
    }
    TransformerShape transformer;
    transformer.linearProjection = projection->size() == 2;
    transformer.depth = m_shapes.count(block + ".transformer_blocks.", ".norm1.weight", kMaxLayers);
    transformer.crossAttentionDim =
        m_shapes.dimension(block + ".transformer_blocks.0.attn2.to_k.weight", 2, 1);
    return transformer;
}

Status UNetShapes::readTransformer(const std::string& block, Level& level) {
    const auto found = transformerAt(block);
    const std::int64_t depth = found ? found->depth : 0;
    if (found && (found->depth < 1 || found->crossAttentionDim < 1)) {
        return missing(block + ".transformer_blocks.0.attn2.to_k.weight");
    }
    if (level.layers > 1 && depth != level.transformerDepth) {
        return irregular("has transformers of different depth at one resolution");
    }
    level.transformerDepth = depth;
    if (!found) {
        return Unit{};
    }
    if (m_transformer && (m_transformer->crossAttentionDim != found->crossAttentionDim ||
                          m_transformer->linearProjection != found->linearProjection)) {
        return irregular("has transformers of different kinds");
    }
    m_transformer = found;
    return Unit{};
}

Status UNetShapes::readDownBlocks() {
    // Input block 0 is the first convolution.
    for (std::int64_t i = 1; i <= kMaxLevels * kMaxLayers; ++i) {
        const std::string block = "input_blocks." + std::to_string(i);
        if (m_shapes.find(block + ".0.op.weight") != nullptr) {
            m_levels.emplace_back();
            continue;
        }
        const std::int64_t channels = m_shapes.dimension(block + ".0.in_layers.2.weight", 4, 0);
        if (channels < 1) {
            break;
        }
        Level& level = m_levels.back();
        ++level.layers;
        if (level.layers > 1 && channels != level.channels) {
            return irregular("changes its width within one resolution");
        }
        level.channels = channels;
        if (Status status = readTransformer(block + ".1", level); !status) {
            return status;
        }
    }
    if (std::int64_t(m_levels.size()) > kMaxLevels || m_levels.back().layers == 0 ||
        m_levels.front().layers == 0) {
        return missing("input_blocks.1.0.in_layers.2.weight");
    }
    return Unit{};
}

Result<models::UNet2DConditionConfig> UNetShapes::derive() {
    if (Status status = readDownBlocks(); !status) {
        return status.error();
    }
    const auto middle = transformerAt("middle_block.1");
    if (!middle || middle->depth < 1 || middle->crossAttentionDim < 1) {
        return missing("middle_block.1.transformer_blocks.0.attn2.to_k.weight");
    }
    Level& last = m_levels.back();
    if (last.transformerDepth != 0 && last.transformerDepth != middle->depth) {
        return irregular("has a middle block of another depth than the last resolution");
    }
    models::UNet2DConditionConfig config;
    config.in_channels = m_shapes.dimension("input_blocks.0.0.weight", 4, 1);
    config.conv_in_kernel = m_shapes.dimension("input_blocks.0.0.weight", 4, 2);
    config.out_channels = m_shapes.dimension("out.2.weight", 4, 0);
    config.conv_out_kernel = m_shapes.dimension("out.2.weight", 4, 2);
    if (config.in_channels < 1 || config.out_channels < 1) {
        return missing(config.in_channels < 1 ? "input_blocks.0.0.weight" : "out.2.weight");
    }
    config.use_linear_projection = middle->linearProjection;
    config.down_block_types.clear();
    config.up_block_types.clear();
    for (auto* list : {&config.block_out_channels, &config.layers_per_block,
                       &config.transformer_layers_per_block, &config.attention_head_dim,
                       &config.cross_attention_dim}) {
        list->clear();
    }
    for (const Level& level : m_levels) {
        config.block_out_channels.push_back(level.channels);
        config.layers_per_block.push_back(level.layers);
        config.transformer_layers_per_block.push_back(
            std::max<std::int64_t>(1, level.transformerDepth));
        config.attention_head_dim.push_back(
            middle->linearProjection ? std::max<std::int64_t>(1, level.channels / 64) : 8);
        config.cross_attention_dim.push_back(middle->crossAttentionDim);
        config.down_block_types.emplace_back(level.transformerDepth > 0 ? "CrossAttnDownBlock2D"
                                                                        : "DownBlock2D");
    }
    // The middle block takes the last resolution's depth, which has no transformer of its own in SD
    // 1.x and 2.x.
    config.transformer_layers_per_block.back() = middle->depth;
    std::int64_t block = 0;
    for (std::size_t up = 0; up < m_levels.size(); ++up) {
        const Level& level = m_levels[m_levels.size() - 1 - up];
        const auto found = transformerAt("output_blocks." + std::to_string(block) + ".1");
        config.up_block_types.emplace_back(found ? "CrossAttnUpBlock2D" : "UpBlock2D");
        block += level.layers + 1;
    }
    const std::int64_t added = m_shapes.dimension("label_emb.0.0.weight", 2, 1);
    if (added > 0) {
        config.addition_embed_type = "text_time";
        config.projection_class_embeddings_input_dim = added;
        config.addition_time_embed_dim = 256;
    }
    if (Status status = validate(config, m_source); !status) {
        return status.error();
    }
    return config;
}

}  // namespace

Result<models::UNet2DConditionConfig> deriveUNetConfig(const CheckpointIndex& index,
                                                       const std::string& prefix) {
    return UNetShapes(index, prefix).derive();
}

Result<models::AutoencoderKLConfig> deriveVaeConfig(const CheckpointIndex& index,
                                                    const std::string& prefix) {
    const TensorShapes shapes(index, prefix);
    const auto missing = [&](const std::string& key) {
        return Error{ErrorCode::KeysMismatch,
                     sourceOf(index) + ": the tensor \"" + shapes.fullName(key) +
                         "\" is missing or has another shape than an autoencoder of Stable "
                         "Diffusion, so its size cannot be told.",
                     {}};
    };
    models::AutoencoderKLConfig config;
    config.block_out_channels.clear();
    for (std::int64_t level = 0; level < kMaxLevels; ++level) {
        const std::string block = "encoder.down." + std::to_string(level) + ".block.0.conv1.weight";
        const std::int64_t channels = shapes.dimension(block, 4, 0);
        if (channels < 1) {
            break;
        }
        if (channels % config.norm_num_groups != 0) {
            return Error{ErrorCode::Unsupported,
                         sourceOf(index) + ": the tensor \"" + shapes.fullName(block) + "\" has " +
                             std::to_string(channels) +
                             " channels, but 32 groups do not divide them.",
                         {}};
        }
        config.block_out_channels.push_back(channels);
    }
    config.layers_per_block = shapes.count("encoder.down.0.block.", ".conv1.weight", kMaxLayers);
    config.in_channels = shapes.dimension("encoder.conv_in.weight", 4, 1);
    config.out_channels = shapes.dimension("decoder.conv_out.weight", 4, 0);
    config.latent_channels = shapes.dimension("decoder.conv_in.weight", 4, 1);
    if (config.block_out_channels.empty()) {
        return missing("encoder.down.0.block.0.conv1.weight");
    }
    if (config.in_channels < 1 || config.out_channels < 1 || config.latent_channels < 1) {
        return missing(config.in_channels < 1    ? "encoder.conv_in.weight"
                       : config.out_channels < 1 ? "decoder.conv_out.weight"
                                                 : "decoder.conv_in.weight");
    }
    config.use_quant_conv = shapes.find("quant_conv.weight") != nullptr;
    config.use_post_quant_conv = shapes.find("post_quant_conv.weight") != nullptr;
    config.mid_block_add_attention = shapes.find("decoder.mid.attn_1.q.weight") != nullptr;
    config.sample_size = 512;
    return config;
}

Result<models::ClipTextConfig> deriveClipConfig(const CheckpointIndex& index,
                                                const std::string& prefix) {
    const TensorShapes shapes(index, prefix);
    models::ClipTextConfig config;
    config.vocab_size = shapes.dimension("embeddings.token_embedding.weight", 2, 0);
    config.hidden_size = shapes.dimension("embeddings.token_embedding.weight", 2, 1);
    config.max_position_embeddings = shapes.dimension("embeddings.position_embedding.weight", 2, 0);
    config.intermediate_size = shapes.dimension("encoder.layers.0.mlp.fc1.weight", 2, 0);
    config.num_hidden_layers = shapes.count("encoder.layers.", ".layer_norm1.weight", 256);
    if (config.vocab_size < 1 || config.hidden_size < 1 || config.max_position_embeddings < 1 ||
        config.intermediate_size < 1 || config.num_hidden_layers < 1) {
        return Error{ErrorCode::KeysMismatch,
                     sourceOf(index) + ": the text encoder under \"" + prefix +
                         "\" lacks the tensors that tell its size, such as \"" + prefix +
                         "embeddings.token_embedding.weight\".",
                     {}};
    }
    config.num_attention_heads = std::max<std::int64_t>(1, config.hidden_size / 64);
    if (config.hidden_size % config.num_attention_heads != 0) {
        return Error{ErrorCode::Unsupported,
                     sourceOf(index) + ": the text encoder under \"" + prefix + "\" is " +
                         std::to_string(config.hidden_size) +
                         " wide, but heads of width 64 were expected.",
                     {}};
    }
    config.projection_dim = config.hidden_size;
    // As the published configurations have it: the pooled output is taken at the largest id.
    config.bos_token_id = 0;
    config.eos_token_id = 2;
    config.pad_token_id = 1;
    return config;
}

Result<models::ClipTextConfig> deriveOpenClipConfig(const CheckpointIndex& index,
                                                    const std::string& prefix, OpenClipUse use) {
    const TensorShapes shapes(index, prefix);
    models::ClipTextConfig config;
    config.vocab_size = shapes.dimension("token_embedding.weight", 2, 0);
    config.hidden_size = shapes.dimension("token_embedding.weight", 2, 1);
    config.max_position_embeddings = shapes.dimension("positional_embedding", 2, 0);
    config.intermediate_size = shapes.dimension("transformer.resblocks.0.mlp.c_fc.weight", 2, 0);
    config.num_hidden_layers = shapes.count("transformer.resblocks.", ".ln_1.weight", 256);
    const bool tooFewLayers = config.num_hidden_layers < (use == OpenClipUse::Penultimate ? 2 : 1);
    if (config.vocab_size < 1 || config.hidden_size < 1 || config.max_position_embeddings < 1 ||
        config.intermediate_size < 1 || tooFewLayers) {
        return Error{ErrorCode::KeysMismatch,
                     sourceOf(index) + ": the text encoder under \"" + prefix +
                         "\" lacks the tensors that tell its size, such as \"" + prefix +
                         "token_embedding.weight\".",
                     {}};
    }
    config.num_attention_heads = std::max<std::int64_t>(1, config.hidden_size / 64);
    if (config.hidden_size % config.num_attention_heads != 0) {
        return Error{ErrorCode::Unsupported,
                     sourceOf(index) + ": the text encoder under \"" + prefix + "\" is " +
                         std::to_string(config.hidden_size) +
                         " wide, but heads of width 64 were expected.",
                     {}};
    }
    config.hidden_act = "gelu";
    config.bos_token_id = 0;
    config.eos_token_id = 2;
    config.pad_token_id = 1;
    if (use == OpenClipUse::WithProjection) {
        config.architecture = "CLIPTextModelWithProjection";
        config.projection_dim = shapes.dimension("text_projection", 2, 1);
        if (config.projection_dim < 1) {
            config.projection_dim = config.hidden_size;
        }
        return config;
    }
    // SD 2.x reads the layer before the last. Files converted from diffusers have dropped the last
    // one already: of OpenCLIP-H's 24 layers they hold 23.
    constexpr std::int64_t kOpenClipHWidth = 1024;
    constexpr std::int64_t kOpenClipHLayers = 24;
    const bool dropped =
        config.hidden_size == kOpenClipHWidth && config.num_hidden_layers == kOpenClipHLayers - 1;
    config.num_hidden_layers -= dropped ? 0 : 1;
    config.projection_dim = 512;
    return config;
}

}  // namespace limn::checkpoint
