// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limn::models {

// The small files beside a describing model's weights. Untrusted; plain values.

/// One id, a list of ids, null or absent.
Result<std::vector<std::int64_t>> tokenIdsOf(const nlohmann::json& object, const char* key,
                                             const std::string& sourceName);

/// generation_config.json: how the model's makers want words to be chosen.
struct GenerationSettings {
    std::vector<std::int64_t> eos_token_id;
    double repetition_penalty = 1.0;
    double top_p = 1.0;
    std::int64_t top_k = 50;  ///< transformers' default; 0 = all

    static Result<GenerationSettings> fromJson(const nlohmann::json& json,
                                               const std::string& sourceName);
};

/// preprocessor_config.json of Qwen2VLImageProcessor, or the same inside processor_config.json.
struct Qwen2VLPictureSettings {
    std::int64_t shortest_edge = 56 * 56;        ///< fewest pixels, in spite of its name
    std::int64_t longest_edge = 28 * 28 * 1280;  ///< most pixels
    std::int64_t patch_size = 14;
    std::int64_t temporal_patch_size = 2;
    std::int64_t merge_size = 2;
    std::int64_t resample = 3;  ///< Pillow's number: 1 Lanczos, 2 bilinear, 3 bicubic
    std::array<double, 3> image_mean{0.48145466, 0.4578275, 0.40821073};
    std::array<double, 3> image_std{0.26862954, 0.26130258, 0.27577711};

    static Result<Qwen2VLPictureSettings> fromJson(const nlohmann::json& json,
                                                   const std::string& sourceName);
};

/// preprocessor_config.json of SmolVLMImageProcessor and Idefics3ImageProcessor.
struct SmolVLMPictureSettings {
    std::int64_t longest_edge = 4 * 364;  ///< of the whole picture
    std::int64_t tile_edge = 364;         ///< "max_image_size"
    std::int64_t resample = 1;            ///< Pillow's number, as above
    bool do_image_splitting = true;
    std::array<double, 3> image_mean{0.5, 0.5, 0.5};
    std::array<double, 3> image_std{0.5, 0.5, 0.5};

    static Result<SmolVLMPictureSettings> fromJson(const nlohmann::json& json,
                                                   const std::string& sourceName);
};

}  // namespace limn::models
