// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/BenchCommand.h"

#include "app/cli/GenerateOptions.h"
#include "app/cli/ProgressReport.h"
#include "app/cli/architecture_json.h"
#include "app/cli/cancellable.h"
#include "app/cli/json_text.h"
#include "app/cli/model_choice.h"
#include "app/cli/option_values.h"
#include "inference/checkpoint/ModelDescription.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace limn::cli {
namespace {

constexpr int kSizeMultiplePx = 8;  // of every architecture that is known here
constexpr int kMostSteps = 1000;

std::string line(const char* title, const std::string& value) {
    char buffer[128];
    std::snprintf(buffer, sizeof buffer, "%-34s%s", title, value.c_str());
    return buffer;
}

std::string number(const char* format, double value) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, format, value);
    return buffer;
}

nlohmann::ordered_json jsonOf(const BenchmarkRequest& request, const std::string& modelName,
                              const BenchmarkReport& report) {
    nlohmann::ordered_json json{
        {"probe",
         {{"float32_flops_per_second", report.float32FlopsPerSecond},
          {"bfloat16_flops_per_second", report.bfloat16FlopsPerSecond},
          {"memory_copy_bytes_per_second", report.memoryCopyBytesPerSecond}}},
        {"threads", report.threads}};
    if (!report.model.architecture.empty()) {
        json["probe"]["float32_flops_per_second_after"] = report.float32FlopsPerSecondAfter;
        json["probe"]["bfloat16_flops_per_second_after"] = report.bfloat16FlopsPerSecondAfter;
        json["loaded_anonymous_memory_bytes"] = report.loadedAnonymousBytes;
        json["model"] = modelName;
        json["path"] = request.model.string();
        json["architecture"] = architectureOf(report.model);
        json["family"] = familyJson(report.model.architecture);
        json["device"] = report.model.device;
        json["dtype"] = report.model.dtype;
        json["width"] = request.widthPx;
        json["height"] = request.heightPx;
        json["steps"] = request.steps;
        json["seconds_per_step"] = {{"guided", report.secondsPerGuidedStep},
                                    {"plain", report.secondsPerPlainStep}};
        json["seconds"] = {{"load", report.loadSeconds},
                           {"encode", report.encodeSeconds},
                           {"decode", report.decodeSeconds}};
        json["share_of_peak"] = report.shareOfPeak;
    }
    json["peak_memory_bytes"] = report.peakMemoryBytes;
    json["anonymous_memory_bytes"] = report.anonymousMemoryBytes;
    return json;
}

void printReadable(Console& console, const BenchmarkRequest& request,
                   const BenchmarkReport& report) {
    console.printResult(line("Matrix product, float32",
                             number("%.1f GFLOP/s", report.float32FlopsPerSecond / 1e9)));
    console.printResult(line("Matrix product, bfloat16",
                             number("%.1f GFLOP/s", report.bfloat16FlopsPerSecond / 1e9)));
    console.printResult(
        line("Memory copy", number("%.1f GB/s", report.memoryCopyBytesPerSecond / 1e9)));
    console.printResult(line("Threads", std::to_string(report.threads)));
    if (!report.model.architecture.empty()) {
        console.printResult(line("Model", architectureOf(report.model) + ", " + report.model.dtype +
                                              " on " + report.model.device + ", " +
                                              std::to_string(request.widthPx) + " × " +
                                              std::to_string(request.heightPx)));
        console.printResult(line("Load", formatSeconds(report.loadSeconds)));
        console.printResult(line("Encode both prompts", formatSeconds(report.encodeSeconds)));
        console.printResult(
            line("A step with guidance", formatSeconds(report.secondsPerGuidedStep)));
        console.printResult(
            line("A step without guidance", formatSeconds(report.secondsPerPlainStep)));
        console.printResult(line("Decode", formatSeconds(report.decodeSeconds)));
        console.printResult(
            line("Share of the probe's peak (η)", number("%.2f", report.shareOfPeak)));
    }
    console.printResult(
        line("Peak memory", formatBytes(static_cast<double>(report.peakMemoryBytes))));
    console.printResult(
        line("Anonymous memory", formatBytes(static_cast<double>(report.anonymousMemoryBytes))));
}

