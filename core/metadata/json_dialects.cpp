// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/json_dialects.h"

#include "core/metadata/a1111_text.h"
#include "core/metadata/json_fields.h"

#include <algorithm>

namespace limn {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostLoras = 100;

/// NovelAI 4: a caption of the whole, and one for each figure, which it writes with a bar between.
std::string novelAiCaption(const Json& json, const char* key) {
    const Json* prompt = fieldOf(json, {key});
    const Json* caption = prompt == nullptr ? nullptr : fieldOf(*prompt, {"caption"});
    if (caption == nullptr) {
        return {};
    }
    std::string text = textOf(*caption, {"base_caption"});
    if (const Json* figures = fieldOf(*caption, {"char_captions"});
        figures && figures->is_array()) {
        for (const Json& figure : *figures) {
            if (const std::string words = textOf(figure, {"char_caption"}); !words.empty()) {
                text += " | " + words;
            }
        }
    }
    return text;
}

/// "(896, 1152)" or "896x1152" or "896×1152".
void readResolution(std::string_view text, GenerationData& data) {
    const auto isDigit = [](char c) {
        return c >= '0' && c <= '9';
    };
    const auto* begin = std::find_if(text.begin(), text.end(), isDigit);
    const auto* end = std::find_if_not(begin, text.end(), isDigit);
    const auto* secondBegin = std::find_if(end, text.end(), isDigit);
    const auto* secondEnd = std::find_if_not(secondBegin, text.end(), isDigit);
    data.widthPx = countFromText({begin, static_cast<std::size_t>(end - begin)});
    data.heightPx = countFromText({secondBegin, static_cast<std::size_t>(secondEnd - secondBegin)});
}

/// Fooocus: "lora_combined_1": "name.safetensors : 0.5", or "loras": [["name", 0.5, "hash"]].
void readFooocusLoras(const Json& json, GenerationData& data) {
    if (const Json* loras = fieldOf(json, {"loras"}); loras && loras->is_array()) {
        for (const Json& lora : *loras) {
            if (lora.is_array() && lora.size() >= 2 && lora[0].is_string() &&
                data.loras.size() < kMostLoras) {
                const Json hash = lora.size() > 2 ? Json{{"h", lora[2]}} : Json::object();
                data.loras.push_back({modelStem(lora[0].get_ref<const std::string&>()),
                                      realOf({{"w", lora[1]}}, {"w"}), textOf(hash, {"h"})});
            }
        }
        return;
    }
    for (const auto& [key, value] : json.items()) {
        const bool isLora = key.starts_with("lora_combined_") || key.starts_with("LoRA ");
        if (!isLora || !value.is_string() || data.loras.size() >= kMostLoras) {
            continue;
        }
        const std::string_view text = value.get_ref<const std::string&>();
        const std::size_t colon = text.rfind(" : ");
        if (colon != std::string_view::npos) {
            data.loras.push_back(
                {modelStem(text.substr(0, colon)), realFromText(text.substr(colon + 3)), {}});
        }
    }
}

}  // namespace

std::optional<GenerationData> readNovelAi(const Json& json, std::string_view source) {
    const bool isOurs = fieldOf(json, {"uc", "v4_prompt", "request_type"}) != nullptr &&
                        fieldOf(json, {"prompt", "v4_prompt"}) != nullptr;
    if (!isOurs) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::NovelAi;
    data.program = "NovelAI";
    data.prompt = novelAiCaption(json, "v4_prompt");
    if (data.prompt.empty()) {
        data.prompt = textOf(json, {"prompt"});
    }
    data.negativePrompt = novelAiCaption(json, "v4_negative_prompt");
    if (data.negativePrompt.empty()) {
        data.negativePrompt = textOf(json, {"uc"});
    }
    data.seed = unsignedOf(json, {"seed"});
    data.steps = countOf(json, {"steps"});
    data.guidanceScale = realOf(json, {"scale"});
    data.scheduler = textOf(json, {"sampler"});
    const std::string schedule = textOf(json, {"noise_schedule"});
    if (!schedule.empty() && schedule != "native" && !data.scheduler.empty()) {
        data.scheduler += " " + schedule;
    }
    data.widthPx = countOf(json, {"width"});
    data.heightPx = countOf(json, {"height"});
    data.model = source;
    const std::string request = textOf(json, {"request_type"});
    if (request == "Img2ImgRequest" || request == "NativeInfillingRequest") {
        data.task =
            request == "Img2ImgRequest" ? GenerationTask::ImageToImage : GenerationTask::Inpaint;
        data.strength = realOf(json, {"strength"});
    } else if (!request.empty()) {
        data.task = GenerationTask::TextToImage;
    }
    return data;
}

