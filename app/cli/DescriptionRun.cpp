// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/DescriptionRun.h"

#include "app/cli/json_text.h"
#include "core/io/PictureReader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace limn::cli {
namespace {

nlohmann::ordered_json jsonOf(const PreparedDescription& prepared,
                              const std::filesystem::path& image, const Description& description) {
    const auto& seconds = description.seconds;
    nlohmann::ordered_json object = {{"image", image.string()},
                                     {"task", prepared.task},
                                     {"model", prepared.model.name},
                                     {"text", description.text},
                                     {"token_ids", description.tokenIds},
                                     {"confidence", description.confidence},
                                     {"seconds",
                                      {{"load", seconds.load},
                                       {"encode", seconds.encode},
                                       {"prefill", seconds.prefill},
                                       {"decode", seconds.decode},
                                       {"total", seconds.total}}}};
    if (prepared.task == "tags") {
        object["tags"] = splitTags(description.text);
    }
    object["complete"] = description.end == EndOfText::ModelEnded;
    object["prompt_tokens"] = description.promptTokens;
    if (!description.seen.empty()) {
        const auto& seen = description.seen.front();
        object["seen"] = {
            {"width", seen.widthPx}, {"height", seen.heightPx}, {"tokens", seen.tokens}};
    }
    object["peak_memory_bytes"] = description.peakMemoryBytes;
    return object;
}

}  // namespace

std::vector<std::string> splitTags(const std::string& text) {
    std::vector<std::string> tags;
    std::string tag;
    const auto isMark = [](char c) {
        return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '*' ||
               c == '#' || c == '.';
    };
    const auto finish = [&] {
        const auto begin = std::find_if_not(tag.begin(), tag.end(), isMark);
        const auto end =
            std::find_if_not(tag.rbegin(), std::make_reverse_iterator(begin), isMark).base();
        std::string word(begin, end);
        if (!word.empty() && std::find(tags.begin(), tags.end(), word) == tags.end()) {
            tags.push_back(std::move(word));
        }
        tag.clear();
    };
    for (const char c : text) {
        if (c == ',' || c == '\n' || c == ';') {
            finish();
        } else {
            tag += c;
        }
    }
    finish();
    return tags;
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
        return Error{ErrorCode::Unsupported,
                     "The model '" + m_prepared.model.name +
                         "' makes pictures; 'limn describe' needs one that describes them.",
                     {}};
    }
    double loadSeconds = loaded.value().loadSeconds;
    DescriptionTally tally;
    for (const auto& image : m_prepared.images) {
        auto said = describe(*engine, image, stop);
        m_progress.end();
        if (said.isCancelled()) {
            return Cancelled{};
        }
        if (said.isFailed()) {
            m_context.console.printError(
                (m_prepared.images.size() > 1 ? image.string() + ": " : std::string()) +
                said.error().message);
            ++tally.failed;
            continue;
        }
        print(image, std::move(said).value(), loadSeconds);
        loadSeconds = 0;
        ++tally.described;
    }
    return tally;
}

Outcome<Description> DescriptionRun::describe(Engine& engine, const std::filesystem::path& image,
                                              const std::stop_token& stop) {
    auto picture = readPicture(image, stop);
    if (!picture.isDone()) {
        return picture.isCancelled() ? Outcome<Description>(Cancelled{}) : picture.error();
    }
    DescribeRequest request = m_prepared.request;
    ChatTurn turn;
    turn.pictures.push_back(std::move(picture).value());
    turn.text = m_prepared.question;
    request.turns.push_back(std::move(turn));
    const bool streams = m_context.console.streamsResults() && !m_prepared.isJson;
    bool hasWords = false;
    const auto said = engine.describe(
        request, stop,
        [&](const Progress& step) {
            if (!(streams && step.phase == Phase::Describe)) {
                m_progress.show(step);
            }
        },
        [&](std::string_view piece) {
            if (!streams) {
                return;
            }
            if (!hasWords && m_prepared.images.size() > 1) {
                m_context.console.printResult(image.string() + ":");
            }
            hasWords = true;
            m_context.console.printPiece(piece);
        });
    if (hasWords) {
        m_context.console.printPiece("\n");
    }
    return said;
}

void DescriptionRun::print(const std::filesystem::path& image, Description description,
                           double loadSeconds) {
    description.seconds.load = loadSeconds;
    description.seconds.total += loadSeconds;
    if (m_prepared.isJson) {
        m_context.console.printResult(jsonText(jsonOf(m_prepared, image, description)));
    } else if (!m_context.console.streamsResults()) {
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
