// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/a1111_text.h"

#include "core/metadata/json_fields.h"
#include "core/metadata/scheduler_names.h"
#include "core/metadata/sdcpp_json.h"
#include "core/metadata/settings_line.h"

#include <algorithm>
#include <cstdio>

namespace limn {

namespace {

constexpr std::string_view kNegativePrompt = "Negative prompt:";
constexpr std::size_t kFewestSettings = 3;  // fewer is a sentence that happens to hold a colon
constexpr std::size_t kMostLoras = 100;

std::string_view withoutSpaceAround(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

/// Where the line of settings begins: the last line, or the last one that begins with "Steps:".
std::size_t settingsBegin(std::string_view text) {
    const std::size_t lastBreak = text.rfind('\n');
    const std::size_t lastLine = lastBreak == std::string_view::npos ? 0 : lastBreak + 1;
    if (text.substr(lastLine).starts_with("Steps:")) {
        return lastLine;
    }
    if (const std::size_t found = text.rfind("\nSteps: "); found != std::string_view::npos) {
        return found + 1;
    }
    return lastLine;
}

void splitPrompts(std::string_view text, GenerationData& data) {
    std::size_t at = text.starts_with(kNegativePrompt) ? 0 : text.find("\nNegative prompt:");
    if (at != std::string_view::npos && at != 0) {
        ++at;  // the line feed
    }
    if (at == std::string_view::npos) {
        data.prompt = withoutSpaceAround(text);
        return;
    }
    data.prompt = withoutSpaceAround(text.substr(0, at));
    data.negativePrompt = withoutSpaceAround(text.substr(at + kNegativePrompt.size()));
}

void readSize(std::string_view value, GenerationData& data) {
    const std::size_t cross = value.find('x');
    if (cross != std::string_view::npos) {
        data.widthPx = countFromText(value.substr(0, cross));
        data.heightPx = countFromText(value.substr(cross + 1));
    }
}

/// "name: hash, name: hash".
void readLoraHashes(std::string_view value, std::vector<UsedLora>& loras) {
    while (!value.empty()) {
        const std::size_t comma = std::min(value.find(','), value.size());
        const std::string_view entry = value.substr(0, comma);
        const std::size_t colon = entry.rfind(':');
        if (colon != std::string_view::npos) {
            const std::string_view name = withoutSpaceAround(entry.substr(0, colon));
            const std::string_view hash = withoutSpaceAround(entry.substr(colon + 1));
            const auto known = std::find_if(loras.begin(), loras.end(),
                                            [&](const UsedLora& l) { return l.name == name; });
            if (known != loras.end()) {
                known->hash = hash;
            } else if (loras.size() < kMostLoras && !name.empty()) {
                loras.push_back({std::string(name), std::nullopt, std::string(hash)});
            }
        }
        value.remove_prefix(std::min(comma + 1, value.size()));
    }
}

std::string schedulerOf(const SettingsLine& settings) {
    std::string sampler = settings.value("Sampler");
    const std::string schedule = settings.value("Schedule type");
    const bool isSaid =
        !schedule.empty() && schedule != "Automatic" && sampler.find(schedule) == std::string::npos;
    return isSaid && !sampler.empty() ? sampler + " " + schedule : sampler;
}

/// The program, with its version. Who imitates A1111 names itself in "App" or in the version.
std::string programOf(const SettingsLine& settings) {
    const std::string app = settings.value("App");
    const std::string version = settings.value("Version");
    if (app.empty() || version.empty()) {
        return app.empty() ? version : app;
    }
    return app + " " + version;
}

void readSettings(const SettingsLine& settings, GenerationData& data) {
    data.steps = countFromText(settings.value("Steps"));
    data.scheduler = schedulerOf(settings);
    data.guidanceScale = realFromText(settings.value("CFG scale"));
    data.seed = unsignedFromText(settings.value("Seed"));
    readSize(settings.value("Size"), data);
    data.model = settings.value("Model");
    data.modelHash = settings.value("Model hash");
    data.vae = settings.value("VAE");
    data.upscale = realFromText(settings.value("Postprocess upscale by"));
    data.strength = realFromText(settings.value("Denoising strength"));
    data.clipSkip = countFromText(settings.value("Clip skip"));
    data.promptTemplate = settings.value("Template");
    data.negativePromptTemplate = settings.value("Negative Template");
    data.program = programOf(settings);
    readLoraHashes(settings.value("Lora hashes"), data.loras);
}

}  // namespace

std::optional<GenerationData> readA1111Text(std::string_view text) {
    text = withoutSpaceAround(text);
    const std::size_t begin = settingsBegin(text);
    const SettingsLine settings(text.substr(begin));
    const bool hasSettings = settings.size() >= kFewestSettings ||
                             (settings.size() > 0 && text.substr(begin).starts_with("Steps:"));
    if (!hasSettings) {
        return std::nullopt;
    }
    GenerationData data;
    data.dialect = MetadataDialect::A1111;
    splitPrompts(text.substr(0, begin), data);
    readLoraTags(data.prompt, data.loras);
    readSettings(settings, data);
    if (data.program.find("stable-diffusion.cpp") != std::string::npos) {
        data.dialect = MetadataDialect::StableDiffusionCpp;
    }
    if (const std::string json = settings.value("SDCPP"); !json.empty()) {
        readSdcppJson(json, data);
    }
    return data;
}

void readLoraTags(std::string_view prompt, std::vector<UsedLora>& loras) {
    constexpr std::string_view kOpening = "<lora:";
    constexpr std::size_t kLongestTag = 400;
    for (std::size_t at = prompt.find(kOpening); at != std::string_view::npos;
         at = prompt.find(kOpening, at + 1)) {
        const std::string_view rest = prompt.substr(at + kOpening.size(), kLongestTag);
        const std::size_t end = rest.find('>');
        if (end == std::string_view::npos || loras.size() >= kMostLoras) {
            continue;
        }
        const std::string_view tag = rest.substr(0, end);
        const std::size_t colon = tag.find(':');
        const std::string_view name = tag.substr(0, colon);
        std::optional<double> scale;
        if (colon != std::string_view::npos) {
            const std::string_view numbers = tag.substr(colon + 1);
            scale = realFromText(numbers.substr(0, numbers.find(':')));
        }
        if (!name.empty()) {
            loras.push_back({std::string(name), scale, {}});
        }
    }
}

std::string writeA1111Text(const GenerationData& data) {
    std::string text = data.prompt;
    for (const UsedLora& lora : data.loras) {
        text += std::string(text.empty() ? "" : " ") + "<lora:" + lora.name + ":" +
                shortNumber(lora.scale.value_or(1)) + ">";
    }
    text += "\n";
    if (!data.negativePrompt.empty()) {
        text += "Negative prompt: " + data.negativePrompt + "\n";
    }
    SettingsWriter settings;
    if (data.steps) {
        settings.add("Steps", std::to_string(*data.steps));
    }
    settings.add("Sampler", a1111SchedulerName(data.scheduler));
    if (data.guidanceScale) {
        settings.add("CFG scale", shortNumber(*data.guidanceScale));
    }
    if (data.seed) {
        settings.add("Seed", std::to_string(*data.seed));
    }
    if (data.widthPx && data.heightPx) {
        settings.add("Size", std::to_string(*data.widthPx) + "x" + std::to_string(*data.heightPx));
    }
    settings.add("Model hash", data.modelHash.substr(0, 10));
    settings.add("Model", data.model);
    settings.add("VAE", data.vae);
    if (data.strength) {
        settings.add("Denoising strength", shortNumber(*data.strength));
    }
    if (data.clipSkip && *data.clipSkip > 1) {
        settings.add("Clip skip", std::to_string(*data.clipSkip));
    }
    if (data.upscale) {
        settings.add("Postprocess upscale by", shortNumber(*data.upscale));
    }
    settings.add("Template", data.promptTemplate);
    settings.add("Negative Template", data.negativePromptTemplate);
    settings.add("Version", data.program);
    return text + std::move(settings).text();
}

}  // namespace limn
