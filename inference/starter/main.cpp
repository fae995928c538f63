// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/SceneRenderer.h"
#include "inference/starter/autoencoder_commands.h"
#include "inference/starter/benchmark_commands.h"
#include "inference/starter/captions.h"
#include "inference/starter/checker_commands.h"
#include "inference/starter/contact_sheet.h"
#include "inference/starter/describer_benchmark_commands.h"
#include "inference/starter/describer_commands.h"
#include "inference/starter/enlarger_commands.h"
#include "inference/starter/generator_commands.h"
#include "inference/starter/scene_sampler.h"
#include "inference/starter/vocabulary.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>

namespace {

using namespace limn;

constexpr std::uint64_t kCaptionStream = 2;

int fail(const Error& error) {
    std::cerr << error.message << '\n';
    return 1;
}

Result<starter::SceneRenderer> makeRenderer(const std::string& fontFile) {
    auto font = starter::GlyphFont::open(fontFile);
    return font ? starter::SceneRenderer::create(*font) : font.error();
}

struct SheetOptions {
    std::string font = starter::GlyphFont::defaultFile();
    std::string out = "sheet.png";
    std::uint64_t seed = 1;
    std::uint64_t count = 48;
    int columns = 8;
    int sidePx = 128;
    bool isPlain = false;

    starter::SceneMix mix() const { return isPlain ? starter::SceneMix{} : starter::kWholeWorld; }
};

int drawSheet(const SheetOptions& options) {
    auto renderer = makeRenderer(options.font);
    if (!renderer) {
        return fail(renderer.error());
    }
    std::vector<Image> pictures;
    for (std::uint64_t i = 0; i < options.count; ++i) {
        const auto scene = starter::sampleTrainingScene(options.seed, i, options.mix());
        pictures.push_back(renderer->render(scene, options.sidePx).picture);
        CounterRandom random(options.seed, i, kCaptionStream);
        std::cout << i << '\t' << starter::plainCaption(scene) << '\t'
                  << starter::variedCaption(scene, random) << '\n';
    }
    const auto written =
        starter::writeSheet(starter::contactSheet(pictures, options.columns), options.out);
    return written ? 0 : fail(written.error());
}

/// Every thing in every tint, one row a thing.
int drawTints(const SheetOptions& options) {
    auto renderer = makeRenderer(options.font);
    if (!renderer) {
        return fail(renderer.error());
    }
    std::vector<Image> pictures;
    for (std::size_t kind = 0; kind < starter::things().size(); ++kind) {
        for (int tint = 1; tint <= starter::kTintCount; ++tint) {
            starter::Scene scene{
                .place = static_cast<starter::Place>(1 + kind % starter::kPlaceCount),
                .things = {{}}};
            scene.things[0].kind = kind;
            scene.things[0].tint = static_cast<starter::Tint>(tint);
            scene.things[0].size = 0.6;
            pictures.push_back(renderer->render(scene, options.sidePx).picture);
        }
    }
    const auto written =
        starter::writeSheet(starter::contactSheet(pictures, 2 * starter::kTintCount), options.out);
    return written ? 0 : fail(written.error());
}

int timeRendering(const SheetOptions& options) {
    auto renderer = makeRenderer(options.font);
    if (!renderer) {
        return fail(renderer.error());
    }
    const auto run = [&] {
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint64_t i = 0; i < options.count; ++i) {
            renderer->render(starter::sampleTrainingScene(options.seed, i, options.mix()),
                             options.sidePx);
        }
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
                   .count() /
               static_cast<double>(options.count);
    };
    const double cold = run();
    std::cout << cold << " ms a scene with an empty pool, " << run() << " ms after\n";
    return 0;
}

void addSheetOptions(CLI::App& command, SheetOptions& options) {
    command.add_option("--font", options.font, "Noto Color Emoji");
    command.add_option("--out", options.out, "PNG file");
    command.add_option("--seed", options.seed, "Seed of the world");
    command.add_option("--count", options.count, "Scenes");
    command.add_option("--columns", options.columns, "Pictures in a row");
    command.add_flag("--plain", options.isPlain, "Without weather and styles");
    command.add_option("--side", options.sidePx, "Pixels: 128 or 256")
        ->check(CLI::IsMember({128, 256}));
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Trains and measures Limn's starter model");
    app.require_subcommand(1);
    SheetOptions options;
    auto* sheet = app.add_subcommand("sheet", "Draw a contact sheet of training scenes");
    auto* tints = app.add_subcommand("tints", "Draw every thing in every tint");
    auto* speed = app.add_subcommand("time-rendering", "Measure how long a scene takes");
    for (auto* command : {sheet, tints, speed}) {
        addSheetOptions(*command, options);
    }
    int exitCode = 0;
    starter::addAutoencoderCommands(app, exitCode);
    starter::addDescriberCommands(app, exitCode);
    starter::addDescriberBenchmarkCommands(app, exitCode);
    starter::addGeneratorCommands(app, exitCode);
    starter::addCheckerCommands(app, exitCode);
    starter::addBenchmarkCommands(app, exitCode);
    starter::addEnlargerCommands(app, exitCode);
    CLI11_PARSE(app, argc, argv);
    return !sheet->parsed() && !tints->parsed() && !speed->parsed() ? exitCode
           : sheet->parsed()                                        ? drawSheet(options)
           : tints->parsed()                                        ? drawTints(options)
                                                                    : timeRendering(options);
}
