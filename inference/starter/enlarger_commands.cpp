// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/enlarger_commands.h"

#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/EnlargerTask.h"
#include "inference/starter/TrainedAutoencoder.h"
#include "inference/starter/command_callback.h"
#include "inference/starter/contact_sheet.h"
#include "inference/starter/half_weights.h"
#include "inference/starter/training_machine.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <iostream>
#include <memory>

namespace limn::starter {
namespace {

struct EnlargerOptions {
    std::string font = GlyphFont::defaultFile();
    std::string state;
    std::string autoencoder;
    std::string out;
    std::uint64_t seed = 1;
    std::int64_t scenes = 2000;
    TrainingMachine machine;
    training::LoopOptions loop;
};

/// The enlarger under training with all that it needs.
struct EnlargerBench {
    at::Device device;
    training::TrainingWeightStore store;
    RenderCrew crew;
    std::unique_ptr<TrainedAutoencoder> autoencoder;
    EnlargerPool pool;
    EnlargerTask task;

    EnlargerBench(const EnlargerOptions& options, std::int64_t scenes, at::Device where,
                  RenderCrew&& made, std::unique_ptr<TrainedAutoencoder> trained)
        : device(where), store(options.seed, enlargerBeginning(), where), crew(std::move(made)),
          autoencoder(std::move(trained)),
          pool(makeEnlargerPool(crew, autoencoder->model(), options.seed, scenes, where)),
          task(store, pool, crew.first(), autoencoder->model(), options.seed) {}
};

/// With `scenes` rendered for training; none for what only measures.
Result<std::unique_ptr<EnlargerBench>> makeBench(const EnlargerOptions& options,
                                                 std::int64_t scenes) {
    const auto device = prepareMachine(options.machine);
    if (!device) {
        return device.error();
    }
    auto crew = RenderCrew::create(options.font, options.machine.threads);
    if (!crew) {
        return crew.error();
    }
    auto autoencoder = TrainedAutoencoder::load(options.autoencoder, *device);
    if (!autoencoder) {
        return autoencoder.error();
    }
    return std::make_unique<EnlargerBench>(options, scenes, *device, std::move(*crew),
                                           std::move(*autoencoder));
}

/// As makeBench, with the weights of the state folder.
Result<std::unique_ptr<EnlargerBench>> loadBench(const EnlargerOptions& options) {
    auto bench = makeBench(options, 0);
    if (!bench) {
        return bench;
    }
    const auto loaded = training::loadRequiredState(options.state, (*bench)->store.parameters());
    if (!loaded) {
        return loaded.error();
    }
    std::cout << (*bench)->task.evaluate() << '\n';
    return bench;
}

Status train(const EnlargerOptions& options) {
    auto bench = makeBench(options, options.scenes);
    if (!bench) {
        return bench.error();
    }
    std::cout << (*bench)->store.parameterCount() << " parameters" << std::endl;
    auto loop = options.loop;
    loop.learningRate.warmUpSamples = kWarmUpSteps * loop.batch;
    loop.stateFolder = options.state;
    loop.optimiser.averageDecay = 0.998;
    return training::runTraining((*bench)->task, (*bench)->store, loop);
}

/// Rows of three: a decoded picture enlarged bicubically, enlarged by the network, and the true one.
Status show(const EnlargerOptions& options) {
    const auto bench = loadBench(options);
    if (!bench) {
        return bench.error();
    }
    const c10::NoGradGuard noGradients;
    constexpr std::uint64_t kRows = 5;
    constexpr int kColumns = 3;
    std::vector<Image> pictures;
    for (std::uint64_t i = 0; i < kRows; ++i) {
        const auto scene = validationScene(i);
        const auto decoded =
            reconstruct((*bench)->autoencoder->model(),
                        toTensor((*bench)->crew.first().render(scene, kFullSidePx / 2).picture)
                            .to((*bench)->device));
        const auto small = decoded.add(1).mul(0.5).clamp(0, 1);
        const auto large = (*bench)->task.averagedModel()(small, {}, at::kBFloat16);
        pictures.push_back(
            toPicture(at::upsample_bicubic2d(decoded, {kFullSidePx, kFullSidePx}, false)));
        pictures.push_back(toPicture(large.mul(2).sub(1)));
        pictures.push_back((*bench)->crew.first().render(scene, kFullSidePx).picture);
    }
    return writeSheet(contactSheet(pictures, kColumns), options.out);
}

Status exportFile(const EnlargerOptions& options) {
    const auto bench = loadBench(options);
    if (!bench) {
        return bench.error();
    }
    std::map<std::string, at::Tensor> weights;
    for (const auto& parameter : (*bench)->store.parameters()) {
        weights[parameter.name] = parameter.average;
    }
    return writeHalf(options.out, weights);
}

CLI::App* addCommand(CLI::App& app, const std::shared_ptr<EnlargerOptions>& options, int& exitCode,
                     const char* name, const char* help, Status (*run)(const EnlargerOptions&)) {
    auto* command = app.add_subcommand(name, help);
    command->add_option("--state", options->state, "Folder of the training state")->required();
    command->add_option("--autoencoder", options->autoencoder, "Its state folder, or a vae folder")
        ->required();
    command->add_option("--font", options->font, "Noto Color Emoji");
    command->add_option("--seed", options->seed, "Seed of the weights and the scenes");
    addMachineOptions(*command, options->machine);
    command->callback(commandCallback(options, exitCode, run));
    return command;
}

}  // namespace

void addEnlargerCommands(CLI::App& app, int& exitCode) {
    auto options = std::make_shared<EnlargerOptions>();
    options->loop.batch = 16;
    options->loop.learningRate = {
        .peak = 2e-3, .totalSamples = 200000, .decayShare = 0.5};
    auto* trainer = addCommand(app, options, exitCode, "train-enlarger",
                               "Train the enlarger, or go on training it", train);
    addLoopOptions(*trainer, options->loop);
    trainer->add_option("--scenes", options->scenes, "Scenes that the crops are cut from");
    auto* shower = addCommand(app, options, exitCode, "show-enlarger",
                              "Draw decoded scenes enlarged, beside the true ones", show);
    auto* exporter = addCommand(app, options, exitCode, "export-enlarger",
                                "Write the averaged weights as a compact ESRGAN file", exportFile);
    for (auto* command : {shower, exporter}) {
        command->add_option("--out", options->out, "File to write")->required();
    }
}

}  // namespace limn::starter
