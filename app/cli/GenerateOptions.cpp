// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/GenerateOptions.h"

#include "app/cli/option_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <system_error>

namespace limn::cli {
namespace {

constexpr std::array<std::string_view, 10> kSchedulers = {
    "ddim",         "pndm",  "euler", "euler_a", "heun", "dpmpp_2m", "dpmpp_2m_karras",
    "dpmpp_2m_sde", "unipc", "lcm"};
constexpr double kLargestGuidance = 1000;
constexpr double kLargestLoraScale = 100;
constexpr int kMostClipSkip = 12;
constexpr int kUsualMultiplePx = 8;

/// The largest or smallest number for digits that no 64 bits hold; requires that they were not read as a number.
std::optional<std::int64_t> beyondWholeNumbers(std::string_view text) {
    const bool isNegative = text.starts_with('-');
    const std::string_view digits = text.substr(isNegative ? 1 : 0);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
        return std::nullopt;
    }
    return isNegative ? std::numeric_limits<std::int64_t>::min()
                      : std::numeric_limits<std::int64_t>::max();
}

/// Copies a value that was read into its place, or gives the error on.
template <class From, class To>
Status take(const Result<std::optional<From>>& read, To& target) {
    if (!read) {
        return read.error();
    }
    if (*read) {
        target = static_cast<typename To::value_type>(**read);
    }
    return Unit{};
}

Status firstError(std::initializer_list<Status> all) {
    for (const Status& each : all) {
        if (!each) {
            return each;
        }
    }
    return Unit{};
}

}  // namespace

GenerateOptionSet::GenerateOptionSet(CLI::App& app) {
    m_plainPrompt =
        addPlainArguments(app, "PROMPT", 1, "What to draw; '-' reads it from standard input");
    const char* words = "What to draw";
    m_prompt = addValue(app, "--prompt", "TEXT", "The same as PROMPT")->group(words);
    m_negativePrompt = addValue(app, "--negative-prompt", "TEXT",
                                "What to keep out of the picture. Default: nothing")
                           ->group(words);
    m_image = addValue(app, "--image", "FILE", "Start from this picture (PNG, JPEG or WebP)")
                  ->group(words);
    m_strength =
        addValue(app, "--strength", "F",
                 "How far to go from --image, 0 (not at all) to 1 (all new). Default: 0.8, with "
                 "--mask 1")
            ->group(words);
    m_mask = addValue(app, "--mask", "FILE",
                      "With --image: white is repainted, black stays exactly as it is")
                 ->group(words);

    const char* how = "How to draw";
    m_model = addValue(app, "--model", "MODEL",
                       "A name from 'limn models list', a model folder, a .safetensors or a .ckpt "
                       "file. Default: the "
                       "starter that comes with Limn")
                  ->group(how);
    m_seed = addValue(app, "--seed", "N",
                      "0 to 18446744073709551615; same seed, same picture. Default: random")
                 ->group(how);
    m_steps = addValue(app, "--steps", "N",
                       "1 to 1000; more is finer and slower. Default: what suits the model")
                  ->group(how);
    m_guidanceScale =
        addValue(
            app, "--guidance-scale", "F",
            "How closely to follow the prompt; 1 and less: no guidance, twice as fast. Default: "
            "what suits the model, often 7.5")
            ->group(how);
    m_width = addValue(app, "--width", "N",
                       "Pixels, up to 8192, a multiple of the model's factor (mostly 8). Default: "
                       "the model's own size, or that of --image")
                  ->group(how);
    m_height = addValue(app, "--height", "N", "As --width")->group(how);
    m_scheduler = addValue(app, "--scheduler", "NAME",
                           "ddim, pndm, euler, euler_a, heun, dpmpp_2m, dpmpp_2m_karras, "
                           "dpmpp_2m_sde, unipc or lcm. "
                           "Flow-matching models such as the starter take dpmpp_2m, dpmpp_2m_sde and "
                           "unipc. Default: what the model's own files say")
                      ->group(how);
    m_clipSkip =
        addValue(
            app, "--clip-skip", "N",
            "Which layer of the text encoder to use, counted from the last, 1 to 12. Default: 1")
            ->group(how);
    m_lora =
        addRepeatable(app, "--lora", "FILE[:SCALE]",
                      "Adds a LoRA; may be given several times. SCALE is -100 to 100. Default: 1")
            ->group(how);
    m_upscale = addValue(app, "--upscale", "F",
                         "Enlarges the result by this factor, 1 to 16, with --upscaler")
                    ->group(how);
    m_upscaler =
        addValue(
            app, "--upscaler", "FILE",
            "The model that enlarges: a compact ESRGAN, .safetensors or .pth. Default: the one "
            "in the model's folder")
            ->group(how);

    const char* where = "Where to";
    m_count = addValue(app, "--count", "N",
                       "Pictures to make, with seeds N, N+1, …; 1 to 1000. Default: 1")
                  ->group(where);
    m_output = addValue(app, "--output", "FILE|FOLDER",
                        "The extension chooses PNG, JPEG or WebP; several pictures get their seed "
                        "into the name. "
                        "Default: limn-SEED.png here")
                   ->group(where);
    m_overwrite = addSwitch(app, "--overwrite", "Replace files that exist already")->group(where);
}

