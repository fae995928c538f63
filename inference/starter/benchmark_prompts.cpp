// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/benchmark_prompts.h"

#include "inference/starter/captions.h"
#include "inference/starter/held_out.h"
#include "inference/starter/scene_sampler.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace limn::starter {
namespace {

constexpr std::uint64_t kBenchmarkSeed = 0xBE7C4;  // no training seed
constexpr std::uint64_t kWordingStream = 9;
constexpr std::uint64_t kExampleStream = 10;

struct SplitEntry {
    std::string_view code;
    std::string_view title;
    int prompts;  // that the grammar writes
};

const SplitEntry& entryOf(Split split) {
    static constexpr std::array<SplitEntry, kSplitCount> table{{
        {"A1", "one thing", 100},
        {"A2", "two things", 100},
        {"A3", "three things", 100},
        {"B", "held out: thing in a tint", 100},
        {"C", "held out: thing in a place", 100},
        {"D", "held out: three alike", 60},
        {"E", "held out: two things together", 100},
        {"F", "free phrasing", 0},
        {"G", "cannot", 0},
        {"I", "Indonesian", 100},
        {"W", "weather", 100},
        {"S", "style", 100},
    }};
    return table.at(static_cast<std::size_t>(split) - 1);
}

std::optional<Split> splitFrom(std::string_view code) {
    for (int i = 1; i <= kSplitCount; ++i) {
        if (splitCode(static_cast<Split>(i)) == code) {
            return static_cast<Split>(i);
        }
    }
    return std::nullopt;
}

struct HeldOut {
    bool tint = false;
    bool place = false;
    bool pair = false;
    bool three = false;
};

HeldOut heldOutWays(const Scene& scene) {
    HeldOut ways;
    for (const PlacedThing& thing : scene.things) {
        ways.tint = ways.tint || isHeldOutTint(thing.kind, thing.tint);
        ways.place = ways.place || isHeldOutPlace(thing.kind, scene.place);
        for (const PlacedThing& other : scene.things) {
            ways.pair = ways.pair || isHeldOutPair(thing.kind, other.kind);
        }
    }
    const auto isAlike = [&](const PlacedThing& thing) {
        return thing.kind == scene.things.front().kind;
    };
    ways.three = scene.things.size() == 3 && std::ranges::all_of(scene.things, isAlike) &&
                 isHeldOutTriple(scene.things.front().kind);
    return ways;
}

Error badLine(const std::filesystem::path& file, std::uint64_t line, const std::string& why) {
    return {ErrorCode::FileDamaged,
            "Line " + std::to_string(line) + " of '" + file.string() + "' is no prompt: " + why,
            {}};
}

Result<BenchmarkPrompt> parseLine(const std::filesystem::path& file, std::uint64_t line,
                                  const std::string& text) {
    const auto first = text.find('\t');
    const auto second = first == std::string::npos ? first : text.find('\t', first + 1);
    if (second == std::string::npos) {
        return badLine(file, line, "expected split, scene and words with tabs between them.");
    }
    BenchmarkPrompt prompt;
    const auto split = splitFrom(std::string_view(text).substr(0, first));
    if (!split) {
        return badLine(file, line, "there is no split '" + text.substr(0, first) + "'.");
    }
    prompt.split = *split;
    prompt.text = text.substr(second + 1);
    if (*split == Split::Cannot) {
        return prompt;
    }
    auto asked = parseAskedScene(std::string_view(text).substr(first + 1, second - first - 1));
    if (!asked) {
        return badLine(file, line, asked.error().message);
    }
    prompt.asked = std::move(*asked);
    if (*split != Split::FreePhrasing && !fitsSplit(exampleScene(*prompt.asked, 0), *split)) {
        return badLine(file, line,
                       "its scene does not belong into split " + text.substr(0, first) + ".");
    }
    return prompt;
}

/// Scene number `index` that may stand in a split; nullopt where it does not fit.
std::optional<Scene> drawScene(Split split, std::uint64_t index) {
    const double one = split == Split::HeldOutThree || split == Split::HeldOutPair ||
                               split == Split::TwoThings || split == Split::ThreeThings
                           ? 0.0
                       : split == Split::Indonesian || needsLooks(split) ? 0.5
                                                                         : 1.0;
    const double two = split == Split::HeldOutThree || split == Split::ThreeThings ? 0.0
                       : split == Split::Indonesian || needsLooks(split)           ? 0.35
                                                                                   : 1.0 - one;
    const SceneMix mix{.single = one,
                       .pair = two,
                       .alike = split == Split::HeldOutThree ? 1.0 : 0.25,
                       .natural = 0.3,
                       .weather = split == Split::Weather ? 1.0 : 0.0,
                       .styled = split == Split::Style ? 1.0 : 0.0};
    const Scene scene =
        sampleAnyScene(kBenchmarkSeed + static_cast<std::uint64_t>(split), index, mix);
    return fitsSplit(scene, split) ? std::optional(scene) : std::nullopt;
}

std::string captionFor(Split split, const Scene& scene, std::uint64_t index) {
    CounterRandom random(kBenchmarkSeed, index, kWordingStream + static_cast<std::uint64_t>(split));
    const CaptionMix mix{.indonesian = split == Split::Indonesian ? 1.0
                                       : needsLooks(split)        ? 0.2
                                                                  : 0.0,
                         .plain = 0.4,
                         .leaveOut = 0,
                         .typo = 0};
    return variedCaption(scene, random, mix);
}

}  // namespace

