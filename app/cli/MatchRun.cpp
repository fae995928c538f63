// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/MatchRun.h"

#include "app/cli/description_json.h"
#include "app/cli/json_text.h"
#include "app/cli/seen_json.h"

#include <nlohmann/json.hpp>

namespace limn::cli {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

MatchRun::MatchRun(PreparedDescription prepared, std::string prompt, bool hasModel, CommandContext& context)
    : m_prepared(std::move(prepared)), m_claims(match::claimsOf(prompt)), m_hasModel(hasModel),
      m_context(context), m_progress(context.console) {}

Outcome<DescriptionTally> MatchRun::run(const std::stop_token& stop) {
    if (m_hasModel) {
        const auto loaded = load(stop);
        if (!loaded.isDone()) {
            return loaded.isCancelled() ? Outcome<DescriptionTally>(Cancelled{}) : loaded.error();
        }
    }
    return describeEach(m_prepared.images, m_prepared.task, m_prepared.isJson, m_context.console,
                        [&](const std::filesystem::path& image) {
                            auto done = match(image, stop);
                            m_progress.end();
                            return done;
                        });
}

Outcome<Unit> MatchRun::load(const std::stop_token& stop) {
    m_engine = m_context.makeEngine();
    const auto loaded = m_engine->load(m_prepared.load, stop, [this](const Progress& step) { m_progress.show(step); });
    if (!loaded.isDone()) {
        return loaded.isCancelled() ? Outcome<Unit>(Cancelled{}) : loaded.error();
    }
    if (!loaded.value().describesPictures) {
        return notADescriber(m_prepared.model);
    }
    m_loadSeconds = loaded.value().loadSeconds;
    return Unit{};
}

Outcome<Unit> MatchRun::match(const std::filesystem::path& image, const std::stop_token& stop) {
    const auto begin = Clock::now();
    const auto picture = openPicture(image, stop);
    if (!picture.isDone()) {
        return picture.isCancelled() ? Outcome<Unit>(Cancelled{}) : picture.error();
    }
    const auto told = describe(picture.value(), stop);
    if (!told.isDone()) {
        return told.isCancelled() ? Outcome<Unit>(Cancelled{}) : told.error();
    }
    const auto report = match::matchPrompt(picture.value().picture, m_claims, m_engine.get(), stop,
                                           [this](const Progress& step) { m_progress.show(step); });
    if (!report.isDone()) {
        return report.isCancelled() ? Outcome<Unit>(Cancelled{}) : report.error();
    }
    m_progress.end();
    print(image, told.value(), report.value(), picture.value(),
          std::chrono::duration<double>(Clock::now() - begin).count());
    m_loadSeconds = 0;
    return Unit{};
}

/// nullopt where no words were asked for.
Outcome<std::optional<ToldDescription>> MatchRun::describe(const ToldPicture& of,
                                                           const std::stop_token& stop) {
    using Told = std::optional<ToldDescription>;
    if (!m_engine || m_prepared.question.empty()) {
        return Told();
    }
    DescribeRequest request = m_prepared.request;
    request.turns.push_back({Speaker::User, {of.picture}, m_prepared.question});
    auto said = m_engine->describe(request, stop, [this](const Progress& step) { m_progress.show(step); }, {});
    if (!said.isDone()) {
        return said.isCancelled() ? Outcome<Told>(Cancelled{}) : said.error();
    }
    const auto added = makeTellable(said.value(), m_prepared.task, of, stop);
    if (!added.isDone()) {
        return added.isCancelled() ? Outcome<Told>(Cancelled{}) : added.error();
    }
    return Told(
        {std::move(said).value(), !added.value().empty(), of.picture.widthPx, of.picture.heightPx});
}

void MatchRun::print(const std::filesystem::path& image, const std::optional<ToldDescription>& told,
                     const match::MatchReport& report, const ToldPicture& of, double seconds) {
    if (m_prepared.isJson) {
        nlohmann::ordered_json object;
        if (told) {
            object = descriptionJson(m_prepared, image, *told, m_loadSeconds);
        } else {
            object = modellessJson(image, m_prepared.task, m_hasModel ? m_prepared.model.name : "measured",
                                   match::summaryWords(report), report.score.value_or(0), seconds + m_loadSeconds);
            object["seconds"]["load"] = m_loadSeconds;
        }
        object["match"] = matchJson(report);
        if (const auto facts = vision::measureFacts(of.picture, {}); facts.isDone()) {
            object["facts"] = factsJson(facts.value(), of.exifOrientation);
        }
        m_context.console.printResult(jsonText(object));
        return;
    }
    if (m_prepared.images.size() > 1) {
        m_context.console.printResult(image.string() + ":");
    }
    if (told) {
        m_context.console.printPiece(told->description.text + "\n");
    }
    printChecks(report);
    m_context.console.printPiece(match::summaryWords(report) + "\n");
}

void MatchRun::printChecks(const match::MatchReport& report) {
    for (const auto& check : report.checks) {
        const char* verdict = !check.holds ? "?    " : *check.holds ? "yes  " : "no   ";
        m_context.console.printPiece(verdict + check.claim.words + " - " + match::evidenceWords(check) + "\n");
    }
}

}  // namespace limn::cli
