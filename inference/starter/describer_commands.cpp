// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/describer_commands.h"

#include "inference/starter/DescriberTask.h"
#include "inference/starter/command_callback.h"
#include "inference/starter/describer_config.h"
#include "inference/starter/describer_export.h"
#include "inference/starter/describer_familiarity.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/training_machine.h"
#include "inference/training/byte_pair_training.h"
#include "inference/training/initial_weights.h"

#include <iostream>
#include <memory>

namespace limn::starter {
namespace {

struct DescriberCommandOptions {
    std::string font = GlyphFont::defaultFile();
    std::string tokenizer;  // folder
    std::string drawn;      // file, or empty
    std::string model;      // a shipped generator's folder
    std::string state;      // folder
    std::string weights;    // a shipped describer's file, or empty
    std::string out;
    std::int64_t count = 40000;
    training::LoopOptions loop;
    TrainingMachine machine;
    DescriberOptions describer;
};

/// The tokenizer learns from the questions and answers of scenes that training sees.
Status makeTokenizer(const DescriberCommandOptions& options) {
    training::WordCounts counts;
    const std::vector<ThingBox> boxes(kMostThings, {0.1, 0.23, 0.57, 0.86});
    for (std::int64_t i = 0; i < options.count; ++i) {
        const auto index = static_cast<std::uint64_t>(i);
        CounterRandom random(options.describer.seed, index);
        const Scene scene = sampleTrainingScene(options.describer.seed, index);
        const auto language = random.chance(0.3) ? Language::Indonesian : Language::English;
        const auto exchange =
            exchangeOf({scene, boxes}, drawQuestionKind(random, true), language, random);
        for (const auto& text : {exchange.question, exchange.answer, std::string("user\n"),
                                 std::string("assistant\n"), std::string(cannotTell(language))}) {
            training::countByteLevelWords(text, counts);
        }
    }
    const auto merges = training::trainMerges(counts, kDescriberMerges, training::WordEnd::Plain);
    std::cout << counts.size() << " words, " << merges.size() << " merges\n";
    return training::writeQwenTokenizer(options.out, merges, kDescriberTextTokens);
}

Status drawPool(const DescriberCommandOptions& options) {
    if (const auto device = prepareMachine(options.machine); !device) {
        return device.error();
    }
    auto maker = makeEnginePictures(options.model, {});
    if (!maker) {
        return maker.error();
    }
    const auto drawn = drawPictures(**maker, options.count);
    return drawn ? saveDrawnPictures(options.out, *drawn) : drawn.error();
}

/// The describer under training with all that it needs; what is made first outlives what is made from it.
struct DescriberBench {
    training::TrainingWeightStore store;
    SceneRenderer renderer;
    OutsidePictures outside;
    DrawnPictures drawn;
    tokenizers::ByteLevelTokenizer tokenizer;
    DescriberTask task;

