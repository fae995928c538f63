// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Image.h"
#include "core/base/Outcome.h"
#include "core/base/Speech.h"
#include "core/engine/Engine.h"
#include "core/match/Claim.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace limn::match {

/// Who says that a claim holds.
enum class Witness {
    Nobody = 1,  ///< it was not checked
    Model,       ///< a describing model was asked
    Colours,     ///< measured in the picture
    Writing,     ///< read in the picture
};

/// One claim, judged. `answer` is what the model said or what was read: data from outside, to be quoted.
struct MatchCheck {
    Claim claim;
    std::optional<bool> holds;          ///< nullopt: nobody could tell
    std::optional<double> probability;  ///< that it holds, 0 ... 1
    Witness witness = Witness::Nobody;
    std::string answer;
    bool isUnfamiliar =
        false;  ///< the model was asked, and does not know such pictures: its words are no evidence
    double colourShare = 0;           ///< with Colours: of the area
    std::optional<int> countedByModel;  ///< with a count that does not hold
};

struct MatchReport {
    std::vector<MatchCheck> checks;  ///< in the order of the claims
    std::optional<double> score;     ///< mean probability of those that could be judged
    bool isCut = false;              ///< the prompt said more than was checked

    std::size_t judged() const;
    std::size_t held() const;
};

/// Judges each claim by a witness: writing by reading it, colours by measuring where that decides, everything else by
/// asking the engine's model, which must be one that describes; null where there is none. Claims that nobody can judge are
/// said to be so. What the picture holds cannot change what is asked. Runs on the engine's thread; cancelled within a
/// token. Fails where the engine does.
Outcome<MatchReport> matchPrompt(const Image& picture, const PromptClaims& claims, Engine* engine,
                                 std::stop_token stop, const ProgressSink& progress);

/// How much of `wanted` stands in `read`, whatever the case, the blanks and the marks: 1 for all of it, letter by letter.
double shareOfWriting(std::string_view wanted, std::string_view read);

// Words for it.

/// "the model says yes (0.93)", "read in the picture: "OPEN"".
std::string evidenceWords(const MatchCheck& check, const Speech& said = {});
/// "5 of 7 claims hold (score 0.74). Missing: two boats; at sunset."
std::string summaryWords(const MatchReport& report, const Speech& said = {});
/// The claims that do not hold.
std::vector<std::string> missingWords(const MatchReport& report);

}  // namespace limn::match
