// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/generator_commands.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/GeneratorTask.h"
#include "inference/starter/LatentCache.h"
#include "inference/starter/PictureMaker.h"
#include "inference/starter/TrainedAutoencoder.h"
#include "inference/starter/captions.h"
#include "inference/starter/command_callback.h"
#include "inference/starter/contact_sheet.h"
#include "inference/starter/generator_configs.h"
#include "inference/starter/starter_export.h"
#include "inference/starter/training_machine.h"
#include "inference/training/byte_pair_training.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <fstream>
#include <iostream>
#include <memory>

namespace limn::starter {
namespace {

struct GeneratorCommandOptions {
    std::string font = GlyphFont::defaultFile();
    std::string autoencoder;  // state folder
    std::string tokenizer;    // folder
    std::string cache;        // file
    std::string state;        // folder
    std::string prompts;      // text file, one a line
    std::string out;
    std::string benchmark;  // JSON of the benchmark, or empty
    std::uint64_t seed = 1;
    std::int64_t count = 40000;
    training::LoopOptions loop;
    DrawingOptions drawing;
    TrainingMachine machine;
};

Status makeTokenizer(const GeneratorCommandOptions& options) {
    training::WordCounts counts;
    for (std::int64_t i = 0; i < options.count; ++i) {
        const auto index = static_cast<std::uint64_t>(i);
        CounterRandom random(options.seed, index);
        training::countWords(variedCaption(cachedScene(options.seed, index), random, {.typo = 0}),
                             counts);
    }
    const auto merges = training::trainMerges(counts, kMerges);
    std::cout << counts.size() << " words, " << merges.size() << " merges\n";
    return training::writeClipTokenizer(options.out, merges, kPromptTokens);
}

Status cacheLatents(const GeneratorCommandOptions& options) {
    const auto device = prepareMachine(options.machine);
    if (!device) {
        return device.error();
    }
    const auto autoencoder = TrainedAutoencoder::load(options.autoencoder, *device);
    if (!autoencoder) {
        return autoencoder.error();
    }
    auto crew = RenderCrew::create(options.font, options.machine.threads);
    if (!crew) {
        return crew.error();
    }
    return saveLatentCache(options.out, makeLatentCache((*autoencoder)->model(), *crew,
                                                        options.seed, options.count, *device));
}

Status trainGenerator(const GeneratorCommandOptions& options) {
    const auto device = prepareMachine(options.machine);
    if (!device) {
        return device.error();
    }
    const auto tokenizer = tokenizers::ClipTokenizer::fromFolder(options.tokenizer);
    if (!tokenizer) {
        return tokenizer.error();
    }
    const auto cache = loadLatentCache(options.cache);
    if (!cache) {
        return cache.error();
    }
    training::TrainingWeightStore store(options.seed,
                                        [](const std::string& key, at::Tensor& value) {
                                            if (key == "unet.conv_out.weight") {
                                                value.zero_();
                                            }
                                        },
                                        *device);
    auto loop = options.loop;
    loop.learningRate.warmUpSamples = kWarmUpSteps * loop.batch;
    loop.stateFolder = options.state;
    const GeneratorOptions generator{.seed = options.seed, .threads = options.machine.threads};
    GeneratorTask task(store, *cache, *tokenizer, generator);
    std::cout << store.parameterCount() << " parameters" << std::endl;
    return training::runTraining(task, store, loop);
}

Result<std::vector<std::string>> readLines(const std::string& file) {
    std::ifstream stream(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty()) {
            lines.push_back(line);
        }
    }
    if (lines.empty()) {
        return Error{ErrorCode::FileNotFound,
                     "The file '" + file + "' holds no prompts, or could not be read.",
                     {}};
    }
    return lines;
}

Status showGenerator(const GeneratorCommandOptions& options) {
    const auto device = prepareMachine(options.machine);
    if (!device) {
        return device.error();
    }
    const auto prompts = readLines(options.prompts);
    if (!prompts) {
        return prompts.error();
    }
    auto maker = makeStatePictures(
        {options.state, options.autoencoder, options.tokenizer, options.cache}, options.drawing,
        *device);
    if (!maker) {
        return maker.error();
    }
    constexpr std::uint64_t kFirstSeed = 2026;
    std::vector<PictureOrder> orders;
    for (const std::string& prompt : *prompts) {
        orders.push_back({prompt, kFirstSeed + orders.size()});
    }
    const auto pictures = (*maker)->make(orders);
    return pictures ? writeSheet(contactSheet(*pictures, 8), options.out) : pictures.error();
}

Status exportModel(const GeneratorCommandOptions& options) {
    if (const auto device = prepareMachine({}); !device) {
        return device.error();
    }
    const auto tokenizer = tokenizers::ClipTokenizer::fromFolder(options.tokenizer);
    if (!tokenizer) {
        return tokenizer.error();
    }
    const auto cache = loadLatentCache(options.cache);
    if (!cache) {
        return cache.error();
    }
    const auto autoencoder = TrainedAutoencoder::load(options.autoencoder);
    if (!autoencoder) {
        return autoencoder.error();
    }
    training::TrainingWeightStore store(options.seed);
    const GeneratorTask task(store, *cache, *tokenizer, {});
    const auto loaded = training::loadRequiredState(options.state, store.parameters());
    if (!loaded) {
        return loaded.error();
    }
    return exportStarter({store,
                          tokenizer->vocabularySize(),
                          (*autoencoder)->store(),
                          {cache->statistics[0], cache->statistics[1]},
                          options.tokenizer,
                          options.benchmark},
                         options.out);
}

Status tellCapabilities(const GeneratorCommandOptions& options) {
    return writeCapabilities(options.out, options.benchmark);
}

CLI::App* addCommand(CLI::App& app, const std::shared_ptr<GeneratorCommandOptions>& options,
                     int& exitCode, const char* name, const char* help,
                     Status (*run)(const GeneratorCommandOptions&)) {
    auto* command = app.add_subcommand(name, help);
    command->add_option("--seed", options->seed, "Seed of scenes, captions and weights");
    command->callback(commandCallback(options, exitCode, run));
    return command;
}

}  // namespace

