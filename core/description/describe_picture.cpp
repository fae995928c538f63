// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/describe_picture.h"

#include "core/description/alt_text.h"
#include "core/description/cannot_tell.h"
#include "core/description/task_prompts.h"
#include "core/description/text_question.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace limn {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostSteps = 6;  // facts, four tasks, writing
constexpr int kRefusalTokens =
    12;  // of a caption that nobody reads: whether it begins like a refusal
constexpr double kSurelyRead = 0.6;  // confidence: less is left to a model, where there is one

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Ends a function that gives an Outcome with whatever ended this one.
template <class T, class Other>
Outcome<T> endedLike(const Outcome<Other>& outcome) {
    return outcome.isCancelled() ? Outcome<T>(Cancelled{}) : Outcome<T>(outcome.error());
}

/// Passes an answer on as it is written, unless it begins like boxes: those are for the canvas, not for reading.
class AnswerStream {
public:
    explicit AnswerStream(const TextSink& sink) : m_sink(sink) {}

    void write(std::string_view piece) {
        if (m_isPassing) {
            m_sink(piece);
            return;
        }
        m_held += piece;
        const bool isBlank = m_held.find_first_not_of(" \n") == std::string::npos;
        if (!isBlank && !mayPoint(m_held)) {
            pass();
        }
    }
    /// What was held back after all.
    void pass() {
        if (!std::exchange(m_isPassing, true) && !m_held.empty()) {
            m_sink(m_held);
        }
    }

private:
    const TextSink& m_sink;
    std::string m_held;
    bool m_isPassing = false;
};

class Describing {
public:
    Describing(const PictureToDescribe& what, const Eyes& eyes, const std::stop_token& stop,
               const ProgressSink& progress)
        : m_what(what), m_eyes(eyes), m_stop(stop), m_progress(progress) {}

    Outcome<PictureWords> run(const TextSink& text) {
        step();
        auto facts = vision::measureFacts(m_what.picture, m_stop);
        if (!facts.isDone()) {
            return endedLike<PictureWords>(facts);
        }
        m_words.facts = std::move(facts).value();
        if (m_eyes.engine != nullptr) {
            const auto said = ask(text);
            if (!said.isDone()) {
                return endedLike<PictureWords>(said);
            }
        }
        const auto read = readWriting();
        if (!read.isDone()) {
            return endedLike<PictureWords>(read);
        }
        if (m_words.modelName.empty() || m_words.isOutsideModel) {
            tellWhatWasMeasured();
        }
        const auto compared = compare();
        if (!compared.isDone()) {
            return endedLike<PictureWords>(compared);
        }
        return std::move(m_words);
    }

private:
    void step() {
        if (m_progress) {
            m_progress({.phase = Phase::Describe,
                        .step = m_step++,
                        .of = kMostSteps,
                        .preview = std::nullopt});
        }
    }

    Outcome<std::string> askFor(const char* task, const TextSink& text) {
        step();
        DescribeRequest request;
        request.turns.push_back(
            {Speaker::User, {m_what.picture}, std::string(promptOf(task, m_what.said.language))});
        auto said = m_eyes.engine->describe(request, m_stop, {}, text);
        if (!said.isDone()) {
            return endedLike<std::string>(said);
        }
        if (!said.value().seen.empty()) {
            m_words.seen = said.value().seen.front();
        }
        m_words.isOutsideModel = m_words.isOutsideModel || cannotTell(said.value());
        if (said.value().strangeness.value_or(0) > 1 && text) {
            text(m_what.said(kCannotTell));
        }
        return std::move(said).value().text;
    }

    Outcome<Unit> ask(const TextSink& text) {
        auto caption = askFor("caption", text);
        if (!caption.isDone()) {
            return endedLike<Unit>(caption);
        }
        m_words.modelName = m_eyes.modelName;
        m_words.caption = std::move(caption).value();
        if (m_words.isOutsideModel) {
            return Unit{};
        }
        auto alt = askFor("alt", {});
        auto detailed = alt.isDone() ? askFor("detailed", {}) : alt;
        auto tags = detailed.isDone() ? askFor("tags", {}) : detailed;
        if (!tags.isDone()) {
            return endedLike<Unit>(tags);
        }
        m_words.alt = altFrom(alt.value(), m_what.isAiMade, m_what.said);
        m_words.longDescription = std::move(detailed).value();
        m_words.tags = tagsFrom(tags.value());
        return Unit{};
    }

