// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/ModelDescription.h"

#include "inference/checkpoint/diffusers_folder.h"

#include <system_error>

namespace limn::checkpoint {

namespace fs = std::filesystem;

namespace {

Error mismatch(const ModelDescription& model, const std::string& what) {
    return Error{ErrorCode::KeysMismatch, model.path.string() + ": " + what + ".", {}};
}

/// Parts that were trained for each other have matching widths; a folder put together by hand may
/// not.
Status requireFittingParts(const ModelDescription& model) {
    const auto& unet = model.unet->config;
    const bool isXl = *model.family == ModelFamily::StableDiffusionXl;
    std::int64_t textWidth = model.text_encoder->config.hidden_size;
    if (isXl) {
        textWidth += model.text_encoder_2->config.hidden_size;
    }
    if (unet.cross_attention_dim.front() != textWidth) {
        return mismatch(model, "the U-Net expects text embeddings of width " +
                                   std::to_string(unet.cross_attention_dim.front()) +
                                   ", but the text encoders give " + std::to_string(textWidth));
    }
    if (isXl && unet.addition_time_embed_dim && unet.projection_class_embeddings_input_dim) {
        constexpr std::int64_t kTimeIds = 6;
        const std::int64_t given =
            kTimeIds * *unet.addition_time_embed_dim + model.text_encoder_2->config.projection_dim;
        if (given != *unet.projection_class_embeddings_input_dim) {
            return mismatch(model, "the U-Net expects an added embedding of " +
                                       std::to_string(*unet.projection_class_embeddings_input_dim) +
                                       " values, but pooled text and time ids are " +
                                       std::to_string(given));
        }
    }
    const std::int64_t latents =
        model.vae ? model.vae->config.latent_channels : model.vae_tiny->config.latent_channels;
    const std::int64_t expectedIn = unet.in_channels == 9 ? 2 * latents + 1 : latents;
    if (unet.out_channels != latents || unet.in_channels != expectedIn) {
        return mismatch(model, "the U-Net turns " + std::to_string(unet.in_channels) +
                                   " channels into " + std::to_string(unet.out_channels) +
                                   ", which does not fit an autoencoder with " +
                                   std::to_string(latents) + " latent channels");
    }
    return Unit{};
}

}  // namespace

std::string_view modelKindName(ModelKind kind) {
    switch (kind) {
    case ModelKind::Checkpoint:
        return "checkpoint";
    case ModelKind::Lora:
        return "lora";
    case ModelKind::Autoencoder:
        return "autoencoder";
    case ModelKind::TextEncoder:
        return "text-encoder";
    case ModelKind::DescriptionModel:
        return "description-model";
    case ModelKind::Upscaler:
        return "upscaler";
    case ModelKind::Unknown:
        break;
    }
    return "unknown";
}

std::string_view familyName(const ModelDescription& model) {
    if (model.qwen3_vl) {
        return "qwen3-vl";
    }
    if (model.smolvlm) {
        return "smolvlm";
    }
    if (!model.family) {
        return {};
    }
    switch (*model.family) {
    case ModelFamily::StableDiffusion1:
        return "stable-diffusion-1";
    case ModelFamily::StableDiffusion2:
        return "stable-diffusion-2";
    case ModelFamily::StableDiffusionXl:
        return "stable-diffusion-xl";
    }
    return {};
}

Status requireRunnable(const ModelDescription& model) {
    if (model.unsupported) {
        return Error{ErrorCode::Unsupported, *model.unsupported, {}};
    }
    if (model.kind != ModelKind::Checkpoint || !model.unet || !model.family) {
        return Error{
            ErrorCode::Unsupported,
            model.path.string() + ": expected a model that makes pictures, but this is " +
                (model.kind == ModelKind::Unknown
                     ? std::string("nothing that Limn knows")
                     : "a file of the kind \"" + std::string(modelKindName(model.kind)) + "\"") +
                ".",
            {}};
    }
    const bool isXl = *model.family == ModelFamily::StableDiffusionXl;
    std::string lacking;
    const auto need = [&](bool present, const char* name) {
        if (!present) {
            lacking += (lacking.empty() ? "" : " and ") + std::string(name);
        }
    };
    need(model.text_encoder.has_value(), isXl ? "the first text encoder" : "a text encoder");
    need(!isXl || model.text_encoder_2.has_value(), "the second text encoder");
    need(model.vae.has_value() || model.vae_tiny.has_value(), "an autoencoder");
    need(model.scheduler.has_value(), "a scheduler");
    if (!lacking.empty()) {
        return Error{
            ErrorCode::KeysMismatch,
            model.path.string() + ": this " + model.architecture + " model lacks " + lacking + ".",
            {}};
    }
    return requireFittingParts(model);
}

Status requireDescribing(const ModelDescription& model) {
    if (model.unsupported) {
        return Error{ErrorCode::Unsupported, *model.unsupported, {}};
    }
    if (model.kind != ModelKind::DescriptionModel) {
        return Error{
            ErrorCode::Unsupported,
            model.path.string() + ": expected a model that describes pictures, but this is " +
                (model.kind == ModelKind::Unknown
                     ? std::string("nothing that Limn knows")
                     : "one of the kind \"" + std::string(modelKindName(model.kind)) + "\"") +
                ".",
            {}};
    }
    if (!model.qwen3_vl && !model.smolvlm) {
        return Error{ErrorCode::FileNotFound,
                     model.path.string() + ": config.json is there, but no weights are.",
                     {}};
    }
    return Unit{};
}

Result<ModelDescription> describeModel(const fs::path& path, std::stop_token stop) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        return Error{
            ErrorCode::FileNotFound, path.string() + ": there is no such file or folder.", {}};
    }
    if (!fs::is_directory(status)) {
        auto index = readCheckpointIndex(path, stop);
        if (!index) {
            return index.error();
        }
        auto described =
            describeWeightFile(std::make_shared<const CheckpointIndex>(std::move(*index)));
        if (described) {
            described->path = path;
        }
        return described;
    }
    if (fs::is_regular_file(path / "model_index.json", error)) {
        return describeDiffusersFolder(path, stop);
    }
    if (fs::is_regular_file(path / "config.json", error)) {
        return describeModelFolder(path, stop);
    }
    ModelDescription unknown;
    unknown.path = path;
    unknown.unsupported =
        path.string() +
        ": expected a model folder with model_index.json or config.json, but found "
        "neither.";
    return unknown;
}

}  // namespace limn::checkpoint
