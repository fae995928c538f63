// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/match_prompt.h"

#include "core/match/claim_questions.h"
#include "core/vision/PictureFacts.h"
#include "core/vision/TextReader.h"

#include <algorithm>

namespace limn::match {
namespace {

constexpr int kAnswerTokens = 12;         // "No, there are two." The verdict is in the first one.
constexpr double kHeard = 0.05;           // less for yes and no together: the model did not answer the question
constexpr double kSure = 0.95;            // of a witness that gives no probability
constexpr double kNoneOfColour = 0.0005;  // of the area: the colour is not there
constexpr double kReadable = 0.8;         // of the letters of a writing

class Judge {
public:
    Judge(const Image& picture, const PromptClaims& claims, Engine* engine, std::stop_token stop,
          const ProgressSink& progress)
        : m_picture(picture), m_claims(claims), m_engine(engine), m_stop(std::move(stop)), m_progress(progress) {}

    Outcome<MatchReport> run() {
        MatchReport report;
        report.isCut = m_claims.isCut;
        for (const Claim& claim : m_claims.claims) {
            if (m_stop.stop_requested()) {
                return Cancelled{};
            }
            if (m_progress) {
                m_progress({Phase::Describe, static_cast<int>(report.checks.size()),
                            static_cast<int>(m_claims.claims.size()), 0, {}});
            }
            m_isFollowed = std::any_of(
                m_claims.claims.begin() + static_cast<std::ptrdiff_t>(report.checks.size()) + 1,
                m_claims.claims.end(), needsModel);
            auto check = judged(claim);
            if (!check.isDone()) {
                return check.isCancelled() ? Outcome<MatchReport>(Cancelled{}) : check.error();
            }
            report.checks.push_back(std::move(check).value());
        }
        concludePresence(report);
        double sum = 0;
        for (const MatchCheck& check : report.checks) {
            sum += check.probability.value_or(0);
        }
        if (const auto count = report.judged(); count > 0) {
            report.score = sum / static_cast<double>(count);
        }
        return report;
    }

private:
    /// For sure: a colour may be judged without it.
    static bool needsModel(const Claim& claim) {
        return claim.kind != ClaimKind::Writing && claim.kind != ClaimKind::Colour;
    }

    Outcome<MatchCheck> judged(const Claim& claim) {
        MatchCheck check;
        check.claim = claim;
        if (claim.kind == ClaimKind::Writing) {
            return byReading(std::move(check));
        }
        if (claim.kind == ClaimKind::Colour) {
            auto seen = byColours(check);
            if (!seen.isDone() || seen.value().holds) {
                return seen;
            }
            check.colourShare = seen.value().colourShare;
        }
        return m_engine != nullptr ? byModel(std::move(check)) : Outcome<MatchCheck>(std::move(check));
    }

    /// Two owls are owls, and so are blue ones: a small model may be sure of those and not of the bare word.
    static void concludePresence(MatchReport& report) {
        for (MatchCheck& check : report.checks) {
            if (check.claim.kind != ClaimKind::Thing || check.witness != Witness::Model || check.holds == true) {
                continue;
            }
            for (const MatchCheck& other : report.checks) {
                const bool impliesIt = other.claim.kind == ClaimKind::Count || other.claim.kind == ClaimKind::Colour;
                if (impliesIt && other.claim.thing == check.claim.thing && other.witness == Witness::Model &&
                    other.holds == true && *other.probability > 1 - *check.probability) {
                    decide(check, Witness::Model, *other.probability);
                    check.answer = other.answer;
                }
            }
        }
    }

    static void decide(MatchCheck& check, Witness witness, double probability) {
        check.witness = witness;
        check.probability = probability;
        check.holds = probability >= 0.5;
    }

    Outcome<MatchCheck> byReading(MatchCheck check) {
        if (!m_reading) {
            auto read = vision::readText(m_picture, {}, m_stop);
            if (read.isCancelled()) {
                return Cancelled{};
            }
            if (read.isFailed()) {
                return check;  // no language data: nobody can tell
            }
            m_reading = std::move(read).value();
        }
        check.answer = m_reading->text();
        const double share = shareOfWriting(check.claim.words, check.answer);
        decide(check, Witness::Writing, share >= kReadable ? std::max(share, 0.5) : share / 2);
        return check;
    }