    Outcome<Unit> readWriting() {
        step();
        if (m_eyes.reader == nullptr) {
            return Unit{};
        }
        auto reading = m_eyes.reader->read(m_what.picture, m_stop);
        if (reading.isCancelled()) {
            return Cancelled{};
        }
        if (reading.isDone()) {
            m_words.writing = std::move(reading).value();
        }
        return Unit{};
    }

    /// Of any picture something true can be said.
    void tellWhatWasMeasured() {
        const Speech& said = m_what.said;
        const auto firstSentence = [](const std::string& text) {
            const auto end = text.find(". ");
            return end == std::string::npos ? text : text.substr(0, end + 1);
        };
        const std::string measured = vision::describeFacts(m_words.facts, said);
        const std::string brief = vision::describeFactsBriefly(m_words.facts, said);
        std::string writing = m_words.writing.text();
        std::ranges::replace(writing, '\n', ' ');  // it stands in a sentence here
        m_words.caption = firstSentence(measured);
        m_words.longDescription = measured;
        m_words.alt = brief;
        if (!writing.empty()) {
            m_words.longDescription +=
                " " + said(QT_TRANSLATE_NOOP("limn::Speech", "It holds writing: “%1”."), writing) +
                (m_words.writing.isCut ? " " + said(vision::kPartlyRead) : std::string());
            m_words.alt = firstSentence(brief) + " " +
                          said(QT_TRANSLATE_NOOP("limn::Speech", "Writing: %1"), writing);
        }
        m_words.alt = altFrom(m_words.alt, m_what.isAiMade, said);
        for (const auto& colour : m_words.facts.colours) {
            m_words.tags.push_back(said(vision::englishName(colour.colour)));
        }
    }

    Outcome<Unit> compare() {
        if (m_what.prompt.empty() || m_words.isOutsideModel) {
            return Unit{};
        }
        auto report = match::matchPrompt(m_what.picture, match::claimsOf(m_what.prompt),
                                         m_eyes.engine, m_stop, {});
        if (!report.isDone()) {
            return endedLike<Unit>(report);
        }
        m_words.match = std::move(report).value();
        return Unit{};
    }

    const PictureToDescribe& m_what;
    const Eyes& m_eyes;
    const std::stop_token& m_stop;
    const ProgressSink& m_progress;
    PictureWords m_words;
    int m_step = 0;
};

}  // namespace

Outcome<PictureWords> describePicture(const PictureToDescribe& what, const Eyes& eyes,
                                      const std::stop_token& stop, const ProgressSink& progress,
                                      const TextSink& text) {
    const auto begin = Clock::now();
    auto words = Describing(what, eyes, stop, progress).run(text);
    if (words.isDone()) {
        words.value().seconds = secondsSince(begin);
    }
    return words;
}

bool canAnswer(const std::string& question, const Eyes& eyes) {
    return eyes.engine != nullptr || (eyes.reader != nullptr && asksForWriting(question));
}

Outcome<std::optional<match::MatchReport>> comparePicture(const Image& picture,
                                                          const std::string& prompt,
                                                          const Eyes& eyes,
                                                          const std::stop_token& stop) {
    using Compared = std::optional<match::MatchReport>;
    if (eyes.engine == nullptr) {
        return Compared();
    }
    DescribeRequest request;
    request.turns.push_back({Speaker::User, {picture}, std::string(promptOf("caption"))});
    request.maxNewTokens = kRefusalTokens;
    request.isFollowed = true;
    const auto said = eyes.engine->describe(request, stop, {}, {});
    if (!said.isDone()) {
        return endedLike<Compared>(said);
    }
    if (cannotTell(said.value())) {
        return Compared();
    }
    auto report = match::matchPrompt(picture, match::claimsOf(prompt), eyes.engine, stop, {});
    return report.isDone() ? Outcome<Compared>(std::move(report).value())
                           : endedLike<Compared>(report);
}

