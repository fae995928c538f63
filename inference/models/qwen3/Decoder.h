// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/qwen3/DecoderConfig.h"
#include "inference/models/qwen3/KvCache.h"
#include "inference/nn/layers.h"
#include "inference/nn/rotary.h"

#include <stop_token>
#include <vector>

namespace limn::models {

/// How a decoder reads a stretch of tokens. What it refers to outlives the reading.
struct DecoderReading {
    const nn::RotaryTables& rope;  ///< broadcasts to [B, heads, T, head_dim]
    KvCache* cache = nullptr;
    at::Tensor closed{};  ///< as nn::causalAttention wants it, or undefined
};

/// Attention with grouped heads, then SwiGLU, each behind an RMS norm and added to what came in.
/// Reference: transformers `modeling_qwen3.py` (with the head norms), `modeling_llama.py` (without).
class DecoderLayer {
public:
    DecoderLayer(const nn::WeightScope& scope, const DecoderConfig& config);

    /// x [B, T, hidden_size] -> the same.
    at::Tensor operator()(const at::Tensor& x, const DecoderReading& reading,
                          std::int64_t index) const;

private:
    at::Tensor attend(const at::Tensor& x, const DecoderReading& reading, std::int64_t index) const;

    std::int64_t m_heads;
    std::int64_t m_keyHeads;
    std::int64_t m_headWidth;
    bool m_hasHeadNorms;
    nn::Activation m_activation;
    nn::RmsNorm input_layernorm;
    nn::Linear q_proj;
    nn::Linear k_proj;
    nn::Linear v_proj;
    nn::Linear o_proj;
    nn::RmsNorm q_norm;
    nn::RmsNorm k_norm;
    nn::RmsNorm post_attention_layernorm;
    nn::Linear gate_proj;
    nn::Linear up_proj;
    nn::Linear down_proj;
};

/// What pictures add to the hidden states after the first layers (DeepStack, Meng et al., arXiv 2406.04334).
struct LayerAdditions {
    at::Tensor places;                 // [n] int64, into the B · T tokens
    std::vector<at::Tensor> features;  // one a layer, from the first on: [n, hidden_size]
};

/// The tokens' embeddings, the layers, the last norm, and the head. Positions are the caller's: each family turns them
/// in its own way. Also the text encoder of pictures' makers. Thread: the one that owns the model.
class Decoder {
public:
    /// `scope` holds embed_tokens, layers and norm; `head` holds lm_head, unless the embedding serves as the head.
    Decoder(const nn::WeightScope& scope, const nn::WeightScope& head, const DecoderConfig& config,
            bool isTied);

    at::Tensor embed(const at::Tensor& ids) const;

    /// [B, T, hidden_size] -> the same, after the last norm.
    at::Tensor operator()(at::Tensor x, const DecoderReading& reading,
                          const LayerAdditions* additions, const std::stop_token& stop) const;

    /// [..., hidden_size] -> [..., vocab_size]
    at::Tensor logits(const at::Tensor& hidden) const { return lm_head(hidden); }

    const DecoderConfig& config() const { return m_config; }
    /// Where and in which type it computes. The large weights may still be in their file's type.
    at::Device device() const { return norm.weight.device(); }
    at::ScalarType type() const { return norm.weight.scalar_type(); }

private:
    DecoderConfig m_config;
    at::Tensor embed_tokens;  // [vocab_size, hidden_size]
    std::vector<DecoderLayer> layers;
    nn::RmsNorm norm;
    nn::Linear lm_head;
};

}  // namespace limn::models