Result<GenerateOptions> GenerateOptionSet::read() const {
    GenerateOptions options;
    for (const auto part : {&GenerateOptionSet::readPrompt, &GenerateOptionSet::readNumbers,
                            &GenerateOptionSet::readPictureInputs, &GenerateOptionSet::readLoras,
                            &GenerateOptionSet::readOutput}) {
        const Status read = (this->*part)(options);
        if (!read) {
            return read.error();
        }
    }
    return options;
}

Status GenerateOptionSet::readPrompt(GenerateOptions& options) const {
    if (isGiven(m_prompt) && isGiven(m_plainPrompt)) {
        return wrongUsage("The prompt was given twice, as --prompt and as the plain argument '" +
                          m_plainPrompt->results().front() + "'.");
    }
    if (!isGiven(m_prompt) && !isGiven(m_plainPrompt)) {
        return wrongUsage(
            "--prompt is missing: say what to draw, as in limn generate \"a lighthouse at dusk\".");
    }
    const auto prompt = textOf(isGiven(m_prompt) ? m_prompt : m_plainPrompt);
    if (!prompt) {
        return prompt.error();
    }
    options.prompt = **prompt;
    options.promptFromInput = options.prompt == "-";
    const auto negative = textOf(m_negativePrompt);
    if (!negative) {
        return negative.error();
    }
    options.negativePrompt = *negative;
    for (const auto& [option, text] :
         {std::pair("--prompt", options.prompt),
          std::pair("--negative-prompt", options.negativePrompt.value_or(""))}) {
        if (text.size() > kLongestPromptBytes) {
            return wrongUsage(std::string(option) +
                              " must be at most 1000000 bytes long, but it has " +
                              std::to_string(text.size()) + ".");
        }
    }
    return Unit{};
}

Status GenerateOptionSet::readNumbers(GenerateOptions& options) const {
    std::optional<int> clipSkip;
    std::optional<int> count;
    const Status read = firstError({
        take(unsignedNumberOf(m_seed), options.seed),
        take(wholeNumberOf(m_steps, 1, 1000), options.steps),
        take(numberOf(m_guidanceScale, 0, kLargestGuidance), options.guidanceScale),
        take(wholeNumberOf(m_clipSkip, 1, kMostClipSkip), clipSkip),
        take(wholeNumberOf(m_count, 1, 1000), count),
        take(choiceOf(m_scheduler, kSchedulers), options.scheduler),
    });
    if (!read) {
        return read;
    }
    for (const auto& [option, target] :
         {std::pair(m_width, &options.widthPx), std::pair(m_height, &options.heightPx)}) {
        // The nearest size that works is part of the answer, so any whole number is taken here.
        const auto size = wholeNumberOf(option, std::numeric_limits<std::int64_t>::min(),
                                        std::numeric_limits<std::int64_t>::max());
        if (!size) {
            const std::string text = *rawTextOf(option);
            if (const auto sizePx = beyondWholeNumbers(text)) {
                return *refuseSize(nameOf(option), *sizePx, 1, text);
            }
            return wrongUsage(nameOf(option) +
                              " must be a whole number of pixels from 1 to 8192, but it is '" +
                              text + "'.");
        }
        if (*size) {
            if (auto refused = refuseSize(nameOf(option), **size, 1)) {
                return *refused;
            }
            *target = static_cast<int>(**size);
        }
    }
    options.clipSkip = clipSkip.value_or(1);
    options.count = count.value_or(1);
    if (options.seed && *options.seed > std::numeric_limits<std::uint64_t>::max() -
                                            static_cast<unsigned>(options.count - 1)) {
        return wrongUsage(
            "--seed plus --count must stay below 2^64, but the seeds would run from " +
            std::to_string(*options.seed) + " past the end.");
    }
    return Unit{};
}

