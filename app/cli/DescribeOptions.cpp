// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/DescribeOptions.h"

#include "app/cli/option_values.h"

#include <array>
#include <limits>
#include <string_view>

namespace limn::cli {
namespace {

/// Also all that the JSON's "task" can be.
constexpr std::array<std::string_view, 9> kTasks = {
    "caption", "detailed", "alt", "tags", "prompt", "text", "flaws", "answer", "match"};
constexpr int kMostNewTokens = 65536;
constexpr std::size_t kLongestQuestionBytes = 1'000'000;

/// Enough for what the task asks, so that a model that cannot stop does not go on for ever.
int usualTokensOf(std::string_view task) {
    if (task == "detailed") {
        return 512;
    }
    return task == "caption" || task == "alt" ? 128 : 256;
}

}  // namespace

DescribeOptionSet::DescribeOptionSet(CLI::App& app) {
    m_images = addPlainArguments(app, "IMAGE", -1, "Pictures: PNG, JPEG or WebP");
    const char* what = "What to say";
    m_task =
        addValue(
            app, "--task", "TASK",
            "caption, detailed, alt, tags, prompt, text, flaws, answer (with --question) or match "
            "(with --prompt). Default: answer or match where those are given, else caption")
            ->group(what);
    m_question = addValue(app, "--question", "TEXT",
                          "Answers this question about each picture. What is written in it is "
                          "read without a model, unless --model names one")
                     ->group(what);
    m_prompt = addValue(app, "--prompt", "TEXT",
                        "How well each picture matches this prompt, claim by claim; with a --task too, also in its words")
                   ->group(what);
    m_maxNewTokens =
        addValue(app, "--max-new-tokens", "N",
                 "1 to 65536 tokens to write at most. Default: 128 to 512, as the task needs")
            ->group(what);
    const char* how = "How to say it";
    m_model = addValue(app, "--model", "MODEL",
                       "A name from 'limn models list' or a folder with a describing model "
                       "(Qwen3-VL, SmolVLM). Default: the describer in the box")
                  ->group(how);
    m_temperature =
        addValue(
            app, "--temperature", "F",
            "0 to 10; 0 gives the same words every time, more leaves more to chance. Default: 0")
            ->group(how);
    m_topP = addValue(app, "--top-p", "F",
                      "With a temperature: only the likeliest words that make up this share. "
                      "Default: the model's")
                 ->group(how);
    m_topK = addValue(app, "--top-k", "N",
                      "With a temperature: only so many of the likeliest words; 0 is all. Default: "
                      "the model's")
                 ->group(how);
    m_repetitionPenalty =
        addValue(
            app, "--repetition-penalty", "F",
            "0.01 to 100; above 1, words that were there already get less likely. Default: the "
            "model's")
            ->group(how);
    m_seed =
        addValue(app, "--seed", "N", "With a temperature: same seed, same words. Default: random")
            ->group(how);
}

Result<DescribeOptions> DescribeOptionSet::read() const {
    DescribeOptions options;
    for (const std::string& image : rawTextsOf(m_images)) {
        options.images.emplace_back(image);
    }
    if (options.images.empty()) {
        return wrongUsage("Which pictures? Give at least one IMAGE.");
    }
    if (const Status status = readTask(options); !status) {
        return status.error();
    }
    if (const Status status = readChoice(options); !status) {
        return status.error();
    }
    return options;
}

Status DescribeOptionSet::readTask(DescribeOptions& options) const {
    const auto task = choiceOf(m_task, kTasks);
    if (!task) {
        return task.error();
    }
    const auto question = textOf(m_question);
    if (!question) {
        return question.error();
    }
    const auto prompt = textOf(m_prompt);
    if (!prompt) {
        return prompt.error();
    }
    options.prompt = *prompt;
    if (*prompt && (*prompt)->size() > kLongestQuestionBytes) {
        return wrongUsage("--prompt has " + std::to_string((*prompt)->size()) + " bytes; at most " +
                          std::to_string(kLongestQuestionBytes) + " are taken.");
    }
    if (*prompt && (*task == "text" || (*prompt)->empty())) {
        return wrongUsage(*task == "text" ? "--prompt asks for a comparison and --task text for reading: leave one of them out."
                                          : "--prompt is empty: there is nothing to compare with.");
    }
    options.task = task->value_or(*question ? "answer" : *prompt ? "match" : "caption");
    if (*question && options.task != "answer") {
        return wrongUsage("--question asks for the task 'answer', but --task is '" + options.task +
                          "'.");
    }
    if (options.task == "answer" && !*question) {
        return wrongUsage("--task answer needs a --question.");
    }
    if (options.task == "match" && !*prompt) {
        return wrongUsage("--task match needs a --prompt: what to compare the pictures with.");
    }
    options.question = question->value_or("");
    if (options.question.size() > kLongestQuestionBytes) {
        return wrongUsage("--question has " + std::to_string(options.question.size()) +
                          " bytes; at most " + std::to_string(kLongestQuestionBytes) +
                          " are taken.");
    }
    const auto tokens = wholeNumberOf(m_maxNewTokens, 1, kMostNewTokens);
    if (!tokens) {
        return tokens.error();
    }
    options.maxNewTokens = static_cast<int>(tokens->value_or(usualTokensOf(options.task)));
    return Unit{};
}

Status DescribeOptionSet::readChoice(DescribeOptions& options) const {
    const auto temperature = numberOf(m_temperature, 0, 10);
    const auto topP = numberOf(m_topP, 1e-6, 1);
    const auto topK = wholeNumberOf(m_topK, 0, std::numeric_limits<int>::max());
    const auto penalty = numberOf(m_repetitionPenalty, 0.01, 100);
    const auto seed = unsignedNumberOf(m_seed);
    const auto model = textOf(m_model);
    for (const Error* error :
         {temperature ? nullptr : &temperature.error(), topP ? nullptr : &topP.error(),
          topK ? nullptr : &topK.error(), penalty ? nullptr : &penalty.error(),
          seed ? nullptr : &seed.error(), model ? nullptr : &model.error()}) {
        if (error != nullptr) {
            return *error;
        }
    }
    options.temperature = temperature->value_or(0);
    options.topP = *topP;
    if (*topK) {
        options.topK = static_cast<int>(**topK);
    }
    options.repetitionPenalty = *penalty;
    options.seed = *seed;
    options.model = rawTextOf(m_model);
    return Unit{};
}

}  // namespace limn::cli
