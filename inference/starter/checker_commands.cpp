// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/checker_commands.h"

#include "inference/memory/HugePageAllocator.h"
#include "inference/starter/CheckerTask.h"
#include "inference/starter/TrainedAutoencoder.h"
#include "inference/starter/checker_file.h"
#include "inference/starter/command_callback.h"

#include <ATen/Parallel.h>

#include <iostream>
#include <memory>

namespace limn::starter {
namespace {

struct CheckerOptions {
    std::string font = GlyphFont::defaultFile();
    std::string state;
    std::string autoencoder;  // state folder, or empty
    std::string out;
    std::string version;
    training::LoopOptions loop;
};

/// The checker under training with all that it needs.
struct CheckerBench {
    training::TrainingWeightStore store{1};
    SceneRenderer renderer;
    std::unique_ptr<TrainedAutoencoder> autoencoder;
    CheckerTask task;

    CheckerBench(SceneRenderer&& made, std::unique_ptr<TrainedAutoencoder> trained)
        : renderer(std::move(made)), autoencoder(std::move(trained)),
          task(store, renderer, autoencoder ? &autoencoder->model() : nullptr) {}
};

Result<std::unique_ptr<CheckerBench>> makeBench(const CheckerOptions& options) {
    memory::installHugePageAllocator();
    at::set_num_threads(1);
    auto font = GlyphFont::open(options.font);
    if (!font) {
        return font.error();
    }
    auto renderer = SceneRenderer::create(*font);
    if (!renderer) {
        return renderer.error();
    }
    std::unique_ptr<TrainedAutoencoder> autoencoder;
    if (!options.autoencoder.empty()) {
        auto loaded = TrainedAutoencoder::load(options.autoencoder);
        if (!loaded) {
            return loaded.error();
        }
        autoencoder = std::move(*loaded);
    }
    return std::make_unique<CheckerBench>(std::move(*renderer), std::move(autoencoder));
}

Status train(const CheckerOptions& options) {
    auto bench = makeBench(options);
    if (!bench) {
        return bench.error();
    }
    std::cout << (*bench)->store.parameterCount() << " parameters" << std::endl;
    auto loop = options.loop;
    loop.stateFolder = options.state;
    loop.optimiser.averageDecay = 0.998;
    return training::runTraining((*bench)->task, (*bench)->store, loop);
}

Status exportFile(const CheckerOptions& options) {
    auto bench = makeBench(options);
    if (!bench) {
        return bench.error();
    }
    const auto loaded = training::loadRequiredState(options.state, (*bench)->store.parameters());
    if (!loaded) {
        return loaded.error();
    }
    std::cout << (*bench)->task.evaluate() << '\n';
    return saveChecker(options.out, (*bench)->store, options.version);
}

CLI::App* addCommand(CLI::App& app, const std::shared_ptr<CheckerOptions>& options, int& exitCode,
                     const char* name, const char* help, Status (*run)(const CheckerOptions&)) {
    auto* command = app.add_subcommand(name, help);
    command->add_option("--state", options->state, "Folder of the training state")->required();
    command->add_option("--font", options->font, "Noto Color Emoji");
    command->callback(commandCallback(options, exitCode, run));
    return command;
}

}  // namespace

void addCheckerCommands(CLI::App& app, int& exitCode) {
    auto options = std::make_shared<CheckerOptions>();
    options->loop.batch = 16;
    options->loop.learningRate = {
        .peak = 1.5e-3, .warmUpSamples = 3200, .totalSamples = 150000, .decayShare = 0.5};
    auto* trainer = addCommand(app, options, exitCode, "train-checker",
                               "Train the benchmark's checker, or go on training it", train);
    trainer->add_option("--autoencoder", options->autoencoder,
                        "State folder of an autoencoder that some pictures go through");
    trainer->add_option("--samples", options->loop.learningRate.totalSamples,
                        "Pictures until the rate is 0");
    trainer->add_option("--rate", options->loop.learningRate.peak, "Learning rate");
    trainer->add_option("--minutes", options->loop.minutes,
                        "End this sitting after so much computing; 0 = no limit");
    auto* exporter = addCommand(app, options, exitCode, "export-checker",
                                "Write the checker's averaged weights", exportFile);
    exporter->add_option("--out", options->out, "Safetensors file")->required();
    exporter->add_option("--checker-version", options->version, "Its name in reports")->required();
}

}  // namespace limn::starter
