// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/pipelines/DescribePipeline.h"

#include "inference/memory/available_memory.h"
#include "inference/nn/Failure.h"
#include "inference/nn/cancellation.h"
#include "inference/pipelines/TokenChooser.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace limn::pipelines {
namespace {

constexpr int kMostNewTokens = 65536;

class StopWatch {
public:
    /// Seconds since the last call.
    double lap() {
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - m_last).count();
        m_last = now;
        return seconds;
    }

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// `field` as in Error.
void require(bool holds, const std::string& sentence, const char* field = "") {
    if (!holds) {
        throw nn::Failure(ErrorCode::InvalidRequest, sentence, field);
    }
}

void check(const DescribeRequest& request) {
    require(!request.turns.empty() && request.turns.back().speaker == Speaker::User,
            "A description needs a conversation that ends with the user's turn.");
    for (std::size_t i = 0; i < request.turns.size(); ++i) {
        const auto& turn = request.turns[i];
        require(turn.speaker != Speaker::System || (i == 0 && turn.pictures.empty()),
                "A system turn must be the first and have no pictures.");
        require(std::none_of(turn.pictures.begin(), turn.pictures.end(),
                             [](const Image& p) { return p.isEmpty(); }),
                "A picture is empty.");
    }
    require(request.maxNewTokens >= 1 && request.maxNewTokens <= kMostNewTokens,
            "The number of new tokens must be 1 to " + std::to_string(kMostNewTokens) + ".",
            "max-new-tokens");
    require(request.temperature >= 0 && request.temperature <= 10,
            "The temperature must be 0 to 10.", "temperature");
    require(!request.topP || (*request.topP > 0 && *request.topP <= 1),
            "top-p must be above 0 and at most 1.");
    require(!request.topK || *request.topK >= 0, "top-k must be 0 or more.");
    require(!request.repetitionPenalty || *request.repetitionPenalty > 0,
            "The repetition penalty must be above 0.");
}

ChoiceOptions choiceOf(const DescribeRequest& request, const models::GenerationSettings& settings) {
    return {.temperature = request.temperature,
            .topP = request.topP.value_or(settings.top_p),
            .topK = request.topK ? *request.topK : settings.top_k,
            .repetitionPenalty = request.repetitionPenalty.value_or(settings.repetition_penalty),
            .seed = request.seed};
}

/// Probability of each choice's first token, by the scores [vocab_size] of the answer's first.
std::vector<double> choiceProbabilities(const DescribeRequest& request, const at::Tensor& scores,
                                        const tokenizers::ByteLevelTokenizer& tokenizer) {
    std::vector<double> probabilities;
    if (request.choices.empty()) {
        return probabilities;
    }
    const auto all = at::softmax(scores.detach().to(at::kCPU, at::kDouble).view({-1}), 0);
    for (const auto& choice : request.choices) {
        const std::vector<tokenizers::TextPart> parts{{tokenizers::TextPart::Origin::Data, choice}};
        const auto ids = tokenizer.encodeParts(parts);
        require(!ids.empty() && ids.front() < all.numel(),
                "A choice for the answer has no words in this model's vocabulary.");
        probabilities.push_back(all.const_data_ptr<double>()[ids.front()]);
    }
    return probabilities;
}

/// Tokens that a model may think before an answer of so many.
int roomForThoughts(int answerTokens) {
    constexpr int kTimes = 16;
    constexpr int kFewest = 256;
    constexpr int kMost = 4096;
    return std::clamp(std::min(answerTokens, kMost) * kTimes, kFewest, kMost);
}

/// Makes an answer of the tokens as they are chosen. What a model thinks first belongs to nobody's ears, nor do the blanks
/// after it.
class Answer {
public:
    Answer(const DescriptionModel& model, const DescribeRequest& request, const TextSink& text,
           Description& result)
        : m_request(request), m_tokenizer(model.tokenizer()), m_text(text), m_result(result),
          m_words(model.tokenizer()), m_endOfThought(model.endOfThought()),
          m_isThinking(m_endOfThought.has_value()) {}

    bool isThinking() const { return m_isThinking; }
    bool isFull() const { return m_tokens >= m_request.maxNewTokens; }

    /// The scores that the next token is chosen by: those of the first that says something tell how likely the choices were.
    void hear(const at::Tensor& scores) {
        if (m_endOfThought ? !m_isThinking && m_result.text.empty() : m_tokens == 0) {
            m_result.choices = choiceProbabilities(m_request, scores, m_tokenizer);
        }
    }

    void take(std::int64_t id, double logProbability, bool isEnd) {
        if (m_isThinking) {
            m_isThinking = id != *m_endOfThought;
            return;
        }
        ++m_tokens;
        m_logProbability += logProbability;
        if (!isEnd) {
            say(m_words.add(static_cast<int>(id)));
        }
    }

    void finish() {
        say(m_words.finish());
        m_result.confidence = m_tokens > 0 ? std::exp(m_logProbability / m_tokens) : 0;
    }

private:
    void say(std::string piece) {
        if (m_endOfThought && m_result.text.empty()) {
            piece.erase(0, std::min(piece.find_first_not_of(" \n\r\t"), piece.size()));
        }
        if (!piece.empty()) {
            m_result.text += piece;
            if (m_text) {
                m_text(piece);
            }
        }
    }

