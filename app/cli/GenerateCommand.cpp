// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/GenerateCommand.h"

#include "app/cli/GenerationRun.h"
#include "app/cli/architecture_json.h"
#include "app/cli/cancellable.h"
#include "app/cli/input_text.h"
#include "app/cli/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace limn::cli {
namespace {

/// As diffusers: what is masked is drawn anew.
constexpr double kRepaintStrength = 1.0;

nlohmann::ordered_json outputsJson(const std::vector<SavedPicture>& saved) {
    auto outputs = nlohmann::ordered_json::array();
    for (const SavedPicture& picture : saved) {
        outputs.push_back({{"path", picture.path.string()},
                           {"seed", picture.seed},
                           {"width", picture.widthPx},
                           {"height", picture.heightPx}});
    }
    return outputs;
}

nlohmann::ordered_json jsonOf(const PreparedGeneration& prepared, const GenerationResult& result,
                              const std::vector<SavedPicture>& saved) {
    const PhaseSeconds& seconds = result.report.seconds;
    nlohmann::ordered_json json{{"outputs", outputsJson(saved)},
                                {"model", prepared.model.name},
                                {"architecture", architectureOf(result.model)},
                                {"family", familyJson(result.model.architecture)},
                                {"device", result.model.device},
                                {"dtype", result.model.dtype},
                                {"scheduler", result.report.scheduler},
                                {"steps", result.report.steps},
                                {"guidance_scale", result.report.guidanceScale},
                                {"seconds",
                                 {{"load", seconds.load},
                                  {"encode", seconds.encode},
                                  {"denoise", seconds.denoise},
                                  {"decode", seconds.decode},
                                  {"total", seconds.total}}},
                                {"seconds_per_step", result.report.secondsPerStep},
                                {"peak_memory_bytes", result.report.peakMemoryBytes}};
    if (prepared.request.upscale > 1) {
        json["seconds"]["upscale"] = seconds.upscale;
    }
    return json;
}

std::uint64_t chooseSeed(const GenerateOptions& options, const CommandContext& context) {
    if (options.seed) {
        return *options.seed;
    }
    const std::uint64_t last =
        std::numeric_limits<std::uint64_t>::max() - static_cast<unsigned>(options.count - 1);
    return std::min(context.makeRandomSeed(), last);
}

GenerateRequest requestOf(const GenerateOptions& options, std::string prompt, std::uint64_t seed) {
    GenerateRequest request;
    request.prompt = std::move(prompt);
    request.negativePrompt = options.negativePrompt;
    request.seed = seed;
    request.count = options.count;
    request.steps = options.steps;
    request.guidanceScale = options.guidanceScale;
    request.widthPx = options.widthPx;
    request.heightPx = options.heightPx;
    request.scheduler = options.scheduler;
    request.clipSkip = options.clipSkip;
    request.strength =
        options.strength.value_or(options.mask ? kRepaintStrength : request.strength);
    request.upscale = options.upscale.value_or(request.upscale);
    return request;
}

/// The starter draws 128 px and brings its enlarger along: what is shown is 256 px, unless a size was asked for or is that of
/// the given picture.
bool wantsStarterEnlarged(const GenerateOptions& options, const ChosenModel& model) {
    std::error_code ignored;
    return model.name == "starter" && !options.upscale && !options.widthPx && !options.heightPx &&
           !options.image && std::filesystem::exists(model.path / "upscaler.safetensors", ignored);
}

/// Everything that can be refused without the engine, cheapest first.
Outcome<PreparedGeneration> prepare(const GenerateOptions& options, const CommonOptions& common,
                                    CommandContext& context) {
    if (!context.makeEngine) {
        return Error{ErrorCode::Unsupported, kNoEngineSentence, {}};
    }
    auto model = chooseModel(options.model, context.folders);
    if (!model) {
        return model.error();
    }
    std::error_code ignored;
    if (!options.upscaler.empty() && !std::filesystem::exists(options.upscaler, ignored)) {
        return Error{ErrorCode::FileNotFound,
                     "--upscaler: there is no file '" + options.upscaler.string() + "'.",
                     {}};
    }
    const std::uint64_t seed = chooseSeed(options, context);
    auto output = OutputPlan::make(options, seed);
    if (!output) {
        return output.error();
    }
    std::string prompt = options.prompt;
    if (options.promptFromInput) {
        auto read = readInputText(context.inputDescriptor, kLongestPromptBytes, context.interrupts);
        if (!read.isDone()) {
            return read.isCancelled() ? Outcome<PreparedGeneration>(Cancelled{}) : read.error();
        }
        prompt = std::move(read).value();
    }
    GenerateRequest request = requestOf(options, std::move(prompt), seed);
    if (wantsStarterEnlarged(options, *model)) {
        request.upscale = 2;
    }
    LoadRequest load{.model = model->path,
                     .loras = options.loras,
                     .previewModel = {},
                     .upscaler = options.upscaler,
                     .placement = common.placement};
    return PreparedGeneration{.model = *std::move(model),
                              .load = std::move(load),
                              .request = std::move(request),
                              .image = options.image,
                              .mask = options.mask,
                              .output = *std::move(output),
                              .mayOverwrite = options.mayOverwrite,
                              .isJson = common.isJson};
}

/// An order that ended early has left pictures all the same: a program must learn of them, or it would draw them again.
/// And of a seed that it did not choose itself, or nobody could make the picture that was on its way.
void printUnfinished(const PreparedGeneration& prepared, const GenerationRun& run,
                     bool isSeedChosenHere, const std::string& error, Console& console) {
    if (prepared.isJson && (isSeedChosenHere || !run.saved().empty())) {
        console.printResult(jsonText({{"outputs", outputsJson(run.saved())},
                                      {"model", prepared.model.name},
                                      {"seed", prepared.request.seed},
                                      {"error", error}}));
    }
}

std::string savedSoFar(const GenerationRun& run, int count) {
    return count > 1 ? " " + std::to_string(run.saved().size()) + " of " + std::to_string(count) +
                           " pictures were saved."
                     : std::string();
}

}  // namespace