/// From the headers alone, before the machine is measured and a large model is loaded.
Status requireMeasurable(const std::string& name, const std::filesystem::path& path,
                         const std::stop_token& stop) {
    const auto model = checkpoint::describeModel(path, stop);
    if (!model) {
        return model.error();
    }
    if (model->kind == checkpoint::ModelKind::DescriptionModel) {
        return Error{ErrorCode::Unsupported,
                     "--model must make pictures, but '" + name +
                         "' describes them; 'limn bench' cannot measure it.",
                     {}};
    }
    if (const Status runnable = checkpoint::requireRunnable(*model); !runnable) {
        return runnable;
    }
    if (model->unet->config.in_channels != model->unet->config.out_channels) {
        return Error{ErrorCode::Unsupported,
                     "--model must draw from words alone, but '" + name +
                         "' is an inpainting model, which repaints a given picture; 'limn bench' "
                         "cannot measure it.",
                     {}};
    }
    return Unit{};
}

Outcome<BenchmarkReport> measure(const BenchmarkRequest& request, const std::string& modelName,
                                 const CommandContext& context, std::stop_token stop,
                                 const ProgressSink& progress) {
    if (!request.model.empty()) {
        const Status measurable = requireMeasurable(modelName, request.model, stop);
        if (stop.stop_requested()) {
            return Cancelled{};
        }
        if (!measurable) {
            return measurable.error();
        }
    }
    return context.runBenchmark(request, std::move(stop), progress);
}

}  // namespace

void BenchCommand::declare(CLI::App& program) {
    m_app = program.add_subcommand("bench", "Measures this machine and a model on it");
    m_app->footer(m_app->get_footer() + kArchitectureHelp);
    m_model = addValue(
        *m_app, "--model", "MODEL",
        "A name from 'limn models list', a model folder or a model file that makes pictures from "
        "words (not one for inpainting alone). Default: the starter; "
        "without one only the machine is measured");
    m_width = addValue(*m_app, "--width", "N", "Pixels, a multiple of 8 up to 8192. Default: 512");
    m_height =
        addValue(*m_app, "--height", "N", "Pixels, a multiple of 8 up to 8192. Default: 512");
    m_steps = addValue(*m_app, "--steps", "N", "Timed steps, 1 to 1000. Default: 5");
    m_common.emplace(*m_app);
}

Result<BenchCommand::Prepared> BenchCommand::readRequest(const CommonOptions& common,
                                                         const CommandContext& context) const {
    Prepared prepared;
    BenchmarkRequest& request = prepared.request;
    request.placement = common.placement;
    struct Number {
        const CLI::Option* option;
        int* target;
        int most;
    };
    for (const Number& each : {Number{m_width, &request.widthPx, kLargestSizePx},
                               Number{m_height, &request.heightPx, kLargestSizePx},
                               Number{m_steps, &request.steps, kMostSteps}}) {
        const auto given = wholeNumberOf(each.option, 1, each.most);
        if (!given) {
            return given.error();
        }
        *each.target = static_cast<int>(given.value().value_or(*each.target));
    }
    // Before the machine is measured, not after it.
    for (const auto& [option, sizePx] :
         {std::pair(m_width, request.widthPx), std::pair(m_height, request.heightPx)}) {
        if (const auto refused = refuseSize(nameOf(option), sizePx, kSizeMultiplePx)) {
            return *refused;
        }
    }
    const auto named = rawTextOf(m_model);
    auto model = chooseModel(named, context.folders);
    if (!model && named) {
        return model.error();
    }
    if (model) {
        request.model = model.value().path;
        prepared.modelName = model.value().name;
    }
    return prepared;
}

ExitCode BenchCommand::run(const CommonOptions& common, CommandContext& context) {
    const auto prepared = readRequest(common, context);
    if (!prepared) {
        context.console.printError(prepared.error().message);
        return exitCodeOf(prepared.error());
    }
    const BenchmarkRequest& request = prepared->request;
    if (!context.runBenchmark) {
        context.console.printError(kNoEngineSentence);
        return ExitCode::Failed;
    }
    if (request.model.empty()) {
        context.console.printNote(
            "There is no starter model in this build: only the machine is measured. "
            "Give one with --model.");
    }
    JobRunner runner;
    ProgressReport progress(context.console);
    const auto outcome = runCancellably<BenchmarkReport>(
        runner, context.interrupts, context.console, [&](std::stop_token stop) {
            return measure(request, prepared->modelName, context, std::move(stop),
                           [&](const Progress& step) { progress.show(step); });
        });
    progress.end();
    if (outcome.isCancelled()) {
        context.console.printNote("Cancelled.");
        return ExitCode::Cancelled;
    }
    if (outcome.isFailed()) {
        context.console.printError(sentenceOf(outcome.error()));
        return exitCodeOf(outcome.error());
    }
    if (common.isJson) {
        context.console.printResult(
            jsonText(jsonOf(request, prepared->modelName, outcome.value())));
    } else {
        printReadable(context.console, request, outcome.value());
    }
    return ExitCode::Done;
}

}  // namespace limn::cli
