// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/models/generation_files.h"

#include "inference/models/ConfigReader.h"

#include <algorithm>

namespace limn::models {
namespace {

using nlohmann::json;

constexpr std::size_t kMostEnds = 64;
constexpr double kByteScale = 1.0 / 255.0;

void readThree(ConfigReader& reader, const char* key, std::array<double, 3>& field,
               NumberRange range) {
    std::optional<std::vector<double>> values;
    reader.numbers(key, values, range, 3);
    if (values && values->size() != 3) {
        reader.reject(key, "must be three numbers, for red, green and blue");
    } else if (values) {
        std::copy(values->begin(), values->end(), field.begin());
    }
}

/// What both kinds of processors do always.
void requireUsualSteps(ConfigReader& reader) {
    for (const char* key : {"do_resize", "do_rescale", "do_normalize"}) {
        reader.onlySupported(key, {true});
    }
    reader.onlySupported("do_convert_rgb", {true, nullptr});
    reader.onlySupported("rescale_factor", {kByteScale});
}

}  // namespace

Result<std::vector<std::int64_t>> tokenIdsOf(const json& object, const char* key,
                                             const std::string& sourceName) {
    std::vector<std::int64_t> ids;
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (!object.is_object() || found == object.end() || found->is_null()) {
        return ids;
    }
    const json list = found->is_array() ? *found : json::array({*found});
    for (const json& id : list) {
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() > (1U << 24U) ||
            ids.size() >= kMostEnds) {
            return Error{ErrorCode::FileDamaged,
                         sourceName + ": the key \"" + key +
                             "\" must be a token's id or a list of at most " +
                             std::to_string(kMostEnds) + ", but is " + shortText(*found) + ".",
                         {}};
        }
        ids.push_back(id.get<std::int64_t>());
    }
    return ids;
}

Result<GenerationSettings> GenerationSettings::fromJson(const json& json,
                                                        const std::string& sourceName) {
    GenerationSettings settings;
    ConfigReader reader(json, sourceName);
    std::optional<double> penalty;
    std::optional<double> topP;
    std::optional<std::int64_t> topK;
    reader.number("repetition_penalty", penalty, {1e-3, 1e3});
    reader.number("top_p", topP, {0.0, 1.0});
    reader.integer("top_k", topK, {0, 1 << 24});
    // These would change what is said even without chance; a model that asks for them is not misread in silence.
    reader.onlySupported("num_beams", {1, nullptr});
    reader.onlySupported("no_repeat_ngram_size", {0, nullptr});
    reader.onlySupported("encoder_repetition_penalty", {1.0, 1, nullptr});
    reader.onlySupported("bad_words_ids", {nullptr});
    reader.onlySupported("suppress_tokens", {nullptr});
    reader.onlySupported("begin_suppress_tokens", {nullptr});
    reader.onlySupported("forced_eos_token_id", {nullptr});
    reader.onlySupported("min_length", {0, nullptr});
    reader.onlySupported("min_new_tokens", {0, nullptr});
    if (reader.failed()) {
        return reader.error();
    }
    settings.repetition_penalty = penalty.value_or(settings.repetition_penalty);
    settings.top_p = topP.value_or(settings.top_p);
    settings.top_k = topK.value_or(settings.top_k);
    auto ends = tokenIdsOf(json, "eos_token_id", sourceName);
    if (!ends) {
        return ends.error();
    }
    settings.eos_token_id = std::move(*ends);
    return settings;
}

Result<Qwen2VLPictureSettings> Qwen2VLPictureSettings::fromJson(const json& json,
                                                                const std::string& sourceName) {
    constexpr IntegerRange kPixels{1, std::int64_t{1} << 28};
    Qwen2VLPictureSettings settings;
    ConfigReader reader(json, sourceName);
    reader.integer("patch_size", settings.patch_size, {1, 256});
    reader.integer("temporal_patch_size", settings.temporal_patch_size, {1, 16});
    reader.integer("merge_size", settings.merge_size, {1, 16});
    reader.integer("resample", settings.resample, {1, 3});
    requireUsualSteps(reader);
    readThree(reader, "image_mean", settings.image_mean, {-10.0, 10.0});
    readThree(reader, "image_std", settings.image_std, {1e-4, 10.0});
    const auto size =
        json.is_object() && json.contains("size") ? json.at("size") : nlohmann::json::object();
    if (size.is_object()) {
        ConfigReader sizes(size, sourceName + ": size");
        sizes.integer("shortest_edge", settings.shortest_edge, kPixels);
        sizes.integer("longest_edge", settings.longest_edge, kPixels);
        if (sizes.failed()) {
            return sizes.error();
        }
    }
    // Older files spell the two out, and then they win.
    std::optional<std::int64_t> fewest;
    std::optional<std::int64_t> most;
    reader.integer("min_pixels", fewest, kPixels);
    reader.integer("max_pixels", most, kPixels);
    settings.shortest_edge = fewest.value_or(settings.shortest_edge);
    settings.longest_edge = most.value_or(settings.longest_edge);
    if (!reader.failed() && settings.shortest_edge > settings.longest_edge) {
        reader.reject("size", "asks for at least " + std::to_string(settings.shortest_edge) +
                                  " pixels and at most " + std::to_string(settings.longest_edge));
    }
    if (reader.failed()) {
        return reader.error();
    }
    return settings;
}

Result<SmolVLMPictureSettings> SmolVLMPictureSettings::fromJson(const json& json,
                                                                const std::string& sourceName) {
    constexpr IntegerRange kEdge{1, 1 << 14};
    SmolVLMPictureSettings settings;
    ConfigReader reader(json, sourceName);
    requireUsualSteps(reader);
    reader.onlySupported("do_pad", {true});
    reader.integer("resample", settings.resample, {1, 3});
    reader.boolean("do_image_splitting", settings.do_image_splitting);
    readThree(reader, "image_mean", settings.image_mean, {-10.0, 10.0});
    readThree(reader, "image_std", settings.image_std, {1e-4, 10.0});
    if (reader.failed()) {
        return reader.error();
    }
    for (const auto& [key, field] : {std::pair{"size", &settings.longest_edge},
                                     std::pair{"max_image_size", &settings.tile_edge}}) {
        const auto found = json.is_object() ? json.find(key) : json.end();
        if (!json.is_object() || found == json.end() || !found->is_object()) {
            continue;
        }
        ConfigReader sizes(*found, sourceName + ": " + key);
        sizes.integer("longest_edge", *field, kEdge);
        if (sizes.failed()) {
            return sizes.error();
        }
    }
    return settings;
}

}  // namespace limn::models
