// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/qwen3_vl/Qwen3VLConfig.h"

#include "inference/models/ConfigReader.h"
#include "inference/models/generation_files.h"

#include <cmath>

namespace limn::models {
namespace {

using nlohmann::json;

constexpr std::size_t kMostListed = 64;

const json& objectOf(const json& parent, const char* key) {
    static const json none = json::object();
    const auto found = parent.is_object() ? parent.find(key) : parent.end();
    return parent.is_object() && found != parent.end() && found->is_object() ? *found : none;
}

/// An empty list is a list too: no DeepStack at all.
void readDeepstack(ConfigReader& reader, const json& source, Qwen3VLVisionConfig& config) {
    const auto found = source.find("deepstack_visual_indexes");
    if (found != source.end() && found->is_array() && found->empty()) {
        config.deepstack_visual_indexes.clear();
        reader.ignore({"deepstack_visual_indexes"});
        return;
    }
    reader.integers("deepstack_visual_indexes", config.deepstack_visual_indexes, {0, 511},
                    kMostListed);
    for (const auto index : config.deepstack_visual_indexes) {
        if (index >= config.depth) {
            reader.reject("deepstack_visual_indexes", "names layer " + std::to_string(index) +
                                                          ", but there are " +
                                                          std::to_string(config.depth));
        }
    }
}

Status readVision(const json& source, const std::string& sourceName, Qwen3VLVisionConfig& config) {
    constexpr IntegerRange kWidth{1, 1 << 16};
    ConfigReader reader(source, sourceName);
    reader.integer("depth", config.depth, {1, 512});
    reader.integer("hidden_size", config.hidden_size, kWidth);
    reader.text("hidden_act", config.hidden_act,
                {"gelu_pytorch_tanh", "gelu", "silu", "quick_gelu"});
    reader.integer("intermediate_size", config.intermediate_size, kWidth);
    reader.integer("num_heads", config.num_heads, {1, 1024});
    reader.integer("in_channels", config.in_channels, {3, 3});
    reader.integer("patch_size", config.patch_size, {1, 256});
    reader.integer("spatial_merge_size", config.spatial_merge_size, {1, 16});
    reader.integer("temporal_patch_size", config.temporal_patch_size, {1, 16});
    reader.integer("out_hidden_size", config.out_hidden_size, kWidth);
    reader.integer("num_position_embeddings", config.num_position_embeddings, {1, 1 << 20});
    readDeepstack(reader, source, config);
    if (!reader.failed() && config.hidden_size % (4 * config.num_heads) != 0) {
        reader.reject("num_heads",
                      "is " + std::to_string(config.num_heads) + "; heads of hidden_size = " +
                          std::to_string(config.hidden_size) + " must have a multiple of 4 values");
    }
    const auto side = static_cast<std::int64_t>(
        std::lround(std::sqrt(static_cast<double>(config.num_position_embeddings))));
    if (!reader.failed() && side * side != config.num_position_embeddings) {
        reader.reject(
            "num_position_embeddings",
            "is " + std::to_string(config.num_position_embeddings) + ", which is no square number");
    }
    const json& rope = objectOf(source, "rope_parameters");
    ConfigReader ropeReader(rope, sourceName);
    ropeReader.onlySupported("rope_type", {"axial", "default"});
    ropeReader.number("rope_theta", config.rope_theta, {1.0, 1e12});
    if (reader.failed() || ropeReader.failed()) {
        return reader.failed() ? reader.error() : ropeReader.error();
    }
    return Unit{};
}

Status readText(const json& source, const std::string& sourceName, Qwen3VLConfig& config) {
    ConfigReader reader(source, sourceName);
    config.text.read(reader);
    reader.number("rope_theta", config.text.rope_theta, {1.0, 1e12});
    if (reader.failed()) {
        return reader.error();
    }
    // Older files say "rope_scaling", newer ones "rope_parameters".
    for (const char* key : {"rope_scaling", "rope_parameters"}) {
        ConfigReader rope(objectOf(source, key), sourceName);
        rope.onlySupported("rope_type", {"default"});
        rope.onlySupported("type", {"default", "mrope"});
        rope.onlySupported("mrope_interleaved", {true});
        rope.number("rope_theta", config.text.rope_theta, {1.0, 1e12});
        rope.integers("mrope_section", config.mrope_section, {0, 4096}, 3);
        if (!rope.failed() && config.mrope_section.size() != 3) {
            rope.reject("mrope_section", "must be three numbers");
        }
        if (rope.failed()) {
            return rope.error();
        }
    }
    const auto half = config.text.head_dim / 2;
    for (const std::size_t axis : {1U, 2U}) {
        if (3 * config.mrope_section[axis] > half + 2) {
            ConfigReader report(source, sourceName);
            report.reject("mrope_section",
                          "has " + std::to_string(config.mrope_section[axis]) +
                              " frequencies for one direction, too many for head_dim = " +
                              std::to_string(config.text.head_dim));
            return report.error();
        }
    }
    return Unit{};
}

}  // namespace

Result<Qwen3VLConfig> Qwen3VLConfig::fromJson(const json& json, const std::string& sourceName) {
    Qwen3VLConfig config;
    config.text.head_dim = 128;
    ConfigReader reader(json, sourceName);
    reader.onlySupported("model_type", {"qwen3_vl"});
    reader.integer("image_token_id", config.image_token_id, {0, 1 << 24});
    reader.integer("vision_start_token_id", config.vision_start_token_id, {0, 1 << 24});
    reader.integer("vision_end_token_id", config.vision_end_token_id, {0, 1 << 24});
    reader.boolean("tie_word_embeddings", config.tie_word_embeddings);
    if (reader.failed()) {
        return reader.error();
    }
    const auto& text = objectOf(json, "text_config");
    if (auto status = readText(text, sourceName + ": text_config", config); !status) {
        return status.error();
    }
    if (auto status = readVision(objectOf(json, "vision_config"), sourceName + ": vision_config",
                                 config.vision);
        !status) {
        return status.error();
    }
    if (config.vision.out_hidden_size != config.text.hidden_size) {
        reader.refuse("vision_config",
                      "gives pictures a width of " + std::to_string(config.vision.out_hidden_size) +
                          ", but words have " + std::to_string(config.text.hidden_size));
        return reader.error();
    }
    for (const auto* place : {&json, &text}) {
        auto ends = tokenIdsOf(*place, "eos_token_id", sourceName);
        if (!ends) {
            return ends.error();
        }
        if (!ends->empty()) {
            config.eos_token_id = std::move(*ends);
        }
    }
    return config;
}

}  // namespace limn::models