std::string_view splitCode(Split split) {
    return entryOf(split).code;
}
std::string_view splitTitle(Split split) {
    return entryOf(split).title;
}

bool fitsSplit(const Scene& scene, Split split) {
    const HeldOut ways = heldOutWays(scene);
    const std::size_t count = scene.things.size();
    const bool isKnown = !isHeldOut(scene);
    const bool isPlain = scene.weather == Weather::Clear && scene.style == Style::Plain;
    if (!isPlain && !needsLooks(split)) {
        return split == Split::FreePhrasing;
    }
    switch (split) {
    case Split::OneThing:
        return isKnown && count == 1;
    case Split::TwoThings:
        return isKnown && count == 2;
    case Split::ThreeThings:
        return isKnown && count == 3;
    case Split::HeldOutTint:
        return count == 1 && ways.tint && !ways.place;
    case Split::HeldOutPlace:
        return count == 1 && ways.place && !ways.tint;
    case Split::HeldOutThree:
        return ways.three && !ways.tint && !ways.place;
    case Split::HeldOutPair:
        return count == 2 && ways.pair && !ways.tint && !ways.place;
    case Split::Indonesian:
        return isKnown;
    case Split::Weather:
        return isKnown && scene.weather != Weather::Clear && scene.style == Style::Plain;
    case Split::Style:
        return isKnown && scene.weather == Weather::Clear && scene.style != Style::Plain;
    case Split::FreePhrasing:
    case Split::Cannot:
        break;
    }
    return true;
}

Scene exampleScene(const AskedScene& asked, std::uint64_t number) {
    CounterRandom random(kBenchmarkSeed, number, kExampleStream);
    Scene scene;
    for (const AskedThing& thing : asked.things) {
        scene.things.push_back({.kind = thing.kind, .tint = thing.tint.value_or(Tint::Natural)});
    }
    scene.place = asked.place.value_or(static_cast<Place>(1 + random.below(kPlaceCount)));
    scene.time = asked.time.value_or(static_cast<TimeOfDay>(1 + random.below(kTimeCount)));
    scene.weather = asked.weather.value_or(Weather::Clear);
    scene.style = asked.style.value_or(Style::Plain);
    arrange(scene, random);
    return scene;
}

Result<std::vector<BenchmarkPrompt>> readPrompts(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::vector<BenchmarkPrompt> prompts;
    std::uint64_t line = 0;
    for (std::string text; std::getline(stream, text);) {
        ++line;
        if (text.empty() || text.front() == '#') {
            continue;
        }
        auto prompt = parseLine(file, line, text);
        if (!prompt) {
            return prompt.error();
        }
        prompts.push_back(std::move(*prompt));
    }
    if (prompts.empty()) {
        return Error{ErrorCode::FileNotFound,
                     "The file '" + file.string() + "' holds no prompts, or could not be read.",
                     {}};
    }
    return prompts;
}

Result<std::vector<BenchmarkPrompt>> loadBenchmark(const std::filesystem::path& folder) {
    std::vector<BenchmarkPrompt> all;
    std::uint64_t firstNumber = 0;
    for (const char* name : {"grammar.tsv", "free.tsv", "cannot.tsv", "looks.tsv"}) {
        auto prompts = readPrompts(folder / name);
        if (!prompts) {
            return prompts.error();
        }
        std::uint64_t number = firstNumber;
        for (BenchmarkPrompt& prompt : *prompts) {
            prompt.number = number++;
            all.push_back(std::move(prompt));
        }
        firstNumber += 10000;  // a longer file does not move the next one's seeds
    }
    return all;
}

std::string writeGrammarSplits(bool ofLooks) {
    std::string lines;
    for (int i = 1; i <= kSplitCount; ++i) {
        const auto split = static_cast<Split>(i);
        if (needsLooks(split) != ofLooks) {
            continue;
        }
        int written = 0;
        for (std::uint64_t index = 0; written < entryOf(split).prompts; ++index) {
            if (const auto scene = drawScene(split, index)) {
                lines += std::string(splitCode(split)) + "\t" + toText(askedOf(*scene)) + "\t" +
                         captionFor(split, *scene, index) + "\n";
                ++written;
            }
        }
    }
    return lines;
}

}  // namespace limn::starter
