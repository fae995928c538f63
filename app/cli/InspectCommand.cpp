// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/InspectCommand.h"

#include "app/cli/architecture_json.h"
#include "app/cli/cancellable.h"
#include "app/cli/inspect_path.h"
#include "app/cli/json_text.h"
#include "app/cli/option_values.h"
#include "core/base/display_text.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <utility>

namespace limn::cli {
namespace {

constexpr std::size_t kLongestShownValue = 400;
constexpr std::size_t kLongestShownKey = 4096;  // a name has at most 1024 bytes, four times as many once shown
constexpr std::size_t kMostShownMetadata = 40;
constexpr std::size_t kMostShownProblems = 20;

template <class T>
nlohmann::ordered_json orNull(const std::optional<T>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json jsonOf(const GenerationData& data) {
    nlohmann::ordered_json json{{"prompt", data.prompt},
                                {"negative_prompt", data.negativePrompt},
                                {"seed", orNull(data.seed)},
                                {"steps", orNull(data.steps)},
                                {"guidance_scale", orNull(data.guidanceScale)},
                                {"scheduler", data.scheduler},
                                {"model", data.model},
                                {"dialect", dialectName(data.dialect)}};
    // What not every dialect has is there only if the file says it.
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty()) {
            json[key] = value;
        }
    };
    add("program", data.program);
    add("model_hash", data.modelHash);
    add("vae", data.vae);
    if (data.task) {
        json["task"] = taskName(*data.task);
    }
    if (data.widthPx && data.heightPx) {
        json["width"] = *data.widthPx;
        json["height"] = *data.heightPx;
    }
    if (data.upscale) {
        json["upscale"] = *data.upscale;
    }
    if (data.strength) {
        json["strength"] = *data.strength;
    }
    if (data.clipSkip) {
        json["clip_skip"] = *data.clipSkip;
    }
    for (const UsedLora& lora : data.loras) {
        json["loras"].push_back({{"name", lora.name}, {"scale", orNull(lora.scale)}});
    }
    add("prompt_template", data.promptTemplate);
    add("negative_prompt_template", data.negativePromptTemplate);
    if (data.startPicture) {
        json["start_picture"] = {{"name", data.startPicture->name},
                                 {"sha256", data.startPicture->sha256}};
    }
    return json;
}

nlohmann::ordered_json jsonOf(const std::vector<checkpoint::WrongShape>& wrongShapes) {
    auto json = nlohmann::ordered_json::array();
    for (const checkpoint::WrongShape& wrong : wrongShapes) {
        json.push_back({{"component", wrong.component},
                        {"file", wrong.file},
                        {"key", displayText(wrong.key)},
                        {"expected", wrong.expected},
                        {"found", wrong.found}});
    }
    return json;
}

nlohmann::ordered_json shownKeys(const std::vector<std::string>& keys) {
    auto json = nlohmann::ordered_json::array();
    for (const std::string& key : keys) {
        json.push_back(displayText(key, kLongestShownKey));
    }
    return json;
}

nlohmann::ordered_json jsonOf(const InspectReport& report) {
    nlohmann::ordered_json json{{"path", report.path.string()},
                                {"kind", report.kind},
                                {"format", report.format},
                                {"architecture", report.architecture},
                                {"family", familyJson(report.family)},
                                {"parameters", report.parameters},
                                {"dtypes", report.dtypes},
                                {"tensors", report.tensors},
                                {"metadata", report.metadata},
                                {"problems", report.problems}};
    for (const auto& [name, keys] :
         {std::pair("missing", &report.missing), std::pair("unexpected", &report.unexpected)}) {
        if (*keys) {
            json[name] = shownKeys(**keys);
        }
    }
    if (report.wrongShapes) {
        json["wrong_shape"] = jsonOf(*report.wrongShapes);
    }
    if (report.picture) {
        json["width"] = report.picture->widthPx;
        json["height"] = report.picture->heightPx;
        const auto& generation = report.picture->generation;
        json["generation"] = generation ? jsonOf(*generation) : nlohmann::ordered_json();
    }
    return json;
}

/// Prints "  title   value" lines.
class Sheet {
public:
    explicit Sheet(Console& console) : m_console(console) {}

