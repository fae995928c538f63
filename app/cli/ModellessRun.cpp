// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/ModellessRun.h"

#include "app/cli/json_text.h"
#include "app/cli/seen_json.h"
#include "core/description/alt_text.h"
#include "core/description/text_question.h"
#include "core/vision/PictureFacts.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace limn::cli {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

ModellessRun::ModellessRun(What what, std::vector<std::filesystem::path> images, std::string task,
                           bool isJson, CommandContext& context)
    : m_what(what), m_images(std::move(images)), m_task(std::move(task)), m_isJson(isJson),
      m_context(context) {}

Outcome<DescriptionTally> ModellessRun::run(const std::stop_token& stop) {
    return describeEach(m_images, m_task, m_isJson, m_context.console,
                        [&](const std::filesystem::path& image) { return tell(image, stop); });
}

Outcome<Unit> ModellessRun::tell(const std::filesystem::path& image, const std::stop_token& stop) {
    const auto picture = openPicture(image, stop);
    if (!picture.isDone()) {
        return picture.isCancelled() ? Outcome<Unit>(Cancelled{}) : picture.error();
    }
    return m_what == What::Writing ? tellWriting(image, picture.value(), stop)
                                   : tellFacts(image, picture.value(), stop);
}

Outcome<Unit> ModellessRun::tellWriting(const std::filesystem::path& image, const ToldPicture& of,
                                        const std::stop_token& stop) {
    const auto begin = Clock::now();
    if (!m_reader) {
        auto opened = vision::TextReader::open();
        if (!opened) {
            return opened.error();
        }
        m_reader = *std::move(opened);
    }
    const auto read = m_reader->read(of.picture, stop);
    if (!read.isDone()) {
        return read.isCancelled() ? Outcome<Unit>(Cancelled{}) : read.error();
    }
    const auto& reading = read.value();
    const bool isAnswer = m_task == "answer";  // says by itself that nothing, or not all, was read
    const std::string text = isAnswer ? writingInWords(reading, {}) : reading.text();
    if (m_isJson) {
        auto object = modellessJson(image, m_task, "tesseract " + reading.languages, text,
                                    reading.confidence(), secondsSince(begin));
        object["lines"] = linesJson(reading);
        object["turned_degrees"] = reading.turnedDegrees;
        object["skew_degrees"] = reading.skewDegrees;
        object["complete"] = !reading.isCut;
        const auto measured = vision::measureFacts(of.picture, stop);
        if (!measured.isDone()) {
            return measured.isCancelled() ? Outcome<Unit>(Cancelled{}) : measured.error();
        }
        object["facts"] = factsJson(measured.value(), of.exifOrientation);
        m_context.console.printResult(jsonText(object));
        return Unit{};
    }
    if (reading.lines.empty() && !isAnswer) {
        m_context.console.printNote(image.string() + ": no writing was found.");
    }
    if (reading.isCut && !isAnswer) {
        m_context.console.printWarning(
            image.string() +
            ": only part of the text was read: there is more than can be read in time.");
    }
    printText(image, text);
    return Unit{};
}

Outcome<Unit> ModellessRun::tellFacts(const std::filesystem::path& image, const ToldPicture& of,
                                      const std::stop_token& stop) {
    const auto begin = Clock::now();
    const auto measured = vision::measureFacts(of.picture, stop);
    if (!measured.isDone()) {
        return measured.isCancelled() ? Outcome<Unit>(Cancelled{}) : measured.error();
    }
    const std::string text =
        m_task == "alt" ? altFrom(vision::describeFactsBriefly(measured.value()), of.isAiMade)
                        : vision::describeFacts(measured.value());
    if (!m_isJson) {
        printText(image, text);
        return Unit{};
    }
    auto object = modellessJson(image, m_task, "measured", text, 1.0, secondsSince(begin));
    object["facts"] = factsJson(measured.value(), of.exifOrientation);
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
