// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/DescriptionRun.h"

#include "app/cli/description_json.h"
#include "app/cli/json_text.h"
#include "app/cli/seen_json.h"

#include <nlohmann/json.hpp>

namespace limn::cli {
Error notADescriber(const ChosenModel& model) {
    return {ErrorCode::Unsupported,
            "The model '" + model.name + "' makes pictures; 'limn describe' needs one that describes them.", {}};
}

DescriptionRun::DescriptionRun(PreparedDescription prepared, CommandContext& context)
    : m_prepared(std::move(prepared)), m_context(context), m_progress(context.console) {}

Outcome<DescriptionTally> DescriptionRun::run(const std::stop_token& stop) {
    const std::unique_ptr<Engine> engine = m_context.makeEngine();
    auto loaded = engine->load(m_prepared.load, stop,
                               [this](const Progress& step) { m_progress.show(step); });
    if (!loaded.isDone()) {
        return loaded.isCancelled() ? Outcome<DescriptionTally>(Cancelled{}) : loaded.error();
    }
    if (!loaded.value().describesPictures) {
        return notADescriber(m_prepared.model);
    }
    double loadSeconds = loaded.value().loadSeconds;
    return describeEach(m_prepared.images, m_prepared.task, m_prepared.isJson, m_context.console,
                        [&](const std::filesystem::path& image) -> Outcome<Unit> {
                            const auto said = describe(*engine, image, stop);
                            m_progress.end();
                            if (!said.isDone()) {
                                return said.isCancelled() ? Outcome<Unit>(Cancelled{})
                                                          : said.error();
                            }
                            print(image, said.value(), loadSeconds);
                            loadSeconds = 0;
                            return Unit{};
                        });
}

Outcome<DescriptionRun::Said> DescriptionRun::describe(Engine& engine, const std::filesystem::path& image,
                                                       const std::stop_token& stop) {
    const auto picture = openPicture(image, stop);
    if (!picture.isDone()) {
        return picture.isCancelled() ? Outcome<Said>(Cancelled{}) : picture.error();
    }
    std::optional<vision::PictureFacts> facts;
    if (m_prepared.isJson) {
        auto measured = vision::measureFacts(picture.value().picture, stop);
        if (!measured.isDone()) {
            return measured.isCancelled() ? Outcome<Said>(Cancelled{}) : measured.error();
        }
        facts = std::move(measured).value();
    }
    DescribeRequest request = m_prepared.request;
    ChatTurn turn;
    turn.pictures.push_back(picture.value().picture);
    turn.text = m_prepared.question;
    request.turns.push_back(std::move(turn));
    const bool streams = streamsWords();
    bool hasWords = false;
    const auto printStreamed = [&](std::string_view piece) {
        if (!hasWords && m_prepared.images.size() > 1) {
            m_context.console.printResult(image.string() + ":");
        }
        hasWords = true;
        m_context.console.printPiece(piece);
    };
    auto said = engine.describe(
        request, stop,
        [&](const Progress& step) {
            if (!(streams && step.phase == Phase::Describe)) {
                m_progress.show(step);
            }
        },
        [&](std::string_view piece) {
            if (streams) {
                printStreamed(piece);
            }
        });
    bool isMeasured = false;
    if (said.isDone()) {
        const auto added = makeTellable(said.value(), m_prepared.task, picture.value(), stop);
        if (!added.isDone()) {
            return added.isCancelled() ? Outcome<Said>(Cancelled{}) : added.error();
        }
        isMeasured = !added.value().empty();
        if (streams && isMeasured) {
            printStreamed(added.value());
        }
    }
    if (hasWords) {
        m_context.console.printPiece("\n");
    }
    if (!said.isDone()) {
        return said.isCancelled() ? Outcome<Said>(Cancelled{}) : said.error();
    }
    return Said{{std::move(said).value(), isMeasured, picture.value().picture.widthPx,
                 picture.value().picture.heightPx},
                std::move(facts),
                picture.value().exifOrientation};
}

/// Tags are a list for programs, alternative text is made of the whole answer: they are printed when that is there.
bool DescriptionRun::streamsWords() const {
    return m_context.console.streamsResults() && !m_prepared.isJson && m_prepared.task != "tags" &&
           m_prepared.task != "alt";
}

void DescriptionRun::print(const std::filesystem::path& image, const Said& said, double loadSeconds) {
    const Description& description = said.told.description;
    if (m_prepared.isJson) {
        auto object = descriptionJson(m_prepared, image, said.told, loadSeconds);
        if (said.facts) {
            object["facts"] = factsJson(*said.facts, said.exifOrientation);
        }
        m_context.console.printResult(jsonText(object));
    } else if (!streamsWords()) {
        if (m_prepared.images.size() > 1) {
            m_context.console.printResult(image.string() + ":");
        }
        m_context.console.printPiece(description.text + "\n");
    }
    if (description.end == EndOfText::TokenLimit) {
        m_context.console.printWarning("The text was cut after " +
                                       std::to_string(description.tokenIds.size()) +
                                       " tokens; --max-new-tokens allows more.");
    }
}

}  // namespace limn::cli