void addGeneratorCommands(CLI::App& app, int& exitCode) {
    auto options = std::make_shared<GeneratorCommandOptions>();
    options->loop.batch = 24;
    options->loop.learningRate = {
        .peak = 8e-4, .totalSamples = 1000000, .decayShare = 0.3};

    auto* tokenizer = addCommand(app, options, exitCode, "make-tokenizer",
                                 "Make the tokenizer from captions", makeTokenizer);
    auto* cache = addCommand(app, options, exitCode, "cache-latents", "Encode training scenes once",
                             cacheLatents);
    auto* train = addCommand(app, options, exitCode, "train-generator",
                             "Train text encoder and denoiser", trainGenerator);
    auto* show = addCommand(app, options, exitCode, "show-generator",
                            "Draw prompts with the averaged weights", showGenerator);
    auto* exporter = addCommand(app, options, exitCode, "export",
                                "Write everything as a diffusers folder", exportModel);
    auto* teller = addCommand(app, options, exitCode, "write-capabilities",
                              "Write limn-capabilities.json into a shipped folder, once it was measured",
                              tellCapabilities);
    for (auto* command : {exporter, teller}) {
        command->add_option("--benchmark", options->benchmark,
                            "JSON of the benchmark, for limn-capabilities.json");
    }
    for (auto* command : {tokenizer, cache}) {
        command->add_option("--count", options->count, "Scenes");
    }
    for (auto* command : {tokenizer, cache, show, exporter, teller}) {
        command->add_option("--out", options->out, "Folder, file or picture to write")->required();
    }
    cache->add_option("--font", options->font, "Noto Color Emoji");
    for (auto* command : {cache, train, show}) {
        addMachineOptions(*command, options->machine);
    }
    for (auto* command : {cache, show, exporter}) {
        command->add_option("--autoencoder", options->autoencoder, "Its state folder")->required();
    }
    for (auto* command : {train, show, exporter}) {
        command->add_option("--state", options->state, "Folder of the training state")->required();
        command->add_option("--tokenizer", options->tokenizer, "Folder")->required();
        command->add_option("--cache", options->cache, "File of cache-latents")->required();
    }
    show->add_option("--prompts", options->prompts, "Text file, one prompt a line")->required();
    addLoopOptions(*train, options->loop);
}

}  // namespace limn::starter