    const DescribeRequest& m_request;
    const tokenizers::ByteLevelTokenizer& m_tokenizer;
    const TextSink& m_text;
    Description& m_result;
    tokenizers::TextStream m_words;
    std::optional<std::int64_t> m_endOfThought;
    bool m_isThinking;
    int m_tokens = 0;
    double m_logProbability = 0;
};

}  // namespace

Description DescribePipeline::describe(const DescribeRequest& request, const std::stop_token& stop,
                                       const ProgressSink& progress, const TextSink& text) const {
    check(request);
    StopWatch watch;
    const auto tell = [&](Phase phase, int step, int of) {
        nn::throwIfStopped(stop);
        if (progress) {
            progress({phase, step, of, 0, {}});
        }
    };
    Description result;
    tell(Phase::EncodeImage, 0, 1);
    const auto prompt = m_model.prepare(request, stop);
    const auto promptTokens = static_cast<std::int64_t>(prompt.ids.size());
    require(promptTokens <= m_model.longestText(),
            "Pictures and words together take " + std::to_string(promptTokens) +
                " tokens; this model reads at most " + std::to_string(m_model.longestText()) + ".");
    const models::VisionFeatures* features = nullptr;
    if (prompt.pixels.defined()) {
        features = &look(prompt, stop);
        result.strangeness = m_model.strangeness(prompt, *features);
    }
    result.promptTokens = static_cast<int>(promptTokens);
    result.seen = prompt.seen;
    result.seconds.encode = watch.lap();
    tell(Phase::EncodePrompt, 0, 1);
    auto reading = readingFor(request, prompt);
    auto scores = m_model.start(prompt, features, reading, stop);
    result.seconds.prefill = watch.lap();
    const bool isStrange = result.strangeness.value_or(0) > 1;
    write(request, prompt, std::move(scores), reading, stop, progress, isStrange ? TextSink() : text, result);
    if (request.isFollowed && m_model.endOfPictures(prompt)) {
        m_lastSeen.ids = prompt.ids;
        m_lastSeen.reading = std::move(reading);
    }
    result.seconds.decode = watch.lap();
    result.seconds.total = result.seconds.encode + result.seconds.prefill + result.seconds.decode;
    result.peakMemoryBytes = memory::processMemory().peakResidentBytes;
    return result;
}

const models::VisionFeatures& DescribePipeline::look(const PreparedPrompt& prompt,
                                                     const std::stop_token& stop) const {
    const bool isSame = m_lastSeen.pixels.defined() && m_lastSeen.grids == prompt.grids &&
                        m_lastSeen.pixels.sizes() == prompt.pixels.sizes() &&
                        m_lastSeen.pixels.equal(prompt.pixels);
    if (!isSame) {
        m_lastSeen = {};  // both at once may not fit
        auto features = m_model.see(prompt, stop);
        m_lastSeen = {prompt.pixels, prompt.grids, std::move(features)};
    }
    return m_lastSeen.features;
}

/// With as much of the prompt as the request before has read, where it was about the same pictures; else empty.
Reading DescribePipeline::readingFor(const DescribeRequest& request,
                                     const PreparedPrompt& prompt) const {
    auto former = std::exchange(m_lastSeen.reading, std::nullopt);
    const auto needed = m_model.endOfPictures(prompt);
    if (former && needed && prompt.pixels.defined()) {
        const auto same = std::mismatch(prompt.ids.begin(), prompt.ids.end() - 1,
                                        m_lastSeen.ids.begin(), m_lastSeen.ids.end());
        const auto shared =
            same.first - prompt.ids.begin();  // at least one token is read: the scores are its
        if (shared > 0 && shared >= *needed) {
            former->cache.shorten(shared);
            return *std::move(former);
        }
    }
    return m_model.makeReading(static_cast<std::int64_t>(prompt.ids.size()) + request.maxNewTokens);
}

void DescribePipeline::write(const DescribeRequest& request, const PreparedPrompt& prompt,
                             at::Tensor scores, Reading& reading, const std::stop_token& stop,
                             const ProgressSink& progress, const TextSink& text,
                             Description& result) const {
    const auto& ends = m_model.settings().eos_token_id;
    TokenChooser chooser(choiceOf(request, m_model.settings()), prompt.ids);
    Answer answer(m_model, request, text, result);
    const int mostThoughts = m_model.endOfThought() ? roomForThoughts(request.maxNewTokens) : 0;
    const int most = mostThoughts + request.maxNewTokens;
    result.end = EndOfText::TokenLimit;
    for (int step = 0; !answer.isFull(); ++step) {
        nn::throwIfStopped(stop);
        if (progress) {
            progress({Phase::Describe, step, most, 0, {}});
        }
        if (step > 0) {
            scores = m_model.next(result.tokenIds.back(), reading, stop);
        }
        answer.hear(scores);
        auto chosen = chooser.choose(scores);
        if (answer.isThinking() && step + 1 >= mostThoughts) {
            chosen.id = *m_model.endOfThought();  // it has thought enough: now it is to answer
        }
        result.tokenProbabilities.push_back(std::exp(chosen.logProbability));
        result.tokenIds.push_back(static_cast<int>(chosen.id));
        const bool isEnd = std::find(ends.begin(), ends.end(), chosen.id) != ends.end();
        answer.take(chosen.id, chosen.logProbability, isEnd);
        if (isEnd) {
            result.end = EndOfText::ModelEnded;
            break;
        }
    }
    answer.finish();
}

}  // namespace limn::pipelines
