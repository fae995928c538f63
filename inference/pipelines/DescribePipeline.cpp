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
    auto reading = m_model.makeReading(promptTokens + request.maxNewTokens);
    auto scores = m_model.start(prompt, features, reading, stop);
    result.seconds.prefill = watch.lap();
    const bool isStrange = result.strangeness.value_or(0) > 1;
    write(request, prompt, std::move(scores), reading, stop, progress, isStrange ? TextSink() : text, result);
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

void DescribePipeline::write(const DescribeRequest& request, const PreparedPrompt& prompt,
                             at::Tensor scores, Reading& reading, const std::stop_token& stop,
                             const ProgressSink& progress, const TextSink& text,
                             Description& result) const {
    const auto& ends = m_model.settings().eos_token_id;
    TokenChooser chooser(choiceOf(request, m_model.settings()), prompt.ids);
    tokenizers::TextStream words(m_model.tokenizer());
    const auto say = [&](const std::string& piece) {
        if (!piece.empty()) {
            result.text += piece;
            if (text) {
                text(piece);
            }
        }
    };
    result.choices = choiceProbabilities(request, scores, m_model.tokenizer());
    double logProbability = 0;
    result.end = EndOfText::TokenLimit;
    for (int step = 0; step < request.maxNewTokens; ++step) {
        nn::throwIfStopped(stop);
        if (progress) {
            progress({Phase::Describe, step, request.maxNewTokens, 0, {}});
        }
        if (step > 0) {
            scores = m_model.next(result.tokenIds.back(), reading, stop);
        }
        const auto chosen = chooser.choose(scores);
        logProbability += chosen.logProbability;
        result.tokenProbabilities.push_back(std::exp(chosen.logProbability));
        result.tokenIds.push_back(static_cast<int>(chosen.id));
        if (std::find(ends.begin(), ends.end(), chosen.id) != ends.end()) {
            result.end = EndOfText::ModelEnded;
            break;
        }
        say(words.add(static_cast<int>(chosen.id)));
    }
    say(words.finish());
    result.confidence = std::exp(logProbability / static_cast<double>(result.tokenIds.size()));
}

}  // namespace limn::pipelines