std::optional<GenerationData> readFooocus(const Json& json) {
    const bool isOurs = fieldOf(json, {"base_model", "Base Model", "metadata_scheme",
                                       "base_model_name"}) != nullptr &&
                        fieldOf(json, {"prompt", "Prompt"}) != nullptr;
    if (!isOurs) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::Fooocus;
    data.program = textOf(json, {"version", "Version", "software"});
    data.prompt = textOf(json, {"prompt", "Prompt"});
    data.negativePrompt = textOf(json, {"negative_prompt", "Negative Prompt"});
    data.seed = unsignedOf(json, {"seed", "Seed"});
    data.steps = countOf(json, {"steps", "Steps"});
    data.guidanceScale = realOf(json, {"guidance_scale", "Guidance Scale", "cfg"});
    data.scheduler = textOf(json, {"sampler", "Sampler", "sampler_name"});
    const std::string schedule = textOf(json, {"scheduler", "Scheduler"});
    if (!schedule.empty() && !data.scheduler.empty() && schedule != "normal") {
        data.scheduler += " " + schedule;
    }
    data.model = modelStem(textOf(json, {"base_model", "Base Model", "base_model_name"}));
    data.modelHash = textOf(json, {"base_model_hash", "Base Model Hash"});
    data.vae = modelStem(textOf(json, {"vae", "VAE"}));
    data.clipSkip = countOf(json, {"clip_skip", "CLIP Skip"});
    readResolution(textOf(json, {"resolution", "Resolution"}), data);
    if (!data.widthPx) {
        data.widthPx = countOf(json, {"width"});
        data.heightPx = countOf(json, {"height"});
    }
    readFooocusLoras(json, data);
    return data;
}

std::optional<GenerationData> readSwarm(const Json& json) {
    const Json* found = fieldOf(json, {"sui_image_params"});
    if (found == nullptr || !found->is_object()) {
        return std::nullopt;
    }
    const Json& params = *found;
    GenerationData data;
    data.dialect = MetadataDialect::SwarmUi;
    const std::string version = textOf(params, {"swarm_version"});
    data.program = version.empty() ? "SwarmUI" : "SwarmUI " + version;
    data.prompt = textOf(params, {"prompt"});
    data.negativePrompt = textOf(params, {"negativeprompt"});
    data.promptTemplate = textOf(params, {"original_prompt"});
    data.negativePromptTemplate = textOf(params, {"original_negativeprompt"});
    data.seed = unsignedOf(params, {"seed"});
    data.steps = countOf(params, {"steps"});
    data.guidanceScale = realOf(params, {"cfgscale"});
    data.widthPx = countOf(params, {"width"});
    data.heightPx = countOf(params, {"height"});
    data.scheduler = textOf(params, {"sampler", "comfyuisampler"});
    const std::string schedule = textOf(params, {"scheduler", "comfyuischeduler"});
    if (!schedule.empty() && !data.scheduler.empty() && schedule != "normal") {
        data.scheduler += " " + schedule;
    }
    data.model = modelStem(textOf(params, {"model"}));
    data.vae = modelStem(textOf(params, {"vae"}));
    data.strength = realOf(params, {"initimagecreativity"});
    const Json* loras = fieldOf(params, {"loras"});
    const Json* weights = fieldOf(params, {"loraweights"});
    for (std::size_t i = 0; loras && loras->is_array() && i < std::min(loras->size(), kMostLoras);
         ++i) {
        const bool isSaid = weights && weights->is_array() && i < weights->size();
        if ((*loras)[i].is_string()) {
            data.loras.push_back({modelStem((*loras)[i].get_ref<const std::string&>()),
                                  isSaid ? realOf({{"w", (*weights)[i]}}, {"w"}) : std::nullopt,
                                  {}});
        }
    }
    return data;
}

}  // namespace limn
