// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/sdcpp_json.h"

#include "core/metadata/json_fields.h"

namespace limn {

namespace {

constexpr std::size_t kMostLoras = 100;

template <class T>
void replaceIfSaid(std::optional<T>& target, std::optional<T> said) {
    if (said) {
        target = said;
    }
}

void replaceIfSaid(std::string& target, std::string said) {
    if (!said.empty()) {
        target = std::move(said);
    }
}

void readSampling(const nlohmann::json& sampling, GenerationData& data) {
    replaceIfSaid(data.steps, countOf(sampling, {"steps", "sample_steps"}));
    const std::string method = textOf(sampling, {"method", "sample_method"});
    const std::string schedule = textOf(sampling, {"scheduler"});
    const bool isSaid = !schedule.empty() && schedule != "discrete" && schedule != "default";
    replaceIfSaid(data.scheduler, isSaid && !method.empty() ? method + " " + schedule : method);
    if (const nlohmann::json* guidance = fieldOf(sampling, {"guidance"})) {
        replaceIfSaid(data.guidanceScale, realOf(*guidance, {"txt_cfg"}));
    }
}

}  // namespace

void readSdcppJson(std::string_view text, GenerationData& data) {
    const nlohmann::json json = parseForeignJson(text);
    if (!textOf(json, {"schema"}).starts_with("sdcpp.image.params/")) {
        return;
    }
    data.dialect = MetadataDialect::StableDiffusionCpp;
    if (const nlohmann::json* prompt = fieldOf(json, {"prompt"})) {
        replaceIfSaid(data.prompt, textOf(*prompt, {"positive"}));
        replaceIfSaid(data.negativePrompt, textOf(*prompt, {"negative"}));
    }
    replaceIfSaid(data.seed, unsignedOf(json, {"seed"}));
    replaceIfSaid(data.widthPx, countOf(json, {"width"}));
    replaceIfSaid(data.heightPx, countOf(json, {"height"}));
    replaceIfSaid(data.strength, realOf(json, {"strength"}));
    replaceIfSaid(data.clipSkip, countOf(json, {"clip_skip"}));
    if (const nlohmann::json* sampling = fieldOf(json, {"sampling"})) {
        readSampling(*sampling, data);
    }
    if (const nlohmann::json* models = fieldOf(json, {"models"})) {
        replaceIfSaid(data.model, modelStem(textOf(*models, {"model", "diffusion_model"})));
        replaceIfSaid(data.vae, modelStem(textOf(*models, {"vae"})));
    }
    if (const nlohmann::json* generator = fieldOf(json, {"generator"})) {
        const std::string version = textOf(*generator, {"version"});
        replaceIfSaid(data.program,
                      textOf(*generator, {"name"}) + (version.empty() ? "" : " " + version));
    }
    if (const nlohmann::json* loras = fieldOf(json, {"loras"}); loras && loras->is_array()) {
        data.loras.clear();
        for (const nlohmann::json& lora : *loras) {
            if (lora.is_object() && data.loras.size() < kMostLoras) {
                data.loras.push_back(
                    {modelStem(textOf(lora, {"name"})), realOf(lora, {"multiplier"}), {}});
            }
        }
    }
}

}  // namespace limn