void GenerateCommand::declare(CLI::App& program) {
    m_app = program.add_subcommand("generate", "Makes pictures from words");
    m_app->footer(m_app->get_footer() + kArchitectureHelp);
    m_options.emplace(*m_app);
    m_common.emplace(*m_app);
}

ExitCode GenerateCommand::run(const CommonOptions& common, CommandContext& context) {
    const auto options = m_options->read();
    if (!options) {
        context.console.printError(options.error().message);
        return exitCodeOf(options.error());
    }
    auto prepared = prepare(*options, common, context);
    if (!prepared.isDone()) {
        if (prepared.isCancelled()) {
            context.console.printNote("Cancelled.");
            return ExitCode::Cancelled;
        }
        context.console.printError(prepared.error().message);
        return exitCodeOf(prepared.error());
    }
    const bool isSeedChosenHere = !options->seed;
    if (isSeedChosenHere && !common.isJson) {
        context.console.printNote("Seed " + std::to_string(prepared.value().request.seed) + ".");
    }
    GenerationRun generation(prepared.value(), context);
    JobRunner runner;
    const auto outcome = runCancellably<GenerationResult>(
        runner, context.interrupts, context.console,
        [&](std::stop_token stop) { return generation.run(stop); });
    if (outcome.isCancelled()) {
        printUnfinished(prepared.value(), generation, isSeedChosenHere, "Cancelled.",
                        context.console);
        context.console.printNote("Cancelled." + savedSoFar(generation, options->count));
        return ExitCode::Cancelled;
    }
    if (outcome.isFailed()) {
        printUnfinished(prepared.value(), generation, isSeedChosenHere, sentenceOf(outcome.error()),
                        context.console);
        context.console.printError(sentenceOf(outcome.error()) +
                                   savedSoFar(generation, options->count));
        return exitCodeOf(outcome.error());
    }
    if (common.isJson) {
        context.console.printResult(
            jsonText(jsonOf(prepared.value(), outcome.value(), generation.saved())));
    } else {
        context.console.printNote("Done in " + formatSeconds(outcome.value().report.seconds.total) +
                                  ".");
    }
    return ExitCode::Done;
}

}  // namespace limn::cli