Status GenerateOptionSet::readPictureInputs(GenerateOptions& options) const {
    for (const auto& [option, target] :
         {std::pair(m_image, &options.image), std::pair(m_mask, &options.mask)}) {
        if (const auto file = rawTextOf(option)) {
            if (file->empty()) {
                return wrongUsage(nameOf(option) + " must be a file, but it is empty.");
            }
            *target = std::filesystem::path(*file);
        }
    }
    const Status strength = take(numberOf(m_strength, 0, 1), options.strength);
    if (!strength) {
        return strength;
    }
    if (options.mask && !options.image) {
        return wrongUsage(
            "--mask needs --image: the picture whose white parts of the mask are repainted.");
    }
    if (options.strength && !options.image) {
        return wrongUsage("--strength needs --image: it says how far to go from that picture.");
    }
    const Status upscale = take(numberOf(m_upscale, 1, 16), options.upscale);
    if (!upscale) {
        return upscale;
    }
    if (isGiven(m_upscaler) && !options.upscale) {
        return wrongUsage("--upscaler needs --upscale: by how much to enlarge.");
    }
    options.upscaler = rawTextOf(m_upscaler).value_or("");
    if (isGiven(m_upscaler) && options.upscaler.empty()) {
        return wrongUsage("--upscaler must be a file, but it is empty.");
    }
    return Unit{};
}

Status GenerateOptionSet::readLoras(GenerateOptions& options) const {
    for (const std::string& text : rawTextsOf(m_lora)) {
        auto lora = parseLora(text);
        if (!lora) {
            return lora.error();
        }
        options.loras.push_back(*std::move(lora));
    }
    options.model = rawTextOf(m_model);
    return Unit{};
}

Status GenerateOptionSet::readOutput(GenerateOptions& options) const {
    options.output = rawTextOf(m_output);
    options.mayOverwrite = isGiven(m_overwrite);
    if (options.output && options.output->empty()) {
        return wrongUsage("--output must be a file or folder, but it is empty.");
    }
    return Unit{};
}

Result<LoraChoice> parseLora(const std::string& text) {
    std::error_code ignored;
    const std::size_t colon = text.rfind(':');
    if (text.empty() || colon == 0) {
        return wrongUsage("--lora must be FILE or FILE:SCALE, but it is '" + text + "'.");
    }
    if (colon == std::string::npos || std::filesystem::exists(text, ignored)) {
        return LoraChoice{text, 1.0};
    }
    const std::string_view after = std::string_view(text).substr(colon + 1);
    const std::optional<double> scale = parseNumber(after);
    if (!scale) {
        const bool looksLikeScale =
            after.empty() ||
            after.find_first_not_of("0123456789.+-eE,naifNAIF") == std::string_view::npos;
        if (looksLikeScale) {
            return wrongUsage(
                "--lora takes a SCALE that is a number with a decimal point, but it is '" +
                std::string(after) + "'.");
        }
        return LoraChoice{text, 1.0};
    }
    if (std::abs(*scale) > kLargestLoraScale) {
        return wrongUsage("--lora takes a SCALE from -100 to 100, but it is '" +
                          std::string(after) + "'.");
    }
    return LoraChoice{text.substr(0, colon), *scale};
}

std::optional<Error> refuseSize(const std::string& option, std::int64_t sizePx, int multiplePx,
                                const std::string& spelled) {
    if (sizePx >= 1 && sizePx <= kLargestSizePx && sizePx % multiplePx == 0) {
        return std::nullopt;
    }
    const std::int64_t step = multiplePx > 1 ? multiplePx : kUsualMultiplePx;
    const std::int64_t largest = kLargestSizePx / step * step;
    const std::int64_t inRange = std::clamp<std::int64_t>(sizePx, 0, kLargestSizePx);
    const std::int64_t nearest = std::clamp((inRange + step / 2) / step * step, step, largest);
    const std::string multiple =
        multiplePx > 1 ? "a multiple of " + std::to_string(multiplePx) + " " : "";
    return wrongUsage(option + " must be " + multiple + "from 1 to 8192 pixels, but it is " +
                      (spelled.empty() ? std::to_string(sizePx) : spelled) + "; the nearest size that works is " +
                      std::to_string(nearest) + ".");
}

}  // namespace limn::cli