    DescriberBench(const DescriberOptions& options, SceneRenderer&& made, const GlyphFont& font,
                   DrawnPictures pictures, tokenizers::ByteLevelTokenizer words)
        : store(options.seed), renderer(std::move(made)),
          outside(OutsidePictures::create(font, renderer).value()), drawn(std::move(pictures)),
          tokenizer(std::move(words)), task(store, renderer, outside, drawn, tokenizer, options) {}
};

Result<std::unique_ptr<DescriberBench>> makeBench(const DescriberCommandOptions& options) {
    if (const auto device = prepareMachine({.threads = options.machine.threads}); !device) {
        return device.error();
    }
    auto tokenizer = tokenizers::ByteLevelTokenizer::fromFolder(options.tokenizer);
    if (!tokenizer) {
        return tokenizer.error();
    }
    const auto font = GlyphFont::open(options.font);
    if (!font) {
        return font.error();
    }
    auto renderer = SceneRenderer::create(*font);
    if (!renderer) {
        return renderer.error();
    }
    auto drawn = options.drawn.empty() ? Result<DrawnPictures>(DrawnPictures{})
                                       : loadDrawnPictures(options.drawn);
    if (!drawn) {
        return drawn.error();
    }
    return std::make_unique<DescriberBench>(options.describer, std::move(*renderer), *font,
                                            std::move(*drawn), std::move(*tokenizer));
}

Status trainDescriber(const DescriberCommandOptions& options) {
    auto bench = makeBench(options);
    if (!bench) {
        return bench.error();
    }
    if (!options.weights.empty()) {
        // The labels' heads are not shipped; the tensors are shared, so that the copies fill the model's own.
        auto shipped = (*bench)->store.parameters();
        std::erase_if(shipped, [](const training::Parameter& parameter) {
            return parameter.name.starts_with("head.");
        });
        if (const auto loaded = training::loadInitialWeights(options.weights, shipped); !loaded) {
            return loaded;
        }
    }
    std::cout << (*bench)->store.parameterCount() << " parameters" << std::endl;
    auto loop = options.loop;
    loop.learningRate.warmUpSamples = kWarmUpSteps * loop.batch;
    loop.stateFolder = options.state;
    loop.optimiser.weightDecay = 0.02;
    loop.optimiser.averageDecay = 0.998;
    return training::runTraining((*bench)->task, (*bench)->store, loop);
}

Status exportModel(const DescriberCommandOptions& options) {
    auto bench = makeBench(options);
    if (!bench) {
        return bench.error();
    }
    const auto loaded = training::loadRequiredState(options.state, (*bench)->store.parameters());
    if (!loaded) {
        return loaded.error();
    }
    if (const auto written =
            exportDescriber((*bench)->store, (*bench)->tokenizer, options.tokenizer, options.out);
        !written) {
        return written;
    }
    constexpr std::int64_t kOwnPictures = 4000;
    return writeFamiliarity(options.out, (*bench)->task.ownFeatures(kOwnPictures));
}

CLI::App* addCommand(CLI::App& app, const std::shared_ptr<DescriberCommandOptions>& options,
                     int& exitCode, const char* name, const char* help,
                     Status (*run)(const DescriberCommandOptions&)) {
    auto* command = app.add_subcommand(name, help);
    command->add_option("--seed", options->describer.seed, "Seed of scenes, questions and weights");
    command->callback(commandCallback(options, exitCode, run));
    return command;
}

}  // namespace

void addDescriberCommands(CLI::App& app, int& exitCode) {
    auto options = std::make_shared<DescriberCommandOptions>();
    options->loop.batch = 32;
    options->loop.learningRate = {.peak = 1.2e-3, .totalSamples = 400000, .decayShare = 0.5};

    auto* tokenizer =
        addCommand(app, options, exitCode, "make-describer-tokenizer",
                   "Make the describer's tokenizer from questions and answers", makeTokenizer);
    auto* pool = addCommand(app, options, exitCode, "draw-pool",
                            "Let a generator draw known scenes for the describer", drawPool);
    auto* train = addCommand(app, options, exitCode, "train-describer",
                             "Train the describer, or go on training it", trainDescriber);
    auto* exporter = addCommand(app, options, exitCode, "export-describer",
                                "Write it as a Qwen3-VL folder", exportModel);
    for (auto* command : {tokenizer, pool}) {
        command->add_option("--count", options->count, "Scenes");
    }
    for (auto* command : {tokenizer, pool, exporter}) {
        command->add_option("--out", options->out, "Folder or file to write")->required();
    }
    pool->add_option("--model", options->model, "Folder of the generator")->required();
    for (auto* command : {train, exporter}) {
        command->add_option("--font", options->font, "Noto Color Emoji");
        command->add_option("--state", options->state, "Folder of the training state")->required();
        command->add_option("--tokenizer", options->tokenizer, "Folder")->required();
    }
    for (auto* command : {train, exporter}) {
        command->add_option("--drawn", options->drawn,
                            "File of draw-pool: pictures by the generator among the renders");
    }
    train->add_option("--weights", options->weights,
                      "Begin with the weights of a shipped describer");
    train->add_option("--eyes-first", options->describer.visionShare,
                      "Share of the run, at its beginning, in which only the eyes learn");
    train->add_option("--verdicts", options->describer.verdicts,
                      "Share of the questions that ask whether the picture shows something");
    train->add_flag("--frozen-eyes", options->describer.eyesFrozen,
                    "Only the words learn; the eyes stay as --weights has them");
    addLoopOptions(*train, options->loop);
}

}  // namespace limn::starter
