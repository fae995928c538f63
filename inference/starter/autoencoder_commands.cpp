// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/autoencoder_commands.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/autoencoder_export.h"
#include "inference/starter/command_callback.h"
#include "inference/starter/contact_sheet.h"
#include "inference/starter/training_machine.h"
#include "inference/training/initial_weights.h"

#include <ATen/ATen.h>

#include <iostream>
#include <memory>

namespace limn::starter {
namespace {

struct AutoencoderOptions {
    std::string font = GlyphFont::defaultFile();
    std::string state;
    std::string out;
    std::string weights;  // safetensors to begin with where there is no state yet
    std::uint64_t seed = 1;
    training::LoopOptions loop;
    std::uint64_t count = 12;
    std::int64_t scenes = 20000;
    bool decoderOnly = false;
    TrainingMachine machine;
};

/// The weights under training with all that measures them.
struct Bench {
    at::Device device;
    training::TrainingWeightStore store;
    RenderCrew crew;
    ScenePool pool;
    AutoencoderTask task;

    Bench(const AutoencoderOptions& options, std::int64_t scenes, at::Device where, RenderCrew&& made)
        : device(where),
          store(options.seed, training::narrowPosterior(autoencoderConfig().latent_channels), where),
          crew(std::move(made)),
          pool(makeScenePool(crew, options.seed, scenes, kFullSidePx / 2, where)),
          task(store, pool, crew.first(), options.seed,
               options.decoderOnly ? training::AutoencoderPart::Decoder
                                   : training::AutoencoderPart::Both) {}
};

/// With `scenes` rendered for training; none for what only measures.
Result<std::unique_ptr<Bench>> makeBench(const AutoencoderOptions& options, std::int64_t scenes) {
    const auto device = prepareMachine(options.machine);
    if (!device) {
        return device.error();
    }
    auto crew = RenderCrew::create(options.font, options.machine.threads);
    if (!crew) {
        return crew.error();
    }
    return std::make_unique<Bench>(options, scenes, *device, std::move(*crew));
}

/// As makeBench, with the weights of the state folder.
Result<std::unique_ptr<Bench>> loadBench(const AutoencoderOptions& options) {
    auto bench = makeBench(options, 0);
    if (!bench) {
        return bench;
    }
    const auto loaded = training::loadRequiredState(options.state, (*bench)->store.parameters());
    if (!loaded) {
        return loaded.error();
    }
    return bench;
}

Status train(const AutoencoderOptions& options) {
    auto bench = makeBench(options, options.scenes);
    if (!bench) {
        return bench.error();
    }
    std::cout << (*bench)->store.parameterCount() << " parameters" << std::endl;
    if (!options.weights.empty()) {
        // A state in the folder, loaded when the run begins, replaces them.
        if (const auto loaded =
                training::loadInitialWeights(options.weights, (*bench)->store.parameters());
            !loaded) {
            return loaded;
        }
    }
    auto loop = options.loop;
    loop.learningRate.warmUpSamples = kWarmUpSteps * loop.batch;
    loop.stateFolder = options.state;
    loop.optimiser.averageDecay = 0.998;
    if (options.decoderOnly) {
        loop.optimiser.weightDecay = 0;  // it would wear off the weights that do not learn
    }
    return training::runTraining((*bench)->task, (*bench)->store, loop);
}

/// Pairs of rows: true renders, and below each what comes back.
Status show(const AutoencoderOptions& options) {
    auto bench = loadBench(options);
    if (!bench) {
        return bench.error();
    }
    constexpr std::uint64_t kColumns = 6;
    std::vector<Image> pictures;
    for (std::uint64_t begin = 0; begin < options.count; begin += kColumns) {
        std::vector<Image> decoded;
        for (std::uint64_t i = begin; i < begin + kColumns; ++i) {
            pictures.push_back(
                (*bench)->crew.first().render(validationScene(i), kFullSidePx / 2).picture);
            decoded.push_back(
                toPicture(reconstruct((*bench)->task.averagedModel(),
                                      toTensor(pictures.back()).to((*bench)->device))));
        }
        pictures.insert(pictures.end(), decoded.begin(), decoded.end());
    }
    std::cout << (*bench)->task.evaluate() << '\n';
    return writeSheet(contactSheet(pictures, kColumns), options.out);
}

Status exportFolder(const AutoencoderOptions& options) {
    auto bench = loadBench(options);
    if (!bench) {
        return bench.error();
    }
    std::cout << (*bench)->task.evaluate() << '\n';
    const auto channels = autoencoderConfig().latent_channels;
    const auto latents = options.decoderOnly
                             ? ChannelStatistics{at::zeros({channels}), at::ones({channels})}
                             : measureLatents((*bench)->task.averagedModel(),
                                              (*bench)->crew.first(), (*bench)->device);
    return exportAutoencoder((*bench)->store, autoencoderConfig(), latents, options.out);
}

void addCommand(CLI::App& app, const std::shared_ptr<AutoencoderOptions>& options, int& exitCode,
                const char* name, const char* help, Status (*run)(const AutoencoderOptions&)) {
    auto* command = app.add_subcommand(name, help);
    command->add_option("--state", options->state, "Folder of the training state")->required();
    command->add_option("--font", options->font, "Noto Color Emoji");
    command->add_option("--seed", options->seed, "Seed of the weights and the training scenes");
    addMachineOptions(*command, options->machine);
    command->callback(commandCallback(options, exitCode, run));
}

}  // namespace

void addAutoencoderCommands(CLI::App& app, int& exitCode) {
    auto options = std::make_shared<AutoencoderOptions>();
    options->loop.learningRate = {
        .peak = 2e-3, .totalSamples = 1000000, .decayShare = 0.3};
    addCommand(app, options, exitCode, "train-autoencoder",
               "Train the autoencoder, or go on training it", train);
    addCommand(app, options, exitCode, "show-autoencoder",
               "Draw validation scenes and what comes back", show);
    addCommand(app, options, exitCode, "export-autoencoder",
               "Write the averaged weights as a diffusers folder", exportFolder);
    auto* training = app.get_subcommand("train-autoencoder");
    addLoopOptions(*training, options->loop);
    training->add_option("--scenes", options->scenes, "Scenes that the crops are cut from");
    training->add_option("--weights", options->weights,
                         "Safetensors to begin with where the folder has no state");
    for (const char* name : {"train-autoencoder", "export-autoencoder"}) {
        app.get_subcommand(name)->add_flag(
            "--decoder-only", options->decoderOnly,
            "Keep the encoder of --weights, and with it what a generator's latents mean");
    }
    for (const char* name : {"show-autoencoder", "export-autoencoder"}) {
        app.get_subcommand(name)
            ->add_option("--out", options->out, "PNG file or folder")
            ->required();
    }
    app.get_subcommand("show-autoencoder")->add_option("--count", options->count, "Scenes");
}

}  // namespace limn::starter
