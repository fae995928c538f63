// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/loading/description_loader.h"

#include "core/base/RegularFile.h"
#include "core/json/strict_json.h"
#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/checkpoint/config_file.h"
#include "inference/loading/component_building.h"
#include "inference/nn/Failure.h"
#include "inference/pipelines/Qwen3VLDescriber.h"
#include "inference/pipelines/SmolVLMDescriber.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

namespace limn::loading {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kLongestTemplateBytes = 1U << 20U;

bool isThere(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(file, ignored);
}

json readJson(const fs::path& file) {
    return nn::valueOrThrow(checkpoint::readConfigFile(file));
}

std::string readText(const fs::path& path) {
    const auto file = nn::valueOrThrow(RegularFile::open(path));
    if (file.sizeBytes() > kLongestTemplateBytes) {
        throw nn::Failure(ErrorCode::FileRefused, path.string() + ": a chat template of " +
                                                      std::to_string(file.sizeBytes()) +
                                                      " bytes is not read; at most 1 MB is.");
    }
    std::string text(static_cast<std::size_t>(file.sizeBytes()), '\0');
    if (const auto status = file.readAt(0, std::as_writable_bytes(std::span(text))); !status) {
        throw nn::Failure(status.error());
    }
    return text;
}

/// The template's text in the places where processors look for it, in their order; empty if there is none.
std::string chatTemplateOf(const fs::path& folder) {
    if (isThere(folder / "chat_template.jinja")) {
        return readText(folder / "chat_template.jinja");
    }
    for (const char* name : {"chat_template.json", "tokenizer_config.json"}) {
        if (!isThere(folder / name)) {
            continue;
        }
        const json object = readJson(folder / name);
        const auto found = object.is_object() ? object.find("chat_template") : object.end();
        if (object.is_object() && found != object.end() && found->is_string()) {
            return found->get<std::string>();
        }
    }
    return {};
}

nn::Failure unknownTemplate(const fs::path& folder) {
    return nn::Failure(ErrorCode::Unsupported,
                       folder.string() +
                           ": its chat template is none that Limn knows; it writes those "
                           "of the Qwen-VL models and of SmolVLM.");
}

pipelines::ChatFormat qwenFormatOf(const fs::path& folder) {
    const auto text = chatTemplateOf(folder);
    const auto format =
        text.empty() ? std::optional(pipelines::ChatFormat::Qwen) : pipelines::chatFormatOf(text);
    if (!format) {
        throw unknownTemplate(folder);
    }
    return *format;
}

/// The settings of the picture processor, which stand alone or inside the processor's.
template <class Settings>
Settings pictureSettings(const fs::path& folder) {
    const auto alone = folder / "preprocessor_config.json";
    if (isThere(alone)) {
        return nn::valueOrThrow(Settings::fromJson(readJson(alone), alone.string()));
    }
    const auto file = folder / "processor_config.json";
    const json object = readJson(file);
    const auto found = object.is_object() ? object.find("image_processor") : object.end();
    if (!object.is_object() || found == object.end()) {
        throw nn::Failure(ErrorCode::FileDamaged,
                          file.string() + ": the key \"image_processor\" is missing.");
    }
    return nn::valueOrThrow(Settings::fromJson(*found, file.string() + ": image_processor"));
}

ResizeFilter filterOf(std::int64_t pillowNumber) {
    return pillowNumber == 1   ? ResizeFilter::Lanczos
           : pillowNumber == 2 ? ResizeFilter::Bilinear
                               : ResizeFilter::Bicubic;
}

imaging::PatchOptions patchOptions(const models::Qwen2VLPictureSettings& settings) {
    return {.patchPx = settings.patch_size,
            .mergePatches = settings.merge_size,
            .moments = settings.temporal_patch_size,
            .fewestPixels = settings.shortest_edge,
            .mostPixels = settings.longest_edge,
            .filter = filterOf(settings.resample),
            .mean = settings.image_mean,
            .deviation = settings.image_std};
}

/// generation_config.json; the ends of config.json count only where there is none.
models::GenerationSettings generationSettings(const fs::path& folder,
                                              const std::vector<std::int64_t>& endsOfConfig) {
    const auto file = folder / "generation_config.json";
    if (isThere(file)) {
        return nn::valueOrThrow(
            models::GenerationSettings::fromJson(readJson(file), file.string()));
    }
    models::GenerationSettings settings;
    settings.eos_token_id = endsOfConfig;
    return settings;
}

imaging::TileOptions tileOptions(const models::SmolVLMPictureSettings& settings) {
    return {.longestPx = settings.longest_edge,
            .tilePx = settings.tile_edge,
            .splits = settings.do_image_splitting,
            .filter = filterOf(settings.resample),
            .mean = settings.image_mean,
            .deviation = settings.image_std};
}

std::unique_ptr<tokenizers::ByteLevelTokenizer> tokenizerOf(const fs::path& folder) {
    return std::make_unique<tokenizers::ByteLevelTokenizer>(
        nn::valueOrThrow(tokenizers::ByteLevelTokenizer::fromFolder(folder)));
}

/// nullopt where the folder has no such file.
std::optional<pipelines::Familiarity> familiarityOf(const fs::path& folder, std::int64_t width, TensorFiles& files) {
    const auto file = folder / pipelines::Familiarity::kFileName;
    if (!isThere(file)) {
        return {};
    }
    const auto index = nn::valueOrThrow(checkpoint::readSafetensorsIndex(file));
    const auto read = [&](const char* name, const std::vector<std::int64_t>& shape) {
        const auto* record = index.find(name);
        if (record == nullptr || record->type != checkpoint::ElementType::F32 || record->shape != shape) {
            throw nn::Failure(ErrorCode::KeysMismatch, file.string() + ": the tensor \"" + name +
                                                           "\" is missing or not of the width of this model's eyes.");
        }
        return files.read(index, *record).clone();
    };
    const auto both = 2 * width;  // mean and deviation
    auto mean = read("mean", {both});
    auto precision = read("precision", {both, both});
    const double limit = read("limit", {1}).item<double>();
    if (!(limit > 0) || !mean.isfinite().all().item<bool>() || !precision.isfinite().all().item<bool>()) {
        throw nn::Failure(ErrorCode::FileDamaged, file.string() + ": its numbers are not finite, or its limit is not above 0.");
    }
    return pipelines::Familiarity(std::move(mean), std::move(precision), limit);
}

// The small files come first: what is wrong with them is told before gigabytes are read.

std::unique_ptr<pipelines::DescriptionModel> loadQwen3VL(
    const checkpoint::ModelDescription& description, LoadContext& context) {
    const auto& component = *description.qwen3_vl;
    pipelines::Qwen3VLParts parts;
    parts.tokenizer = tokenizerOf(description.path);
    parts.format = qwenFormatOf(description.path);
    parts.patches = patchOptions(pictureSettings<models::Qwen2VLPictureSettings>(description.path));
    parts.settings = generationSettings(description.path, component.config.eos_token_id);
    parts.familiarity = familiarityOf(description.path, component.config.vision.out_hidden_size, context.files);
    parts.model = build<models::Qwen3VL>(context, component, nullptr);
    requireClean(context.report, description);
    return std::make_unique<pipelines::Qwen3VLDescriber>(std::move(parts));
}

std::unique_ptr<pipelines::DescriptionModel> loadSmolVLM(
    const checkpoint::ModelDescription& description, LoadContext& context) {
    const auto& component = *description.smolvlm;
    const auto chatTemplate = chatTemplateOf(description.path);
    if (!chatTemplate.empty() && !pipelines::isSmolVLMTemplate(chatTemplate)) {
        throw unknownTemplate(description.path);
    }
    pipelines::SmolVLMParts parts;
    parts.tokenizer = tokenizerOf(description.path);
    parts.tiles = tileOptions(pictureSettings<models::SmolVLMPictureSettings>(description.path));
    parts.settings = generationSettings(description.path, component.config.eos_token_id);
    parts.model = build<models::SmolVLM>(context, component, nullptr);
    requireClean(context.report, description);
    return std::make_unique<pipelines::SmolVLMDescriber>(std::move(parts));
}

}  // namespace

std::unique_ptr<pipelines::DescriptionModel> loadDescriptionModel(
    const checkpoint::ModelDescription& description, at::Device device, at::ScalarType type,
    const std::stop_token& stop, const ProgressSink& progress) {
    TensorFiles files;
    LoadContext context{files, type, device, stop, progressTeller(bytesOf(description), progress),
                        {}};
    auto model = description.qwen3_vl ? loadQwen3VL(description, context)
                                      : loadSmolVLM(description, context);
    files.requireUnchanged();
    return model;
}

}  // namespace limn::loading
