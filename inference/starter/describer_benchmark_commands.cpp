// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/describer_benchmark_commands.h"

#include "core/io/PictureReader.h"
#include "inference/engine/TorchEngine.h"
#include "inference/starter/PictureMaker.h"
#include "inference/starter/captions.h"
#include "inference/starter/command_callback.h"
#include "inference/starter/describer_benchmark.h"
#include "inference/starter/half_weights.h"

#include <fstream>
#include <iostream>
#include <memory>

namespace limn::starter {
namespace {

struct DescriberBenchmarkOptions {
    std::string font = GlyphFont::defaultFile();
    std::string data = "tests/data/starter";
    std::string model = "resources/starter/describer";
    std::string generator;  // folder, or empty: renders are looked at
    std::string outside;    // folder of pictures, or empty
    std::string out = "tests/data/starter/describer.tsv";
    std::size_t every = 1;  // of the questions' pictures
};

Status makeQuestions(const DescriberBenchmarkOptions& options) {
    const auto prompts = loadBenchmark(options.data);
    if (!prompts) {
        return prompts.error();
    }
    std::ifstream stream(options.data + "/describer_free.tsv");
    std::vector<std::string> wordings;
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty() && line.front() != '#') {
            wordings.push_back(line);
        }
    }
    return writeText(options.out, writePictureQuestions(*prompts, wordings));
}

/// Pictures that can be read, of whatever a folder holds.
std::vector<Image> picturesIn(const std::string& folder) {
    std::vector<Image> pictures;
    if (folder.empty()) {
        return pictures;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        auto picture =
            entry.is_regular_file() ? readPicture(entry.path()) : Outcome<Image>(Cancelled{});
        if (picture.isDone()) {
            pictures.push_back(std::move(picture).value());
        }
    }
    return pictures;
}

Status runBenchmark(const DescriberBenchmarkOptions& options) {
    const auto prompts = loadBenchmark(options.data);
    if (!prompts) {
        return prompts.error();
    }
    auto questions = readPictureQuestions(options.data + "/describer.tsv");
    if (!questions) {
        return questions.error();
    }
    std::erase_if(*questions, [&](const PictureQuestion& asked) {
        return (asked.number + asked.variant) % options.every != 0;
    });
    const auto font = GlyphFont::open(options.font);
    if (!font) {
        return font.error();
    }
    auto renderer = SceneRenderer::create(*font);
    if (!renderer) {
        return renderer.error();
    }
    std::unique_ptr<PictureMaker> maker;
    if (!options.generator.empty()) {
        auto made = makeEnginePictures(options.generator, {});
        if (!made) {
            return made.error();
        }
        maker = std::move(*made);
    }
    const auto engine = inference::makeTorchEngine();
    LoadRequest load;
    load.model = options.model;
    const auto loaded = engine->load(load, {}, {});
    if (loaded.isFailed()) {
        return loaded.error();
    }
    const PictureOf pictureOf = [&](const Scene& scene,
                                    const PictureQuestion& asked) -> Result<Image> {
        if (!maker) {
            return renderer->render(scene, kFullSidePx).picture;
        }
        auto drawn = maker->make({{plainCaption(scene), 16 * asked.number + asked.variant}});
        return drawn ? Result<Image>(std::move(drawn->front())) : drawn.error();
    };
    const auto outside = picturesIn(options.outside);
    if (!options.outside.empty()) {
        std::cout << outside.size() << " pictures from outside\n";
    }
    const auto benchmark = runDescriberBenchmark(*engine, *prompts, *questions, pictureOf, outside);
    if (!benchmark) {
        return benchmark.error();
    }
    std::cout << tableOf(*benchmark);
    return Unit{};
}

}  // namespace

void addDescriberBenchmarkCommands(CLI::App& app, int& exitCode) {
    auto options = std::make_shared<DescriberBenchmarkOptions>();
    auto* maker = app.add_subcommand("make-describer-benchmark",
                                     "Write the describer's fixed questions, once");
    maker->add_option("--out", options->out, "File to write");
    maker->callback(commandCallback(options, exitCode, makeQuestions));
    auto* runner = app.add_subcommand("benchmark-describer",
                                      "Ask a describer the fixed questions, through the engine");
    runner->add_option("--model", options->model, "Folder of the describer");
    runner->add_option("--generator", options->generator,
                       "Look at what this generator draws of the scenes, not at renders");
    runner->add_option("--outside", options->outside,
                       "Folder of pictures that are not of the starter's world");
    runner->add_option("--every", options->every, "Only every so many-th picture: a quick look");
    runner->add_option("--font", options->font, "Noto Color Emoji");
    runner->callback(commandCallback(options, exitCode, runBenchmark));
    for (auto* command : {maker, runner}) {
        command->add_option("--data", options->data, "Folder of the benchmark's files");
    }
}

}  // namespace limn::starter
