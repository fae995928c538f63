// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/checkpoint/original_keys.h"

#include <array>

namespace limn::checkpoint {

KeyTable originalClipKeys(const models::ClipTextConfig& config, const std::string& prefix) {
    KeyTable table;
    table["text_model.embeddings.token_embedding.weight"] = {prefix +
                                                             "embeddings.token_embedding.weight"};
    table["text_model.embeddings.position_embedding.weight"] = {
        prefix + "embeddings.position_embedding.weight"};
    addWeightAndBias(table, "text_model.final_layer_norm", prefix + "final_layer_norm");
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
        const std::string layer = "encoder.layers." + std::to_string(i);
        for (const char* name :
             {".layer_norm1", ".layer_norm2", ".mlp.fc1", ".mlp.fc2", ".self_attn.q_proj",
              ".self_attn.k_proj", ".self_attn.v_proj", ".self_attn.out_proj"}) {
            addWeightAndBias(table, "text_model." + layer + name, prefix + layer + name);
        }
    }
    return table;
}

KeyTable originalOpenClipKeys(const models::ClipTextConfig& config, const std::string& prefix) {
    using Transform = TensorSource::Transform;
    KeyTable table;
    table["text_model.embeddings.token_embedding.weight"] = {prefix + "token_embedding.weight"};
    table["text_model.embeddings.position_embedding.weight"] = {prefix + "positional_embedding"};
    addWeightAndBias(table, "text_model.final_layer_norm", prefix + "ln_final");
    if (config.hasProjection()) {
        table["text_projection.weight"] = {prefix + "text_projection", Transform::Transpose};
    }
    const std::int64_t width = config.hidden_size;
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
        const std::string key = "text_model.encoder.layers." + std::to_string(i);
        const std::string file = prefix + "transformer.resblocks." + std::to_string(i);
        addWeightAndBias(table, key + ".layer_norm1", file + ".ln_1");
        addWeightAndBias(table, key + ".layer_norm2", file + ".ln_2");
        addWeightAndBias(table, key + ".mlp.fc1", file + ".mlp.c_fc");
        addWeightAndBias(table, key + ".mlp.fc2", file + ".mlp.c_proj");
        addWeightAndBias(table, key + ".self_attn.out_proj", file + ".attn.out_proj");
        std::int64_t row = 0;
        for (const char* name : {".self_attn.q_proj", ".self_attn.k_proj", ".self_attn.v_proj"}) {
            table[key + name + ".weight"] = {file + ".attn.in_proj_weight", Transform::RowSlice,
                                             row, row + width};
            table[key + name + ".bias"] = {file + ".attn.in_proj_bias", Transform::RowSlice, row,
                                           row + width};
            row += width;
        }
    }
    return table;
}

bool isIgnoredOriginalKey(std::string_view fileKey) {
    // Whole subtrees: the moving averages, the autoencoder's training loss, the image half of
    // OpenCLIP, and what textual inversion leaves in a checkpoint that was trained with it.
    static constexpr std::array<std::string_view, 6> kPrefixes{
        "model_ema.", "first_stage_model.model_ema.",   "first_stage_model.loss.",
        "loss.",      "cond_stage_model.model.visual.", "embedding_manager."};
    // The training's noise tables, counters, buffers, and what other programs add when they save.
    static constexpr std::array<std::string_view, 38> kNames{
        "alphas_cumprod",
        "alphas_cumprod_prev",
        "betas",
        "log_one_minus_alphas_cumprod",
        "logvar",
        "lvlb_weights",
        "posterior_log_variance_clipped",
        "posterior_mean_coef1",
        "posterior_mean_coef2",
        "posterior_variance",
        "sqrt_alphas_cumprod",
        "sqrt_alphas_cumprod_prev",
        "sqrt_one_minus_alphas_cumprod",
        "sqrt_recip_alphas_cumprod",
        "sqrt_recipm1_alphas_cumprod",
        "scale_factor",
        "scale",
        "sigmas",
        "log_sigmas",
        "denoiser.sigmas",
        "denoiser.log_sigmas",
        "global_step",
        "v_pred",
        "ztsnr",
        "cond_stage_model.transformer.text_model.embeddings.position_ids",
        "cond_stage_model.transformer.embeddings.position_ids",
        "cond_stage_model.transformer.text_projection.weight",
        "cond_stage_model.logit_scale",
        "cond_stage_model.model.logit_scale",
        "cond_stage_model.model.attn_mask",
        "conditioner.embedders.0.transformer.text_model.embeddings.position_ids",
        "conditioner.embedders.0.transformer.text_projection.weight",
        "conditioner.embedders.0.logit_scale",
        "conditioner.embedders.1.model.logit_scale",
        "conditioner.embedders.1.model.attn_mask",
        "conditioner.embedders.0.text_projection",
        "text_model.embeddings.position_ids",
        "embeddings.position_ids"};
    for (const std::string_view prefix : kPrefixes) {
        if (fileKey.starts_with(prefix)) {
            return true;
        }
    }
    for (const std::string_view name : kNames) {
        if (fileKey == name) {
            return true;
        }
    }
    return false;
}

}  // namespace limn::checkpoint