    /// A colour that is nowhere colours nothing; one that is somewhere may colour anything.
    Outcome<MatchCheck> byColours(MatchCheck check) {
        if (!m_facts) {
            auto facts = vision::measureFacts(m_picture, m_stop);
            if (!facts.isDone()) {
                return facts.isCancelled() ? Outcome<MatchCheck>(Cancelled{}) : facts.error();
            }
            m_facts = std::move(facts).value();
        }
        check.colourShare = m_facts->shareOf(check.claim.colour);
        if (check.colourShare < kNoneOfColour) {
            decide(check, Witness::Colours, 1 - kSure);
        }
        return check;
    }

    Outcome<MatchCheck> byModel(MatchCheck check) {
        const auto answer = ask(questionOf(check.claim, m_claims.language), answerChoices(m_claims.language));
        if (!answer.isDone()) {
            return answer.isCancelled() ? Outcome<MatchCheck>(Cancelled{}) : answer.error();
        }
        if (isDisowned(answer.value())) {
            check.isUnfamiliar = true;
            return check;
        }
        check.answer = answer.value().text;
        auto shown = probabilityOfYes(answer.value());
        if (!shown) {
            return check;
        }
        decide(check, Witness::Model, check.claim.kind == ClaimKind::Absence ? 1 - *shown : *shown);
        if (check.claim.kind == ClaimKind::Count && !*check.holds) {
            const auto counted = ask(countQuestionOf(check.claim, m_claims.language), {});
            if (!counted.isDone()) {
                return counted.isCancelled() ? Outcome<MatchCheck>(Cancelled{}) : counted.error();
            }
            check.countedByModel = readNumber(counted.value().text, m_claims.language);
        }
        return check;
    }

    Outcome<Description> ask(std::string question, std::vector<std::string> choices) {
        DescribeRequest request;
        request.turns.push_back({Speaker::User, {m_picture}, std::move(question)});
        request.choices = std::move(choices);
        request.maxNewTokens = kAnswerTokens;
        request.isFollowed = m_isFollowed;
        return m_engine->describe(request, m_stop, {}, {});
    }

    static bool isDisowned(const Description& answer) { return answer.strangeness.value_or(0) > 1; }

    std::optional<double> probabilityOfYes(const Description& answer) const {
        if (answer.choices.size() % 2 == 0 && !answer.choices.empty()) {
            const auto middle = answer.choices.begin() + static_cast<std::ptrdiff_t>(answer.choices.size() / 2);
            // "Yes" and "yes" may begin with the same token.
            const double yes = *std::max_element(answer.choices.begin(), middle);
            const double no = *std::max_element(middle, answer.choices.end());
            if (yes + no >= kHeard) {
                return yes / (yes + no);
            }
        }
        const auto said = readAnswer(answer.text, m_claims.language);
        return said ? std::optional(*said ? kSure : 1 - kSure) : std::nullopt;
    }

    const Image& m_picture;
    const PromptClaims& m_claims;
    Engine* m_engine;
    std::stop_token m_stop;
    const ProgressSink& m_progress;
    bool m_isFollowed = false;  // by another question for the model
    std::optional<vision::TextReading> m_reading;
    std::optional<vision::PictureFacts> m_facts;
};

}  // namespace

std::size_t MatchReport::judged() const {
    return static_cast<std::size_t>(
        std::count_if(checks.begin(), checks.end(), [](const MatchCheck& check) { return check.holds.has_value(); }));
}

std::size_t MatchReport::held() const {
    return static_cast<std::size_t>(
        std::count_if(checks.begin(), checks.end(), [](const MatchCheck& check) { return check.holds == true; }));
}

Outcome<MatchReport> matchPrompt(const Image& picture, const PromptClaims& claims, Engine* engine,
                                 std::stop_token stop, const ProgressSink& progress) {
    return Judge(picture, claims, engine, std::move(stop), progress).run();
}

}  // namespace limn::match
