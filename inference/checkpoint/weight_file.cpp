// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/ModelDescription.h"

#include "inference/checkpoint/diffusers_keys.h"
#include "inference/checkpoint/lora_names.h"
#include "inference/checkpoint/original_configs.h"
#include "inference/checkpoint/original_keys.h"
#include "inference/checkpoint/original_layout.h"
#include "inference/checkpoint/tensor_shapes.h"
#include "inference/checkpoint/upscaler_file.h"

#include <algorithm>
#include <array>

namespace limn::checkpoint {

namespace {

/// One tensor name that only files of this kind have.
struct Marker {
    std::string_view name;  ///< with or without "model.diffusion_model." before it
    ModelKind kind;
    const char* architecture;
};

constexpr std::array<Marker, 21> kKnownButNotRun{{
    {"control_model.time_embed.0.weight", ModelKind::Checkpoint, "ControlNet"},
    {"controlnet_cond_embedding.conv_in.weight", ModelKind::Checkpoint, "ControlNet"},
    {"double_blocks.0.img_attn.norm.key_norm.scale", ModelKind::Checkpoint, "FLUX.1"},
    {"double_stream_modulation_img.lin.weight", ModelKind::Checkpoint, "FLUX.2"},
    {"single_transformer_blocks.0.attn.norm_q.weight", ModelKind::Checkpoint, "FLUX (diffusers)"},
    {"joint_blocks.0.context_block.adaLN_modulation.1.bias", ModelKind::Checkpoint,
     "Stable Diffusion 3"},
    {"layers.0.adaLN_modulation.0.weight", ModelKind::Checkpoint, "Z-Image or Lumina 2"},
    {"transformer_blocks.0.img_mlp.net.0.proj.weight", ModelKind::Checkpoint, "Qwen-Image"},
    {"txtfusion.projector.weight", ModelKind::Checkpoint, "Krea 2"},
    {"head.modulation", ModelKind::Checkpoint, "Wan"},
    {"double_layers.0.attn.w1q.weight", ModelKind::Checkpoint, "AuraFlow"},
    {"down_blocks.0.motion_modules.0.temporal_transformer.norm.weight", ModelKind::Checkpoint,
     "AnimateDiff"},
    {"conv_first.weight", ModelKind::Unknown, "upscaler (RRDBNet)"},
    {"model.0.weight", ModelKind::Unknown, "upscaler (ESRGAN)"},
    {"encoder.block.0.layer.0.SelfAttention.q.weight", ModelKind::TextEncoder, "T5 encoder"},
    {"visual.blocks.0.attn.qkv.weight", ModelKind::DescriptionModel, "Qwen-VL"},
    {"model.visual.blocks.0.attn.qkv.weight", ModelKind::DescriptionModel, "Qwen-VL"},
    {"model.vision_model.encoder.layers.0.self_attn.q_proj.weight", ModelKind::DescriptionModel,
     "SmolVLM"},
    {"emb_params", ModelKind::Unknown, "textual inversion embedding"},
    {"string_to_param.*", ModelKind::Unknown, "textual inversion embedding"},
    {"1.weight", ModelKind::Autoencoder, "TAESD half with original names"},
}};

ModelDescription started(const std::shared_ptr<const CheckpointIndex>& index, ModelKind kind,
                         const std::string& architecture) {
    ModelDescription model;
    model.kind = kind;
    model.path = index->files.front();
    model.format = fileFormatName(index->format);
    model.architecture = architecture;
    model.indexes.push_back(index);
    return model;
}

std::string notRun(const ModelDescription& model) {
    return model.path.string() + ": this is a file of the architecture \"" + model.architecture +
           "\", which Limn does not run.";
}

bool hasAll(const CheckpointIndex& index, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (index.find(name) == nullptr) {
            return false;
        }
    }
    return true;
}

/// An autoencoder with diffusers' names: the shapes tell what its config.json would say.
Result<ModelDescription> describeDiffusersVae(const std::shared_ptr<const CheckpointIndex>& index) {
    ModelDescription model = started(index, ModelKind::Autoencoder, "AutoencoderKL");
    const TensorShapes shapes(*index, {});
    models::AutoencoderKLConfig config;
    config.block_out_channels.clear();
    for (std::int64_t level = 0; level < 8; ++level) {
        const std::int64_t channels = shapes.dimension(
            "encoder.down_blocks." + std::to_string(level) + ".resnets.0.conv1.weight", 4, 0);
        if (channels < 1 || channels % config.norm_num_groups != 0) {
            break;
        }
        config.block_out_channels.push_back(channels);
    }
    config.layers_per_block = shapes.count("encoder.down_blocks.0.resnets.", ".conv1.weight", 64);
    config.in_channels = shapes.dimension("encoder.conv_in.weight", 4, 1);
    config.out_channels = shapes.dimension("decoder.conv_out.weight", 4, 0);
    config.latent_channels = shapes.dimension("decoder.conv_in.weight", 4, 1);
    config.use_quant_conv = shapes.find("quant_conv.weight") != nullptr;
    config.use_post_quant_conv = shapes.find("post_quant_conv.weight") != nullptr;
    config.mid_block_add_attention =
        shapes.find("decoder.mid_block.attentions.0.group_norm.weight") != nullptr;
    config.sample_size = 512;
    if (config.block_out_channels.empty() || config.layers_per_block < 1 ||
        config.in_channels < 1 || config.out_channels < 1 || config.latent_channels < 1) {
        return Error{ErrorCode::KeysMismatch,
                     model.path.string() +
                         ": the names are those of an autoencoder, but its size cannot be "
                         "told from the shapes of its encoder.",
                     {}};
    }
    model.problems.emplace_back(
        "The file does not say its scaling factor; the model that it is used with decides.");
    model.vae =
        Component<models::AutoencoderKLConfig>{std::move(config), index, diffusersVaeKeys(*index)};
    return model;
}

ModelDescription describeTinyVae(const std::shared_ptr<const CheckpointIndex>& index) {
    ModelDescription model = started(index, ModelKind::Autoencoder, "AutoencoderTiny");
    const TensorShapes shapes(*index, {});
    models::AutoencoderTinyConfig config;
    const std::int64_t latents = shapes.dimension("decoder.layers.0.weight", 4, 1);
    if (latents < 1) {
        model.unsupported =
            model.path.string() + ": the tensor \"decoder.layers.0.weight\" is no convolution.";
        return model;
    }
    config.latent_channels = latents;
    model.vae_tiny =
        Component<models::AutoencoderTinyConfig>{std::move(config), index, sameNameKeys(*index)};
    return model;
}

/// A CLIP text encoder alone, with transformers' names or OpenCLIP's.
Result<ModelDescription> describeTextEncoder(const std::shared_ptr<const CheckpointIndex>& index) {
    ModelDescription model = started(index, ModelKind::TextEncoder, "CLIP text encoder");
    const bool isOpenClip = hasAll(*index, {"positional_embedding"});
    const std::string prefix =
        index->find("text_model.embeddings.token_embedding.weight") != nullptr ? "text_model." : "";
    auto config = isOpenClip ? deriveOpenClipConfig(*index, {}, OpenClipUse::WithProjection)
                             : deriveClipConfig(*index, prefix);
    if (!config) {
        if (config.error().code != ErrorCode::Unsupported) {
            return config.error();
        }
        model.unsupported = config.error().message;
        return model;
    }
    const TensorRecord* projection = index->find("text_projection.weight");
    if (!isOpenClip && projection != nullptr && projection->shape.size() == 2) {
        config->architecture = "CLIPTextModelWithProjection";
        config->projection_dim = projection->shape[0];
    }
    // Only CLIP-L of the three sizes in use has the quick activation.
    if (config->hidden_size > 768) {
        config->hidden_act = "gelu";
    }
    KeyTable keys = isOpenClip ? originalOpenClipKeys(*config, {}) : transformersClipKeys(*index);
    model.text_encoder =
        Component<models::ClipTextConfig>{std::move(*config), index, std::move(keys)};
    return model;
}

ModelDescription describeGguf(const std::shared_ptr<const CheckpointIndex>& index) {
    const auto found = index->metadata.find("general.architecture");
    const std::string name = found == index->metadata.end() ? std::string() : found->second;
    constexpr std::array<std::string_view, 12> kPictureModels{"sd1",
                                                              "sd2",
                                                              "sdxl",
                                                              "sd3",
                                                              "flux",
                                                              "qwen_image",
                                                              "lumina2",
                                                              "aura",
                                                              "wan",
                                                              "hidream",
                                                              "stable_diffusion",
                                                              "cosmos"};
    constexpr std::array<std::string_view, 6> kDescriptionModels{
        "clip", "qwen2vl", "qwen2.5vl", "qwen3vl", "mllama", "qwen3vlmoe"};
    constexpr std::array<std::string_view, 2> kTextEncoders{"t5", "t5encoder"};
    const auto isOneOf = [&](const auto& list) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    const ModelKind kind = isOneOf(kPictureModels)       ? ModelKind::Checkpoint
                           : isOneOf(kDescriptionModels) ? ModelKind::DescriptionModel
                           : isOneOf(kTextEncoders)      ? ModelKind::TextEncoder
                                                         : ModelKind::Unknown;
    ModelDescription model = started(index, kind, name);
    model.unsupported = model.path.string() + ": Limn recognises GGUF files but does not run them.";
    return model;
}

std::optional<ModelDescription> describeKnownButNotRun(
    const std::shared_ptr<const CheckpointIndex>& index) {
    for (const Marker& marker : kKnownButNotRun) {
        const std::string name(marker.name);
        if (index->find(name) != nullptr ||
            index->find("model.diffusion_model." + name) != nullptr) {
            ModelDescription model = started(index, marker.kind, marker.architecture);
            if (marker.kind != ModelKind::DescriptionModel) {
                model.unsupported = notRun(model);
            }
            return model;
        }
    }
    return std::nullopt;
}

}  // namespace

