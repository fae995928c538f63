// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/DescribeCommand.h"

#include "app/cli/DescriptionRun.h"
#include "app/cli/MatchRun.h"
#include "app/cli/ModellessRun.h"
#include "app/cli/cancellable.h"
#include "core/description/model_limits.h"
#include "core/description/task_prompts.h"
#include "core/description/text_question.h"

#include <functional>
#include <optional>

namespace limn::cli {
namespace {

/// Everything that can be refused without the engine, cheapest first.
Result<PreparedDescription> prepare(const DescribeOptions& options, const CommonOptions& common,
                                    const CommandContext& context) {
    if (!context.makeEngine) {
        return Error{ErrorCode::Unsupported,
                     "This limn was built without its engine (libtorch): it can inspect pictures, "
                     "but it cannot describe "
                     "them.",
                     {}};
    }
    auto model = chooseDescriber(options.model, context.folders);
    if (!model) {
        return model.error();
    }
    PreparedDescription prepared;
    prepared.images = options.images;
    prepared.task = options.task;
    prepared.question =
        options.task == "answer" ? options.question : std::string(promptOf(options.task));
    prepared.load.model = model->path;
    prepared.load.placement = common.placement;
    prepared.model = *std::move(model);
    prepared.request.maxNewTokens = options.maxNewTokens;
    prepared.request.temperature = options.temperature;
    prepared.request.topP = options.topP;
    prepared.request.topK = options.topK;
    prepared.request.repetitionPenalty = options.repetitionPenalty;
    prepared.isJson = common.isJson;
    return prepared;
}

/// Words that are left to chance say by which seed.
void chooseSeed(const DescribeOptions& options, DescribeRequest& request, CommandContext& context) {
    if (options.temperature > 0) {
        request.seed = options.seed ? *options.seed : context.makeRandomSeed();
        context.console.printNote("Seed " + std::to_string(request.seed) + ".");
    }
}

/// Runs the work so that Ctrl+C cancels it, and says how it went.
ExitCode exitCodeAfter(const std::function<Outcome<DescriptionTally>(std::stop_token)>& work,
                       CommandContext& context) {
    JobRunner runner;
    const auto outcome =
        runCancellably<DescriptionTally>(runner, context.interrupts, context.console, work);
    if (outcome.isCancelled()) {
        context.console.printNote("Cancelled.");
        return ExitCode::Cancelled;
    }
    if (outcome.isFailed()) {
        context.console.printError(sentenceOf(outcome.error()));
        return exitCodeOf(outcome.error());
    }
    return outcome.value().failed > 0 ? ExitCode::Failed : ExitCode::Done;
}

/// Writing is read, and facts are measured, without a model. Facts stand in where none is installed and none was named;
/// a question for the writing is asked of a model only where one was named, as the one in the box cannot read.
std::optional<ModellessRun::What> withoutModel(const DescribeOptions& options,
                                               const CommandContext& context) {
    const bool asksToRead =
        options.task == "answer" && !options.model && asksForWriting(options.question);
    if (options.task == "text" || asksToRead) {
        return ModellessRun::What::Writing;
    }
    const bool isDescription =
        options.task == "caption" || options.task == "detailed" || options.task == "alt";
    if (isDescription && !options.model && !chooseDescriber({}, context.folders)) {
        return ModellessRun::What::Facts;
    }
    return std::nullopt;
}

/// With a model where there is one: named, or in the box. Without, what can be read and measured is judged.
ExitCode comparePrompt(const DescribeOptions& options, const CommonOptions& common, CommandContext& context) {
    const auto inBox = chooseDescriber({}, context.folders);
    const bool hasModel = options.model || (context.makeEngine && inBox && judgesPrompts(inBox->path));
    PreparedDescription prepared;
    prepared.images = options.images;
    prepared.task = options.task;
    prepared.isJson = common.isJson;
    if (hasModel) {
        auto complete = prepare(options, common, context);
        if (!complete) {
            context.console.printError(complete.error().message);
            return exitCodeOf(complete.error());
        }
        prepared = *std::move(complete);
        if (!prepared.question.empty()) {  // the claims themselves are asked without chance
            chooseSeed(options, prepared.request, context);
        }
    }
    MatchRun comparison(std::move(prepared), *options.prompt, hasModel, context);
    const auto code = exitCodeAfter([&](std::stop_token stop) { return comparison.run(stop); }, context);
    if (!hasModel && code == ExitCode::Done) {
        context.console.printNote(inBox ? "Only writing and colours were checked: the describer in the box does not judge prompts well enough yet. "
                                          "--model names another."
                                        : "Only writing and colours were checked: no describing model is installed. --model names one.");
    }
    return code;
}

}  // namespace

void DescribeCommand::declare(CLI::App& program) {
    m_app = program.add_subcommand("describe", "Puts pictures into words");
    m_options.emplace(*m_app);
    m_common.emplace(*m_app);
}

ExitCode DescribeCommand::run(const CommonOptions& common, CommandContext& context) {
    const auto options = m_options->read();
    if (!options) {
        context.console.printError(options.error().message);
        return exitCodeOf(options.error());
    }
    if (options->prompt) {
        return comparePrompt(*options, common, context);
    }
    if (const auto what = withoutModel(*options, context)) {
        if (options->model) {
            context.console.printWarning("--model is not used: the writing is read by Tesseract.");
        }
        ModellessRun reading(*what, options->images, options->task, common.isJson, context);
        const auto code = exitCodeAfter([&](std::stop_token stop) { return reading.run(stop); }, context);
        if (*what == ModellessRun::What::Facts && code == ExitCode::Done) {
            context.console.printNote("This was measured: no describing model is installed. --model names one.");
        }
        return code;
    }
    auto prepared = prepare(*options, common, context);
    if (!prepared) {
        context.console.printError(prepared.error().message);
        return exitCodeOf(prepared.error());
    }
    chooseSeed(*options, prepared->request, context);
    DescriptionRun description(*std::move(prepared), context);
    return exitCodeAfter([&](std::stop_token stop) { return description.run(stop); }, context);
}

}  // namespace limn::cli
