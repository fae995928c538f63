// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/InspectCommand.h"

#include "app/cli/cancellable.h"
#include "app/cli/inspect_path.h"
#include "app/cli/json_text.h"
#include "app/cli/option_values.h"
#include "core/base/display_text.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace limn::cli {
namespace {

constexpr std::size_t kLongestShownValue = 400;
constexpr std::size_t kMostShownMetadata = 40;
constexpr std::size_t kMostShownProblems = 20;

nlohmann::ordered_json jsonOf(const PictureSettings& settings) {
    nlohmann::ordered_json json{{"prompt", settings.prompt},
                                {"negative_prompt", settings.negativePrompt}};
    json["seed"] =
        settings.seed ? nlohmann::ordered_json(*settings.seed) : nlohmann::ordered_json();
    json["steps"] =
        settings.steps ? nlohmann::ordered_json(*settings.steps) : nlohmann::ordered_json();
    json["guidance_scale"] = settings.guidanceScale
                                 ? nlohmann::ordered_json(*settings.guidanceScale)
                                 : nlohmann::ordered_json();
    json["scheduler"] = settings.scheduler;
    json["model"] = settings.model;
    json["dialect"] = settings.dialect;
    return json;
}

nlohmann::ordered_json jsonOf(const InspectReport& report) {
    nlohmann::ordered_json json{
        {"path", report.path.string()},    {"kind", report.kind},
        {"format", report.format},         {"architecture", report.architecture},
        {"parameters", report.parameters}, {"dtypes", report.dtypes},
        {"tensors", report.tensors},       {"metadata", report.metadata},
        {"problems", report.problems}};
    if (report.picture) {
        json["width"] = report.picture->widthPx;
        json["height"] = report.picture->heightPx;
        const auto& settings = report.picture->settings;
        json["generation"] = settings ? jsonOf(*settings) : nlohmann::ordered_json();
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
            std::snprintf(head, sizeof head, "  %-18s", displayText(title, 30).c_str());
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

void printSettings(Sheet& sheet, const PictureSettings& settings) {
    sheet.add("prompt", settings.prompt);
    sheet.add("negative prompt", settings.negativePrompt);
    sheet.add("seed", settings.seed ? std::to_string(*settings.seed) : "");
    sheet.add("steps", settings.steps ? std::to_string(*settings.steps) : "");
    if (settings.guidanceScale) {
        char number[32];
        std::snprintf(number, sizeof number, "%g", *settings.guidanceScale);
        sheet.add("guidance scale", number);
    }
    sheet.add("scheduler", settings.scheduler);
    sheet.add("model", settings.model);
    sheet.add("written by", settings.dialect);
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
        if (report.picture->settings) {
            printSettings(sheet, *report.picture->settings);
        }
    }
    std::size_t shown = 0;
    for (const auto& [key, value] : report.metadata) {
        if (++shown > kMostShownMetadata) {
            sheet.add("…", std::to_string(report.metadata.size() - kMostShownMetadata) +
                               " more; see --json");
            break;
        }
        sheet.add(key, value);
    }
    for (std::size_t i = 0; i < report.problems.size() && i <= kMostShownProblems; ++i) {
        sheet.add("problem",
                  i < kMostShownProblems ? report.problems[i] : "… and more; see --json");
    }
}

Outcome<InspectReport> inspectOne(const std::string& path, const std::stop_token& stop) {
    auto report = inspectPath(path, stop);
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
            [&](std::stop_token stop) { return inspectOne(path, stop); });
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