Result<ModelDescription> describeWeightFile(std::shared_ptr<const CheckpointIndex> index) {
    if (index->format == FileFormat::Gguf) {
        return describeGguf(index);
    }
    if (isLora(*index)) {
        ModelDescription model = started(index, ModelKind::Lora, loraArchitecture(*index));
        if (auto file = readLoraFile(*index); !file) {
            model.unsupported = file.error().message;
        }
        return model;
    }
    if (isOriginalLayout(*index) && index->find("control_model.time_embed.0.weight") == nullptr) {
        return describeOriginalFile(std::move(index));
    }
    if (isOriginalVae(*index)) {
        return describeOriginalVae(std::move(index));
    }
    if (hasAll(*index, {"decoder.up_blocks.0.resnets.0.conv1.weight", "encoder.conv_in.weight"})) {
        return describeDiffusersVae(index);
    }
    if (hasAll(*index, {"encoder.layers.0.weight", "decoder.layers.0.weight"})) {
        return describeTinyVae(index);
    }
    if (hasAll(*index, {"text_model.embeddings.token_embedding.weight"}) ||
        hasAll(*index, {"embeddings.token_embedding.weight", "final_layer_norm.weight"}) ||
        hasAll(*index, {"token_embedding.weight", "positional_embedding"})) {
        return describeTextEncoder(index);
    }
    if (isCompactUpscaler(*index)) {
        return describeCompactUpscaler(std::move(index));
    }
    if (auto known = describeKnownButNotRun(index)) {
        return std::move(*known);
    }
    ModelDescription model = started(index, ModelKind::Unknown, {});
    if (hasAll(*index, {"conv_in.weight", "time_embedding.linear_1.weight"})) {
        model.kind = ModelKind::Checkpoint;
        model.architecture = "UNet2DConditionModel";
        model.unsupported = model.path.string() +
                            ": this U-Net needs the config.json and the folder that it came "
                            "with; give the folder that holds model_index.json.";
        return model;
    }
    model.unsupported =
        model.path.string() + ": Limn does not know a model with these tensor names.";
    return model;
}

}  // namespace limn::checkpoint
