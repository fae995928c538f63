// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/starter_export.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/generator_configs.h"
#include "inference/starter/half_weights.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string_view>

namespace limn::starter {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDiffusersVersion = "0.42.1";  // whose keys these are

Json textEncoderJson(const models::ClipTextConfig& config) {
    return {{"architectures", {config.architecture}},
            {"attention_dropout", 0.0},
            {"bos_token_id", config.bos_token_id.value()},
            {"eos_token_id", config.eos_token_id.value()},
            {"hidden_act", config.hidden_act},
            {"hidden_size", config.hidden_size},
            {"intermediate_size", config.intermediate_size},
            {"layer_norm_eps", config.layer_norm_eps},
            {"max_position_embeddings", config.max_position_embeddings},
            {"model_type", "clip_text_model"},
            {"num_attention_heads", config.num_attention_heads},
            {"num_hidden_layers", config.num_hidden_layers},
            {"pad_token_id", config.pad_token_id.value()},
            {"projection_dim", config.projection_dim},
            {"torch_dtype", "float16"},
            {"vocab_size", config.vocab_size}};
}

Json unetJson(const models::UNet2DConditionConfig& config) {
    return {{"_class_name", "UNet2DConditionModel"},
            {"_diffusers_version", kDiffusersVersion},
            {"act_fn", "silu"},
            {"attention_head_dim", config.attention_head_dim},
            {"block_out_channels", config.block_out_channels},
            {"center_input_sample", config.center_input_sample},
            {"cross_attention_dim", config.cross_attention_dim.front()},
            {"down_block_types", config.down_block_types},
            {"downsample_padding", 1},
            {"flip_sin_to_cos", config.flip_sin_to_cos},
            {"freq_shift", config.freq_shift},
            {"in_channels", config.in_channels},
            {"layers_per_block", config.layers_per_block.front()},
            {"mid_block_type", config.mid_block_type.value()},
            {"norm_eps", config.norm_eps},
            {"norm_num_groups", config.norm_num_groups},
            {"out_channels", config.out_channels},
            {"sample_size", config.sample_size.value()[0]},
            {"transformer_layers_per_block", config.transformer_layers_per_block.front()},
            {"up_block_types", config.up_block_types},
            {"use_linear_projection", config.use_linear_projection}};
}

/// StableDiffusionPipeline asks its scheduler for init_noise_sigma, which diffusers' plain flow scheduler lacks: so a
/// multistep solver that runs on the flow's sigmas.
Json schedulerJson() {
    return {{"_class_name", "DPMSolverMultistepScheduler"},
            {"_diffusers_version", kDiffusersVersion},
            {"flow_shift", 1.0},
            {"num_train_timesteps", 1000},
            {"prediction_type", "flow_prediction"},
            {"solver_order", 2},
            {"use_flow_sigmas", true}};
}

Json indexJson() {
    const Json none{nullptr, nullptr};
    return {{"_class_name", "StableDiffusionPipeline"},
            {"_diffusers_version", kDiffusersVersion},
            {"feature_extractor", none},
            {"image_encoder", none},
            {"requires_safety_checker", false},
            {"safety_checker", none},
            {"scheduler", {"diffusers", "DPMSolverMultistepScheduler"}},
            {"text_encoder", {"transformers", "CLIPTextModel"}},
            {"tokenizer", {"transformers", "CLIPTokenizer"}},
            {"unet", {"diffusers", "UNet2DConditionModel"}},
            {"vae", {"diffusers", "AutoencoderKL"}}};
}

/// The averaged weights whose names begin with `prefix`, which is replaced.
std::map<std::string, at::Tensor> averagesOf(const training::TrainingWeightStore& store,
                                             std::string_view prefix,
                                             const std::string& newPrefix) {
    std::map<std::string, at::Tensor> weights;
    for (const auto& parameter : store.parameters()) {
        if (parameter.name.starts_with(prefix)) {
            weights[newPrefix + parameter.name.substr(prefix.size())] = parameter.average;
        }
    }
    return weights;
}

Status writeJson(const std::filesystem::path& file, const Json& json) {
    return writeText(file, json.dump(2) + "\n");
}

Status exportText(const StarterParts& parts, const std::filesystem::path& folder) {
    if (const auto written = writeJson(folder / "config.json",
                                       textEncoderJson(textEncoderConfig(parts.vocabularySize)));
        !written) {
        return written;
    }
    return writeHalf(folder / "model.safetensors",
                     averagesOf(parts.generator, "text_encoder.", ""));
}

Status exportUnet(const StarterParts& parts, const std::filesystem::path& folder) {
    if (const auto written = writeJson(folder / "config.json", unetJson(unetConfig())); !written) {
        return written;
    }
    return writeHalf(folder / "diffusion_pytorch_model.safetensors",
                     averagesOf(parts.generator, "unet.", ""));
}

Status copyTokenizer(const std::filesystem::path& from, const std::filesystem::path& to) {
    for (const char* name :
         {"vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"}) {
        std::ifstream stream(from / name, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        if (!stream || text.empty()) {
            return Error{ErrorCode::FileNotFound,
                         "The tokenizer's file '" + (from / name).string() + "' cannot be read.",
                         {}};
        }
        if (const auto written = writeText(to / name, text); !written) {
            return written;
        }
    }
    return Unit{};
}

}  // namespace

Status exportStarter(const StarterParts& parts, const std::filesystem::path& folder) {
    for (const char* part : {"text_encoder", "tokenizer", "unet", "vae", "scheduler"}) {
        std::filesystem::create_directories(folder / part);
    }
    const std::function<Status()> steps[] = {
        [&] { return exportText(parts, folder / "text_encoder"); },
        [&] { return copyTokenizer(parts.tokenizer, folder / "tokenizer"); },
        [&] { return exportUnet(parts, folder / "unet"); },
        [&] {
            return exportAutoencoder(parts.autoencoder, autoencoderConfig(), parts.latents,
                                     folder / "vae");
        },
        [&] { return writeJson(folder / "scheduler/scheduler_config.json", schedulerJson()); },
        [&] { return writeCapabilities(folder, parts.benchmarkJson); },
        [&] {
            return writeJson(folder / "model_index.json", indexJson());
        }};
    for (const auto& step : steps) {
        if (const auto done = step(); !done) {
            return done;
        }
    }
    return Unit{};
}

}  // namespace limn::starter