namespace {

/// What is written in the picture. nullopt: nothing that is sure, and there is a model that may read more.
Outcome<std::optional<PictureAnswer>> answerByReading(const Image& picture, const Speech& speech,
                                                      const Eyes& eyes,
                                                      const std::stop_token& stop) {
    using Answered = std::optional<PictureAnswer>;
    const bool mayModelRead = eyes.engine != nullptr && eyes.modelReads;
    const auto read = eyes.reader->read(picture, stop);
    if (!read.isDone()) {
        return read.isFailed() && mayModelRead ? Outcome<Answered>(Answered())
                                               : endedLike<Answered>(read);
    }
    const auto& reading = read.value();
    const bool isSure = !reading.lines.empty() && reading.confidence() >= kSurelyRead;
    if (!isSure && mayModelRead) {
        return Answered();
    }
    PictureAnswer answer;
    answer.text = writingInWords(reading, speech);
    answer.confidence = reading.confidence();
    return Answered(std::move(answer));
}

/// Empty: nobody reads, or nothing was read; that is no failure.
Outcome<std::string> readInWords(const Image& picture, const Speech& speech, const Eyes& eyes,
                                 const std::stop_token& stop) {
    if (eyes.reader == nullptr) {
        return std::string();
    }
    const auto read = eyes.reader->read(picture, stop);
    if (read.isCancelled()) {
        return Cancelled{};
    }
    return read.isDone() && !read.value().lines.empty() ? writingInWords(read.value(), speech)
                                                        : std::string();
}

}  // namespace

Outcome<PictureAnswer> answerAbout(std::span<const Image> pictures,
                                   const std::vector<AnsweredQuestion>& earlier,
                                   const std::string& question, const Speech& speech,
                                   const Eyes& eyes, const std::stop_token& stop,
                                   const ProgressSink& progress, const TextSink& text) {
    const auto begin = Clock::now();
    const Image& picture = pictures.front();
    if (pictures.size() == 1 && canAnswer(question, {nullptr, {}, eyes.reader})) {
        auto read = answerByReading(picture, speech, eyes, stop);
        if (!read.isDone()) {
            return endedLike<PictureAnswer>(read);
        }
        if (auto& answer = read.value()) {
            if (text) {
                text(answer->text);
            }
            answer->seconds = secondsSince(begin);
            return *std::move(answer);
        }
    }
    if (eyes.engine == nullptr) {
        return Error{
            ErrorCode::Unsupported, "No describing model is installed that could answer this.", {}};
    }
    DescribeRequest request;
    for (const auto& [asked, answered] : earlier) {
        request.turns.push_back({Speaker::User, {}, asked});
        request.turns.push_back({Speaker::Assistant, {}, answered});
    }
    request.turns.push_back({Speaker::User, {}, question});
    request.turns.front().pictures.assign(pictures.begin(), pictures.end());
    AnswerStream stream(text);
    auto said = eyes.engine->describe(request, stop, progress,
                                      text ? [&stream](std::string_view piece) { stream.write(piece); }
                                           : TextSink());
    if (!said.isDone()) {
        return endedLike<PictureAnswer>(said);
    }
    auto boxes = pointedBoxes(said.value().text);
    if (text && boxes.empty()) {
        stream.pass();
    }
    PictureAnswer answer{said.value().text, said.value().confidence, 0,
                         said.value().seen.empty() ? SeenPicture{} : said.value().seen.front(),
                         std::move(boxes)};
    if (cannotTell(said.value())) {
        const bool isSilent = said.value().strangeness.value_or(0) > 1;
        if (isSilent && text) {
            text(speech(kCannotTell));
        }
        answer.text = isSilent ? speech(kCannotTell) : answer.text;
        if (pictures.size() > 1) {
            answer.seconds = secondsSince(begin);
            return answer;
        }
        const auto facts = vision::measureFacts(picture, stop);
        if (!facts.isDone()) {
            return endedLike<PictureAnswer>(facts);
        }
        const auto writing = readInWords(picture, speech, eyes, stop);
        if (!writing.isDone()) {
            return endedLike<PictureAnswer>(writing);
        }
        const std::string told =
            " " +
            speech(QT_TRANSLATE_NOOP("limn::Speech", "What can be measured: %1"),
                   vision::describeFacts(facts.value(), speech)) +
            (writing.value().empty() ? std::string() : " " + writing.value());
        answer.text += told;
        if (text) {
            text(told);
        }
    }
    answer.seconds = secondsSince(begin);
    return answer;
}

}  // namespace limn
