// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"
#include "app/cli/DescriptionRun.h"
#include "app/cli/told_words.h"
#include "core/match/match_prompt.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace limn::cli {

/// `limn describe --prompt`: how well pictures match a prompt, claim by claim; with a task, in that task's words too.
/// Without a model (`prepared` has none) only what can be read or measured is judged. A picture that cannot be read does
/// not stop the others.
class MatchRun {
public:
    MatchRun(PreparedDescription prepared, std::string prompt, bool hasModel, CommandContext& context);

    Outcome<DescriptionTally> run(const std::stop_token& stop);

private:
    Outcome<Unit> load(const std::stop_token& stop);
    Outcome<Unit> match(const std::filesystem::path& image, const std::stop_token& stop);
    Outcome<std::optional<ToldDescription>> describe(const ToldPicture& of,
                                                     const std::stop_token& stop);
    void print(const std::filesystem::path& image, const std::optional<ToldDescription>& told,
               const match::MatchReport& report, const ToldPicture& of, double seconds);
    void printChecks(const match::MatchReport& report);

    PreparedDescription m_prepared;
    match::PromptClaims m_claims;
    bool m_hasModel;
    CommandContext& m_context;
    ProgressReport m_progress;
    std::unique_ptr<Engine> m_engine;
    double m_loadSeconds = 0;
};

}  // namespace limn::cli
