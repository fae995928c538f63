// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/smolvlm/SmolVLM.h"

#include "inference/nn/Failure.h"
#include "inference/nn/attention.h"
#include "inference/nn/cancellation.h"

#include <ATen/ATen.h>

namespace limn::models {
namespace {

/// Which learned place each patch of a whole tile has. Nearly 0, 1, 2 ...: the reference finds them by comparing
/// fractions in float, and where rounding moves one, it has to move here too.
at::Tensor placesOfPatches(std::int64_t side) {
    const double step = 1.0 / static_cast<double>(side);
    const auto boundaries = at::arange(step, 1.0, step, at::kFloat);
    const auto fractions =
        at::clamp_max(at::arange(side, at::kFloat) * static_cast<float>(step), 1.0 - 1e-6);
    const auto buckets = at::bucketize(fractions, boundaries, false, true);
    return (buckets.unsqueeze(1) * side + buckets.unsqueeze(0)).view({-1});
}

}  // namespace

SmolVLM::SmolVLM(const nn::WeightScope& root, const SmolVLMConfig& config)
    : m_config(config), m_activation(nn::activationFromName(config.vision.hidden_act)),
      text_model(root["model"]["text_model"], root, config.text, config.tie_word_embeddings) {
    const auto& vision = config.vision;
    const auto width = vision.hidden_size;
    const auto scope = root["model"]["vision_model"];
    patch_embedding =
        nn::Conv2d(scope["embeddings"]["patch_embedding"], vision.num_channels, width,
                   {.kernel = vision.patch_size, .stride = vision.patch_size, .padding = 0});
    position_embedding = scope["embeddings"]["position_embedding"].take(
        "weight", {vision.patchesPerSide() * vision.patchesPerSide(), width},
        nn::WeightRole::Embedding);
    for (std::int64_t i = 0; i < vision.num_hidden_layers; ++i) {
        const auto at = scope["encoder"]["layers"][i];
        const auto attention = at["self_attn"];
        layers.push_back(
            {.layer_norm1 = nn::LayerNorm(at["layer_norm1"], width, vision.layer_norm_eps),
             .q_proj = nn::Linear(attention["q_proj"], width, width),
             .k_proj = nn::Linear(attention["k_proj"], width, width),
             .v_proj = nn::Linear(attention["v_proj"], width, width),
             .out_proj = nn::Linear(attention["out_proj"], width, width),
             .layer_norm2 = nn::LayerNorm(at["layer_norm2"], width, vision.layer_norm_eps),
             .fc1 = nn::Linear(at["mlp"]["fc1"], width, vision.intermediate_size),
             .fc2 = nn::Linear(at["mlp"]["fc2"], vision.intermediate_size, width)});
    }
    post_layernorm = nn::LayerNorm(scope["post_layernorm"], width, vision.layer_norm_eps);
    modality_projection = nn::Linear(root["model"]["connector"]["modality_projection"]["proj"],
                                     width * config.scale_factor * config.scale_factor,
                                     config.text.hidden_size, nn::Bias::Without);
}

/// x [1, side², width] -> [1, (side / scale)², width · scale²]: the rows of a block one after the other.
at::Tensor SmolVLM::joinPatches(const at::Tensor& x) const {
    const auto side = m_config.vision.patchesPerSide();
    const auto scale = m_config.scale_factor;
    const auto blocks = side / scale;
    return x.view({x.size(0), blocks, scale, blocks, scale * x.size(2)})
        .permute({0, 1, 3, 2, 4})
        .reshape({x.size(0), blocks * blocks, scale * scale * x.size(2)});
}

at::Tensor SmolVLM::lookAt(const at::Tensor& tile) const {
    const auto heads = m_config.vision.num_attention_heads;
    const auto places = placesOfPatches(m_config.vision.patchesPerSide()).to(tile.device());
    auto x = patch_embedding(tile).flatten(2).transpose(1, 2) +
             at::embedding(position_embedding, places).to(tile.scalar_type());
    x = x.contiguous();
    for (const auto& layer : layers) {
        const auto normed = layer.layer_norm1(x);
        x = x + layer.out_proj(nn::attention(layer.q_proj(normed), layer.k_proj(normed),
                                             layer.v_proj(normed), heads));
        x = x + layer.fc2(nn::activate(layer.fc1(layer.layer_norm2(x)), m_activation));
    }
    return modality_projection(joinPatches(post_layernorm(x)));
}

at::Tensor SmolVLM::see(const at::Tensor& tiles, const std::stop_token& stop) const {
    std::vector<at::Tensor> words;
    for (std::int64_t i = 0; i < tiles.size(0); ++i) {
        nn::throwIfStopped(stop);
        const auto tile = tiles.narrow(0, i, 1).to(text_model.device(), text_model.type());
        words.push_back(lookAt(tile).view({m_config.tileWords(), m_config.text.hidden_size}));
    }
    return at::cat(words, 0);
}

at::Tensor SmolVLM::read(const at::Tensor& ids, std::int64_t begin, const at::Tensor& seen,
                         KvCache* cache, const std::stop_token& stop) const {
    auto x = text_model.embed(ids.to(text_model.device()));
    if (seen.defined()) {
        const auto places = ids.reshape({-1})
                                .eq(m_config.image_token_id)
                                .nonzero()
                                .squeeze(1)
                                .to(text_model.device());
        if (places.size(0) != seen.size(0)) {
            throw nn::Failure(
                ErrorCode::InvalidRequest,
                "The prompt has not as many places for pictures as pictures were given.");
        }
        x = x.reshape({-1, x.size(-1)})
                .index_copy(0, places, seen.to(x.scalar_type()))
                .view(x.sizes());
    }
    const auto places = at::arange(begin, begin + ids.size(1), at::kFloat);
    const auto angles = places.unsqueeze(-1) *
                        nn::inverseFrequencies(m_config.text.head_dim, m_config.text.rope_theta);
    const auto type = x.scalar_type();
    const auto rope =
        nn::RotaryTables::fromHalf(angles.unsqueeze(0).unsqueeze(0).to(text_model.device()), type);
    return text_model(x, {.rope = rope, .cache = cache}, nullptr, stop);
}

}  // namespace limn::models