    void add(const std::string& title, const std::string& value) {
        if (!value.empty()) {
            char head[40];
            std::snprintf(head, sizeof head, "  %-17s ", displayText(title, 30).c_str());
            m_console.printResult(head + displayText(value, kLongestShownValue));
        }
    }

private:
    Console& m_console;
};

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

std::string shortNumber(const std::optional<double>& value) {
    char text[32] = "";
    if (value) {
        std::snprintf(text, sizeof text, "%g", *value);
    }
    return text;
}

void printGeneration(Sheet& sheet, const GenerationData& data) {
    sheet.add("prompt", data.prompt);
    sheet.add("negative prompt", data.negativePrompt);
    sheet.add("seed", data.seed ? std::to_string(*data.seed) : "");
    sheet.add("steps", data.steps ? std::to_string(*data.steps) : "");
    sheet.add("guidance scale", shortNumber(data.guidanceScale));
    sheet.add("scheduler", data.scheduler);
    sheet.add("model", data.model);
    for (const UsedLora& lora : data.loras) {
        sheet.add("LoRA", lora.name + (lora.scale ? " × " + shortNumber(lora.scale) : ""));
    }
    sheet.add("strength", shortNumber(data.strength));
    if (data.startPicture) {
        sheet.add("made from", data.startPicture->name);
    }
    sheet.add("program", data.program);
    sheet.add("dialect", dialectName(data.dialect));
}

void printReadable(Console& console, const InspectReport& report) {
    console.printResult(report.path.string());
    Sheet sheet(console);
    sheet.add("kind", report.kind);
    sheet.add("format", report.format);
    sheet.add("architecture", report.architecture);
    if (report.tensors > 0) {
        sheet.add("parameters", grouped(report.parameters));
        std::string types;
        for (const auto& [type, count] : report.dtypes) {
            types += (types.empty() ? "" : ", ") + std::to_string(count) + " × " + type;
        }
        sheet.add("tensors", grouped(report.tensors) + (types.empty() ? "" : " (" + types + ")"));
    }
    if (report.picture) {
        sheet.add("size", std::to_string(report.picture->widthPx) + " × " +
                              std::to_string(report.picture->heightPx));
        if (report.picture->generation) {
            printGeneration(sheet, *report.picture->generation);
        }
    }
    std::size_t shown = 0;
    for (const auto& [key, value] : report.metadata) {
        if (++shown > kMostShownMetadata) {
            sheet.add("…", std::to_string(report.metadata.size() - kMostShownMetadata) +
                               " more; see --json");
            break;
        }
        // PyTorch's own "format: pt" is not the format of the line above.
        sheet.add(key == "format" ? "format (metadata)" : key, value);
    }
    for (std::size_t i = 0; i < report.problems.size() && i <= kMostShownProblems; ++i) {
        sheet.add("problem",
                  i < kMostShownProblems ? report.problems[i] : "… and more; see --json");
    }
}

Outcome<InspectReport> inspectOne(const std::string& path, const std::stop_token& stop,
                                  const checkpoint::KeyCheck& checkKeys) {
    auto report = inspectPath(path, stop, checkKeys);
    if (stop.stop_requested()) {
        return Cancelled{};
    }
    return report ? Outcome<InspectReport>(std::move(*report))
                  : Outcome<InspectReport>(report.error());
}

}  // namespace

void InspectCommand::declare(CLI::App& program) {
    m_app = program.add_subcommand(
        "inspect", "Says what a model file, model folder or picture is; runs nothing of it");
    m_app->footer(m_app->get_footer() + kArchitectureHelp);
    m_paths = addPlainArguments(
        *m_app, "PATH", -1,
        "Model files (.safetensors, .ckpt, .gguf), model folders, LoRAs, pictures");
    m_common.emplace(*m_app);
}

ExitCode InspectCommand::run(const CommonOptions& common, CommandContext& context) {
    const std::vector<std::string> paths = rawTextsOf(m_paths);
    if (paths.empty()) {
        context.console.printError(
            "PATH is missing: give a file or folder. See 'limn inspect --help'.");
        return ExitCode::WrongUsage;
    }
    JobRunner runner;
    ExitCode code = ExitCode::Done;
    for (const std::string& path : paths) {
        const auto outcome = runCancellably<InspectReport>(
            runner, context.interrupts, context.console,
            [&](std::stop_token stop) { return inspectOne(path, stop, context.checkKeys); });
        if (outcome.isCancelled()) {
            context.console.printNote("Cancelled.");
            return ExitCode::Cancelled;
        }
        InspectReport report;
        if (outcome.isFailed()) {
            code = ExitCode::Failed;
            context.console.printError(outcome.error().message);
            if (!common.isJson) {
                continue;
            }
            report.path = path;
            report.problems.push_back(outcome.error().message);
        } else {
            report = outcome.value();
        }
        if (common.isJson) {
            context.console.printResult(jsonText(jsonOf(report)));
        } else {
            printReadable(context.console, report);
        }
    }
    return code;
}

}  // namespace limn::cli
