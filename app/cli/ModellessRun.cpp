// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/ModellessRun.h"

#include "app/cli/json_text.h"
#include "core/io/PictureReader.h"
#include "core/vision/PictureFacts.h"
#include "core/vision/TextReader.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace limn::cli {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The keys that every description has.
nlohmann::ordered_json head(const std::filesystem::path& image, const std::string& task,
                            const std::string& model, const std::string& text, double confidence) {
    return {{"image", image.string()},
            {"task", task},
            {"model", model},
            {"text", text},
            {"token_ids", nlohmann::json::array()},
            {"confidence", confidence}};
}

nlohmann::ordered_json secondsOf(double total) {
    return {{"load", 0.0}, {"encode", 0.0}, {"prefill", 0.0}, {"decode", 0.0}, {"total", total}};
}

}  // namespace

ModellessRun::ModellessRun(What what, std::vector<std::filesystem::path> images, std::string task,
                           bool isJson, CommandContext& context)
    : m_what(what), m_images(std::move(images)), m_task(std::move(task)), m_isJson(isJson),
      m_context(context) {}

Outcome<DescriptionTally> ModellessRun::run(const std::stop_token& stop) {
    DescriptionTally tally;
    for (const auto& image : m_images) {
        const auto told = tell(image, stop);
        if (told.isCancelled()) {
            return Cancelled{};
        }
        if (told.isFailed()) {
            m_context.console.printError((m_images.size() > 1 ? image.string() + ": " : std::string()) +
                                         told.error().message);
            ++tally.failed;
        } else {
            ++tally.described;
        }
    }
    return tally;
}

Outcome<Unit> ModellessRun::tell(const std::filesystem::path& image, const std::stop_token& stop) {
    const auto picture = readPicture(image, stop);
    if (!picture.isDone()) {
        return picture.isCancelled() ? Outcome<Unit>(Cancelled{}) : picture.error();
    }
    return m_what == What::Writing ? tellWriting(image, picture.value(), stop)
                                   : tellFacts(image, picture.value(), stop);
}

Outcome<Unit> ModellessRun::tellWriting(const std::filesystem::path& image, const Image& picture,
                                        const std::stop_token& stop) {
    const auto begin = Clock::now();
    const auto read = vision::readText(picture, {}, stop);
    if (!read.isDone()) {
        return read.isCancelled() ? Outcome<Unit>(Cancelled{}) : read.error();
    }
    const auto& reading = read.value();
    if (m_isJson) {
        auto object = head(image, m_task, "tesseract " + reading.languages, reading.text(), reading.confidence());
        auto lines = nlohmann::ordered_json::array();
        for (const auto& line : reading.lines) {
            lines.push_back({{"text", line.text},
                             {"box", {line.xPx, line.yPx, line.widthPx, line.heightPx}},
                             {"confidence", line.confidence}});
        }
        object["lines"] = std::move(lines);
        object["turned_degrees"] = reading.turnedDegrees;
        object["seconds"] = secondsOf(secondsSince(begin));
        m_context.console.printResult(jsonText(object));
        return Unit{};
    }
    if (reading.lines.empty()) {
        m_context.console.printNote(image.string() + ": no writing was found.");
    }
    printText(image, reading.text());
    return Unit{};
}

Outcome<Unit> ModellessRun::tellFacts(const std::filesystem::path& image, const Image& picture,
                                      const std::stop_token& stop) {
    const auto begin = Clock::now();
    const auto measured = vision::measureFacts(picture, stop);
    if (!measured.isDone()) {
        return measured.isCancelled() ? Outcome<Unit>(Cancelled{}) : measured.error();
    }
    const auto& facts = measured.value();
    const std::string text = vision::describeFacts(facts);
    if (!m_isJson) {
        printText(image, text);
        return Unit{};
    }
    auto object = head(image, m_task, "measured", text, 1.0);
    auto colours = nlohmann::ordered_json::array();
    for (const auto& colour : facts.colours) {
        colours.push_back({{"name", vision::englishName(colour.colour)}, {"share", colour.share}});
    }
    object["facts"] = {{"width", facts.widthPx},
                       {"height", facts.heightPx},
                       {"colours", std::move(colours)},
                       {"above", vision::englishName(facts.above)},
                       {"below", vision::englishName(facts.below)},
                       {"lightness", facts.lightness},
                       {"contrast", facts.contrast},
                       {"sharpness", facts.sharpness},
                       {"noise", facts.noise},
                       {"blockiness", facts.blockiness},
                       {"clipped_light", facts.clippedLight},
                       {"clipped_dark", facts.clippedDark}};
    object["seconds"] = secondsOf(secondsSince(begin));
    m_context.console.printResult(jsonText(object));
    return Unit{};
}

void ModellessRun::printText(const std::filesystem::path& image, const std::string& text) {
    if (m_images.size() > 1) {
        m_context.console.printResult(image.string() + ":");
    }
    m_context.console.printPiece(text.empty() ? text : text + "\n");
}

}  // namespace limn::cli
