// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/limn_json.h"

#include "core/metadata/json_fields.h"

#include <algorithm>

namespace limn {

namespace {

constexpr std::string_view kSchema = "limn.generation/1";
constexpr std::string_view kSchemaFamily = "limn.generation/";
constexpr std::size_t kMostLoras = 100;
constexpr std::size_t kMostLineage = 64;
constexpr std::size_t kMostVersions = 64;

using Json = nlohmann::ordered_json;

void putText(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) {
        json[key] = text;
    }
}

template <class T>
void put(Json& json, const char* key, const std::optional<T>& value) {
    if (value) {
        json[key] = *value;
    }
}

void putModel(Json& json, const GenerationData& data) {
    Json model = Json::object();
    putText(model, "name", data.model);
    putText(model, "sha256", data.modelHash);
    putText(model, "architecture", data.architecture);
    putText(model, "vae", data.vae);
    if (!model.empty()) {
        json["model"] = std::move(model);
    }
    for (const UsedLora& lora : data.loras) {
        Json entry = {{"name", lora.name}};
        put(entry, "scale", lora.scale);
        putText(entry, "sha256", lora.hash);
        json["loras"].push_back(std::move(entry));
    }
}

void putSources(Json& json, const GenerationData& data) {
    if (data.startPicture) {
        Json start = Json::object();
        putText(start, "name", data.startPicture->name);
        putText(start, "sha256", data.startPicture->sha256);
        if (!data.startPicture->lineage.empty()) {
            start["lineage"] = data.startPicture->lineage;
        }
        json["start_picture"] = std::move(start);
    }
    if (!data.maskSha256.empty()) {
        json["mask"] = {{"sha256", data.maskSha256}};
    }
}

void readSources(const nlohmann::json& json, GenerationData& data) {
    if (const nlohmann::json* start = fieldOf(json, {"start_picture"});
        start && start->is_object()) {
        SourcePicture picture{textOf(*start, {"name"}), textOf(*start, {"sha256"}), {}};
        if (const nlohmann::json* lineage = fieldOf(*start, {"lineage"});
            lineage && lineage->is_array()) {
            for (const nlohmann::json& hash : *lineage) {
                if (hash.is_string() && picture.lineage.size() < kMostLineage) {
                    picture.lineage.push_back(hash.get<std::string>());
                }
            }
        }
        data.startPicture = std::move(picture);
    }
    if (const nlohmann::json* mask = fieldOf(json, {"mask"})) {
        data.maskSha256 = textOf(*mask, {"sha256"});
    }
}

void readModel(const nlohmann::json& json, GenerationData& data) {
    if (const nlohmann::json* model = fieldOf(json, {"model"})) {
        data.model = textOf(*model, {"name"});
        data.modelHash = textOf(*model, {"sha256"});
        data.architecture = textOf(*model, {"architecture"});
        data.vae = textOf(*model, {"vae"});
    }
    if (const nlohmann::json* loras = fieldOf(json, {"loras"}); loras && loras->is_array()) {
        for (const nlohmann::json& lora : *loras) {
            if (data.loras.size() < kMostLoras && lora.is_object()) {
                data.loras.push_back(
                    {textOf(lora, {"name"}), realOf(lora, {"scale"}), textOf(lora, {"sha256"})});
            }
        }
    }
}

}  // namespace

std::string writeLimnJson(const GenerationData& data) {
    Json json = {{"schema", kSchema}};
    putText(json, "program", data.program);
    if (data.task) {
        json["task"] = taskName(*data.task);
    }
    json["prompt"] = data.prompt;
    putText(json, "negative_prompt", data.negativePrompt);
    putText(json, "prompt_template", data.promptTemplate);
    putText(json, "negative_prompt_template", data.negativePromptTemplate);
    put(json, "seed", data.seed);
    put(json, "steps", data.steps);
    put(json, "guidance_scale", data.guidanceScale);
    putText(json, "scheduler", data.scheduler);
    put(json, "width", data.widthPx);
    put(json, "height", data.heightPx);
    put(json, "upscale", data.upscale);
    put(json, "strength", data.strength);
    put(json, "clip_skip", data.clipSkip);
    putModel(json, data);
    putSources(json, data);
    putText(json, "device", data.device);
    putText(json, "dtype", data.dtype);
    if (!data.versions.empty()) {
        json["versions"] = data.versions;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<GenerationData> readLimnJson(std::string_view text) {
    const nlohmann::json json = parseForeignJson(text);
    const std::string schema = textOf(json, {"schema"});
    if (!schema.starts_with(kSchemaFamily)) {
        return Error{
            ErrorCode::FileDamaged,
            "Limn's own text in the picture cannot be read: it is not a JSON object of the "
            "schema limn.generation.",
            {}};
    }
    GenerationData data;
    data.dialect = MetadataDialect::Limn;
    data.program = textOf(json, {"program"});
    const std::string task = textOf(json, {"task"});
    for (const GenerationTask known :
         {GenerationTask::TextToImage, GenerationTask::ImageToImage, GenerationTask::Inpaint}) {
        if (task == taskName(known)) {
            data.task = known;
        }
    }
    data.prompt = textOf(json, {"prompt"});
    data.negativePrompt = textOf(json, {"negative_prompt"});
    data.promptTemplate = textOf(json, {"prompt_template"});
    data.negativePromptTemplate = textOf(json, {"negative_prompt_template"});
    data.seed = unsignedOf(json, {"seed"});
    data.steps = countOf(json, {"steps"});
    data.guidanceScale = realOf(json, {"guidance_scale"});
    data.scheduler = textOf(json, {"scheduler"});
    data.widthPx = countOf(json, {"width"});
    data.heightPx = countOf(json, {"height"});
    data.upscale = realOf(json, {"upscale"});
    data.strength = realOf(json, {"strength"});
    data.clipSkip = countOf(json, {"clip_skip"});
    readModel(json, data);
    readSources(json, data);
    data.device = textOf(json, {"device"});
    data.dtype = textOf(json, {"dtype"});
    if (const nlohmann::json* versions = fieldOf(json, {"versions"});
        versions && versions->is_object()) {
        for (const auto& [name, version] : versions->items()) {
            if (version.is_string() && data.versions.size() < kMostVersions) {
                data.versions[name] = version.get<std::string>();
            }
        }
    }
    return data;
}

}  // namespace limn
