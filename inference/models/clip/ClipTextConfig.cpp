// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/clip/ClipTextConfig.h"

#include "inference/models/ConfigReader.h"

namespace limn::models {

Result<ClipTextConfig> ClipTextConfig::fromJson(const nlohmann::json& json,
                                                const std::string& sourceName) {
    constexpr IntegerRange kWidth{1, 1 << 16};
    constexpr IntegerRange kTokenId{0, 1 << 24};
    ConfigReader reader(json, sourceName);
    ClipTextConfig config;
    std::vector<std::string> architectures{config.architecture};
    reader.onlySupported("model_type", {"clip_text_model"});
    reader.texts("architectures", architectures, {"CLIPTextModel", "CLIPTextModelWithProjection"},
                 1);
    config.architecture = architectures.front();
    reader.integer("vocab_size", config.vocab_size, {1, 1 << 24});
    reader.integer("hidden_size", config.hidden_size, kWidth);
    reader.integer("intermediate_size", config.intermediate_size, {1, 1 << 18});
    std::optional<std::int64_t> projection = config.projection_dim;
    reader.integer("projection_dim", projection, kWidth);
    config.projection_dim = *projection;
    reader.integer("num_hidden_layers", config.num_hidden_layers, {1, 256});
    reader.integer("num_attention_heads", config.num_attention_heads, {1, 1024});
    reader.integer("max_position_embeddings", config.max_position_embeddings, {1, 1 << 16});
    reader.text("hidden_act", config.hidden_act, {"quick_gelu", "gelu"});
    reader.number("layer_norm_eps", config.layer_norm_eps, {0.0, 1.0});
    for (const auto& [key, field] : {std::pair{"bos_token_id", &config.bos_token_id},
                                     std::pair{"eos_token_id", &config.eos_token_id},
                                     std::pair{"pad_token_id", &config.pad_token_id}}) {
        if (reader.has(key)) {
            field->reset();  // null means: there is none
        }
        reader.integer(key, *field, kTokenId);
    }
    if (!reader.failed() && config.hidden_size % config.num_attention_heads != 0) {
        reader.reject("num_attention_heads", "is " + std::to_string(config.num_attention_heads) +
                                                 ", which does not divide hidden_size = " +
                                                 std::to_string(config.hidden_size));
    }
    if (reader.failed()) {
        return reader.error();
    }
    return config;
}

}  // namespace limn::models
