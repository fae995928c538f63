// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/json_dialects.h"
#include "core/metadata/json_fields.h"

#include <algorithm>

namespace limn {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostLoras = 100;

std::string nameOfModel(const Json* model) {
    if (model == nullptr) {
        return {};
    }
    return model->is_string() ? modelStem(model->get_ref<const std::string&>())
                              : textOf(*model, {"name", "model_name"});
}

std::string programOf(std::string version) {
    if (version.starts_with('v')) {
        version.erase(0, 1);
    }
    return version.empty() ? "InvokeAI" : "InvokeAI " + version;
}

std::optional<GenerationTask> taskOf(std::string_view mode) {
    if (mode.empty()) {
        return std::nullopt;
    }
    if (mode.find("inpaint") != std::string_view::npos ||
        mode.find("outpaint") != std::string_view::npos) {
        return GenerationTask::Inpaint;
    }
    return mode.find("img2img") != std::string_view::npos ? GenerationTask::ImageToImage
                                                          : GenerationTask::TextToImage;
}

/// "a fox [blurry] in snow" -> "a fox in snow" and "blurry".
void splitBrackets(std::string_view text, GenerationData& data) {
    std::size_t depth = 0;
    for (const char c : text) {
        if (c == '[' && depth++ == 0) {
            data.negativePrompt += data.negativePrompt.empty() ? "" : ", ";
        } else if (c == ']' && depth > 0) {
            --depth;
        } else {
            (depth > 0 ? data.negativePrompt : data.prompt).push_back(c);
        }
    }
    while (data.prompt.ends_with(' ')) {
        data.prompt.pop_back();
    }
}

std::string promptOf(const Json& image) {
    const Json* prompt = fieldOf(image, {"prompt"});
    if (prompt == nullptr) {
        return {};
    }
    if (prompt->is_string()) {
        return textOf(image, {"prompt"});
    }
    std::string text;
    if (prompt->is_array()) {
        for (const Json& part : *prompt) {
            const std::string words = textOf(part, {"prompt"});
            text += (text.empty() || words.empty() ? "" : ", ") + words;
        }
    }
    return text;
}

}  // namespace

std::optional<GenerationData> readInvokeMetadata(const Json& json) {
    const bool isOurs =
        fieldOf(json, {"positive_prompt", "generation_mode", "app_version"}) != nullptr;
    if (!isOurs) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::InvokeAi;
    data.program = programOf(textOf(json, {"app_version"}));
    data.task = taskOf(textOf(json, {"generation_mode"}));
    data.prompt = textOf(json, {"positive_prompt"});
    data.negativePrompt = textOf(json, {"negative_prompt"});
    data.seed = unsignedOf(json, {"seed"});
    data.steps = countOf(json, {"steps"});
    data.guidanceScale = realOf(json, {"cfg_scale"});
    data.scheduler = textOf(json, {"scheduler"});
    data.widthPx = countOf(json, {"width"});
    data.heightPx = countOf(json, {"height"});
    data.strength = realOf(json, {"strength"});
    if (const std::optional<double> skipped = realOf(json, {"clip_skip"})) {
        if (*skipped >= 0 && *skipped <= 100) {
            data.clipSkip = static_cast<int>(*skipped) + 1;  // InvokeAI counts the skipped ones
        }
    }
    if (const Json* model = fieldOf(json, {"model"})) {
        data.model = nameOfModel(model);
        data.modelHash = textOf(*model, {"hash"});
        data.architecture = textOf(*model, {"base", "base_model"});
    }
    data.vae = nameOfModel(fieldOf(json, {"vae"}));
    if (const Json* loras = fieldOf(json, {"loras"}); loras && loras->is_array()) {
        for (const Json& lora : *loras) {
            const Json* model = fieldOf(lora, {"model", "lora"});
            if (model != nullptr && data.loras.size() < kMostLoras) {
                data.loras.push_back(
                    {nameOfModel(model), realOf(lora, {"weight"}), textOf(*model, {"hash"})});
            }
        }
    }
    return data;
}

std::optional<GenerationData> readInvokeSdMetadata(const Json& json) {
    const Json* image = fieldOf(json, {"image"});
    if (const Json* images = fieldOf(json, {"images"});
        image == nullptr && images && images->is_array() && !images->empty()) {
        image = &images->front();
    }
    if (image == nullptr || !image->is_object()) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::InvokeAi;
    data.program = programOf(textOf(json, {"app_version"}));
    data.task = taskOf(textOf(*image, {"type"}));
    splitBrackets(promptOf(*image), data);
    if (const std::string negative = textOf(*image, {"negative_prompt"}); !negative.empty()) {
        data.negativePrompt = negative;
    }
    data.seed = unsignedOf(*image, {"seed"});
    data.steps = countOf(*image, {"steps"});
    data.guidanceScale = realOf(*image, {"cfg_scale"});
    data.scheduler = textOf(*image, {"sampler"});
    data.widthPx = countOf(*image, {"width"});
    data.heightPx = countOf(*image, {"height"});
    data.strength = realOf(*image, {"strength"});
    data.model = textOf(json, {"model_weights", "model"});
    data.modelHash = textOf(json, {"model_hash"});
    return data;
}

std::optional<GenerationData> readInvokeDream(std::string_view text) {
    // "a fox [blurry]" -s 50 -S 7 -W 512 -H 512 -C 7.5 -A k_lms
    const std::size_t opening = text.find('"');
    const std::size_t closing = text.rfind('"');
    if (opening == std::string_view::npos || closing <= opening) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::InvokeAi;
    data.program = "InvokeAI";
    splitBrackets(text.substr(opening + 1, closing - opening - 1), data);
    std::string_view rest = text.substr(closing + 1);
    while (rest.size() > 3) {
        const std::size_t dash = rest.find(" -");
        if (dash == std::string_view::npos || dash + 3 >= rest.size()) {
            break;
        }
        const char option = rest[dash + 2];
        rest.remove_prefix(dash + 3);
        const std::string_view value = rest.substr(0, rest.find(" -"));
        switch (option) {
        case 's':
            data.steps = countFromText(value);
            break;
        case 'S':
            data.seed = unsignedFromText(value);
            break;
        case 'W':
            data.widthPx = countFromText(value);
            break;
        case 'H':
            data.heightPx = countFromText(value);
            break;
        case 'C':
            data.guidanceScale = realFromText(value);
            break;
        case 'f':
            data.strength = realFromText(value);
            break;
        case 'A':
            data.scheduler = value.substr(std::min(value.find_first_not_of(' '), value.size()));
            break;
        default:
            break;
        }
    }
    return data;
}

}  // namespace limn
