// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_commands.h"

#include "core/base/AtomicFile.h"
#include "inference/starter/AutoencoderTask.h"
#include "inference/starter/TrainedAutoencoder.h"
#include "inference/starter/benchmark_report.h"
#include "inference/starter/checker_file.h"
#include "inference/starter/contact_sheet.h"
#include "inference/starter/known_words.h"
#include "inference/starter/nearest_training.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/training_machine.h"

#include <chrono>
#include <iostream>
#include <memory>

namespace limn::starter {
namespace {

struct BenchmarkOptions {
    std::string font = GlyphFont::defaultFile();
    std::string data = "tests/data/starter";
    std::string model;  // folder; else the places of a training
    std::string state;
    std::string autoencoder;
    std::string tokenizer;
    std::string cache;
    std::string json;
    std::string out;
    std::size_t prompts = 0;
    int seeds = 4;
    bool withControls = false;
    bool ofLooks = false;
    DrawingOptions drawing;
    TrainingMachine machine;
};

Error usage(const std::string& text) {
    return {ErrorCode::InvalidRequest, text, {}};
}

Result<std::unique_ptr<PictureMaker>> makePictures(const BenchmarkOptions& options) {
    const auto device = prepareMachine(options.machine);
    if (!device) {
        return device.error();
    }
    if (!options.model.empty()) {
        return makeEnginePictures(options.model, options.drawing);
    }
    if (options.state.empty() || options.autoencoder.empty() || options.tokenizer.empty() ||
        options.cache.empty()) {
        return usage("Give --model, or --state with --autoencoder, --tokenizer and --cache.");
    }
    return makeStatePictures({options.state, options.autoencoder, options.tokenizer, options.cache},
                             options.drawing, *device);
}

Result<SceneRenderer> makeRenderer(const BenchmarkOptions& options) {
    const auto font = GlyphFont::open(options.font);
    return font ? SceneRenderer::create(*font) : font.error();
}

/// The autoencoder that the model decodes with.
Result<std::unique_ptr<TrainedAutoencoder>> loadAutoencoder(const BenchmarkOptions& options) {
    return TrainedAutoencoder::load(options.autoencoder.empty()
                                        ? std::filesystem::path(options.model) / "vae"
                                        : std::filesystem::path(options.autoencoder));
}

void prefix(std::vector<Score>& rows, const std::string& text) {
    for (Score& row : rows) {
        row.name = text + row.name.substr(0, row.name.find(' '));
    }
}

void append(std::vector<Score>& to, std::vector<Score> rows) {
    to.insert(to.end(), rows.begin(), rows.end());
}

/// Distances of the first drawn pictures and of fresh renders to the nearest training scene.
Status compareWithTraining(const BenchmarkOptions& options, const TrainedAutoencoder& autoencoder,
                           SceneRenderer& renderer, const std::vector<JudgedPicture>& drawn,
                           BenchmarkResults& results) {
    if (options.cache.empty() || drawn.empty()) {
        return Unit{};
    }
    const auto cache = loadLatentCache(options.cache);
    if (!cache) {
        return cache.error();
    }
    constexpr std::size_t kPictures = 48;
    std::vector<Image> made;
    std::vector<Image> fresh;
    for (std::size_t i = 0; i < std::min(kPictures, drawn.size()); ++i) {
        made.push_back(drawn[i * (drawn.size() / std::min(kPictures, drawn.size()))].picture);
        fresh.push_back(renderer.render(validationScene(i), kFullSidePx / 2).picture);
    }
    for (const Neighbour& near : nearestTraining(*cache, autoencoder.model(), made)) {
        results.nearestTraining.push_back(near.distance);
    }
    for (const Neighbour& near : nearestTraining(*cache, autoencoder.model(), fresh)) {
        results.nearestOfFresh.push_back(near.distance);
    }
    return Unit{};
}

Status measureControls(const BenchmarkOptions& options, const Checker& checker,
                       const std::vector<BenchmarkPrompt>& prompts,
                       const std::vector<JudgedPicture>& drawn, BenchmarkResults& results) {
    auto renderer = makeRenderer(options);
    if (!renderer) {
        return renderer.error();
    }
    const auto autoencoder = loadAutoencoder(options);
    if (!autoencoder) {
        return autoencoder.error();
    }
    if (!drawn.empty()) {
        results.controls.push_back(scoreShuffled(drawn));
    }
    auto rows = scoreBySplit(readRenders(*renderer, checker.net(), prompts, {}));
    prefix(rows, "true renders ");
    append(results.controls, rows);
    rows = scoreBySplit(readRenders(*renderer, checker.net(), prompts, [&](const Image& picture) {
        return toPicture(reconstruct((*autoencoder)->model(), toTensor(picture)));
    }));
    prefix(rows, "encode-decode ");
    append(results.controls, rows);
    results.changes = catchChanges(*renderer, checker.net(), prompts);
    constexpr std::uint64_t kScenes = 64;
    const auto quality = measureReconstruction((*autoencoder)->model(), *renderer, kScenes);
    results.decibels = quality.psnr;
    results.decibelsOnThings = quality.psnrOnThings;
    return compareWithTraining(options, **autoencoder, *renderer, drawn, results);
}

/// Whether the program can tell before drawing that a prompt is outside of the starter's world.
void countUnknownWords(const std::vector<BenchmarkPrompt>& prompts, BenchmarkResults& results) {
    const KnownWords words;
    for (const BenchmarkPrompt& prompt : prompts) {
        if (prompt.split == Split::Cannot) {
            results.cannotTold.add(!words.unknownIn(prompt.text).empty());
        } else if (prompt.split == Split::FreePhrasing) {
            results.falseAlarms.add(!words.unknownIn(prompt.text).empty());
        }
    }
}

/// Nothing is drawn where only the controls are asked for: without a model, and with an autoencoder.
Result<std::vector<JudgedPicture>> drawPrompts(const BenchmarkOptions& options,
                                               const CheckerNet& checker,
                                               const std::vector<BenchmarkPrompt>& prompts) {
    if (options.withControls && options.model.empty() && options.state.empty()) {
        if (const auto device = prepareMachine({}); !device) {
            return device.error();
        }
        return std::vector<JudgedPicture>();
    }
    auto maker = makePictures(options);
    return maker ? drawAndRead(**maker, checker, prompts, options.seeds) : maker.error();
}

Status runBenchmark(const BenchmarkOptions& options) {
    const auto all = loadBenchmark(options.data);
    if (!all) {
        return all.error();
    }
    const auto checker = Checker::load(std::filesystem::path(options.data) / "checker.safetensors");
    if (!checker) {
        return checker.error();
    }
    auto prompts = choosePrompts(*all, options.prompts);
    if (!(*checker)->net().readsLooks()) {
        std::erase_if(prompts,
                      [](const BenchmarkPrompt& prompt) { return needsLooks(prompt.split); });
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto drawn = drawPrompts(options, (*checker)->net(), prompts);
    if (!drawn) {
        return drawn.error();
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    BenchmarkResults results;
    results.date = today();
    results.model = !options.model.empty()   ? "shipped folder, drawn by the engine"
                    : !options.state.empty() ? "training state"
                                             : "controls only";
    results.checkerVersion = (*checker)->version();
    results.seeds = options.seeds;
    results.steps = options.drawing.steps;
    results.guidance = options.drawing.guidance;
    if (!drawn->empty()) {
        results.secondsPerPicture = spent.count() / static_cast<double>(drawn->size());
    }
    results.splits = scoreBySplit(*drawn);
    countUnknownWords(*all, results);
    if (options.withControls) {
        if (const auto done = measureControls(options, **checker, prompts, *drawn, results);
            !done) {
            return done;
        }
    }
    std::cout << textOf(results);
    return options.json.empty() ? Status(Unit{}) : writeJson(results, options.json);
}

/// The fixed prompts, each with two fixed seeds beside each other.
Status drawSheet(const BenchmarkOptions& options) {
    constexpr std::uint64_t kSeeds = 2;
    constexpr int kColumns = 8;
    const auto prompts = readPrompts(std::filesystem::path(options.data) / "sheet.tsv");
    if (!prompts) {
        return prompts.error();
    }
    auto maker = makePictures(options);
    if (!maker) {
        return maker.error();
    }
    std::vector<PictureOrder> orders;
    for (std::size_t i = 0; i < prompts->size(); ++i) {
        std::cout << i + 1 << '\t' << (*prompts)[i].text << '\n';
        for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
            orders.push_back({(*prompts)[i].text, seed});
        }
    }
    const auto pictures = (*maker)->make(orders);
    return pictures ? writeSheet(contactSheet(*pictures, kColumns), options.out) : pictures.error();
}

Status writeGrammar(const BenchmarkOptions& options) {
    const std::string text =
        std::string("# ") + (options.ofLooks ? "Splits W and S" : "Splits A-E and I") +
        ", written once by `limn-starter make-benchmark`. Not to be made anew: "
        "figures over time "
        "need\n# the same prompts. Numbers of lines choose the seeds.\n" +
        writeGrammarSplits(options.ofLooks);
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return writeFileAtomically(options.out, bytes, Overwrite::Never);
}

CLI::App* addCommand(CLI::App& app, const std::shared_ptr<BenchmarkOptions>& options, int& exitCode,
                     const char* name, const char* help, Status (*run)(const BenchmarkOptions&)) {
    auto* command = app.add_subcommand(name, help);
    command->callback([options, &exitCode, run] {
        if (const auto done = run(*options); !done) {
            std::cerr << done.error().message << '\n';
            exitCode = 1;
        }
    });
    return command;
}

void addModelOptions(CLI::App& command, BenchmarkOptions& options) {
    command.add_option("--data", options.data, "Folder of the prompts and the checker");
    command.add_option("--model", options.model, "A shipped folder, drawn by the engine");
    command.add_option("--state", options.state, "Or: state folder of train-generator");
    command.add_option("--autoencoder", options.autoencoder, "with its autoencoder's state folder");
    command.add_option("--tokenizer", options.tokenizer, "and its tokenizer");
    command.add_option("--cache", options.cache, "and its latent cache (with --model: one made by its vae)");
    command.add_option("--steps", options.drawing.steps, "Steps a picture");
    command.add_option("--guidance", options.drawing.guidance, "Guidance");
    addMachineOptions(command, options.machine);
}

}  // namespace

void addBenchmarkCommands(CLI::App& app, int& exitCode) {
    auto options = std::make_shared<BenchmarkOptions>();
    auto* benchmark =
        addCommand(app, options, exitCode, "benchmark",
                   "Measure how often pictures show what was asked for", runBenchmark);
    addModelOptions(*benchmark, *options);
    benchmark->add_option("--prompts", options->prompts, "At most so many of each split; 0 = all");
    benchmark->add_option("--seeds", options->seeds, "Pictures of each prompt")
        ->check(CLI::Range(1, 16));
    benchmark->add_flag(
        "--controls", options->withControls,
        "True renders, encode-decode, shuffled prompts, changes, nearest training; with\n"
        "--autoencoder alone: only these");
    benchmark->add_option("--json", options->json, "Write the figures here");
    benchmark->add_option("--font", options->font, "Noto Color Emoji, for the controls");
    auto* sheet = addCommand(app, options, exitCode, "sheet48",
                             "Draw 48 fixed prompts with two seeds each", drawSheet);
    addModelOptions(*sheet, *options);
    auto* make = addCommand(app, options, exitCode, "make-benchmark",
                            "Write the splits that the grammar makes, once", writeGrammar);
    make->add_flag("--looks", options->ofLooks, "Those of weather and style");
    for (auto* command : {sheet, make}) {
        command->add_option("--out", options->out, "File to write")->required();
    }
}

}  // namespace limn::starter
