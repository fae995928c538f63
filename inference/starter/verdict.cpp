// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/verdict.h"

#include "inference/starter/vocabulary.h"

#include <algorithm>

namespace limn::starter {
namespace {

/// The asked things each with one of the seen, so that as many as possible fit. Few things: greedy on exact fits first.
struct Matching {
    std::size_t kinds = 0;
    std::size_t tints = 0;
};

bool hasTint(const AskedThing& asked, const SeenThing& seen) {
    return !asked.tint || *asked.tint == seen.tint;
}

Matching match(const AskedScene& asked, const Reading& seen) {
    std::vector<bool> askedTaken(asked.things.size());
    std::vector<bool> seenTaken(seen.things.size());
    Matching matching;
    const auto take = [&](auto fits) {
        std::size_t taken = 0;
        for (std::size_t i = 0; i < askedTaken.size(); ++i) {
            for (std::size_t j = 0; j < seenTaken.size() && !askedTaken[i]; ++j) {
                if (!seenTaken[j] && fits(asked.things[i], seen.things[j])) {
                    askedTaken[i] = true;
                    seenTaken[j] = true;
                    ++taken;
                }
            }
        }
        return taken;
    };
    const auto sameKind = [](const AskedThing& a, const SeenThing& b) {
        return a.kind == b.kind;
    };
    // Named tints first, so that a thing of any tint does not take theirs away.
    matching.tints = take([&](const AskedThing& a, const SeenThing& b) {
        return a.tint && sameKind(a, b) && hasTint(a, b);
    });
    matching.tints +=
        take([&](const AskedThing& a, const SeenThing& b) { return !a.tint && sameKind(a, b); });
    matching.kinds = matching.tints + take(sameKind);
    return matching;
}

enum class Compare { Kinds = 1, KindsAndTints };

bool isInOrder(const AskedScene& asked, const Reading& seen, Compare what) {
    return std::ranges::equal(
        asked.things, seen.things, [&](const AskedThing& a, const SeenThing& b) {
            return a.kind == b.kind && (what == Compare::Kinds || hasTint(a, b));
        });
}

template <class Enum>
std::optional<Enum> findByName(std::string_view name, int count, std::string_view (*nameOf)(Enum)) {
    for (int i = 1; i <= count; ++i) {
        if (nameOf(static_cast<Enum>(i)) == name) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

Error notUnderstood(std::string_view text, std::string_view word) {
    return {ErrorCode::FileDamaged,
            "The scene '" + std::string(text) + "' cannot be understood at '" + std::string(word) +
                "'; expected words like 'owl:blue', a place and a time of day.",
            {}};
}

std::optional<AskedThing> parseThing(std::string_view word) {
    const auto colon = word.find(':');
    const auto kind = findThing(word.substr(0, colon));
    const auto tintText = word.substr(colon + 1);
    const auto tint = findByName<Tint>(tintText, kTintCount, tintName);
    if (!kind || (!tint && tintText != "*")) {
        return std::nullopt;
    }
    return AskedThing{*kind, tint};
}

}  // namespace

AskedScene askedOf(const Scene& scene) {
    const bool hasColours = scene.style != Style::Blueprint;
    AskedScene asked;
    for (const PlacedThing& thing : scene.things) {
        asked.things.push_back({thing.kind, hasColours ? std::optional(thing.tint) : std::nullopt});
    }
    asked.place = scene.place;
    if (hasColours) {
        asked.time = scene.time;
    }
    if (scene.weather != Weather::Clear) {
        asked.weather = scene.weather;
    }
    if (scene.style != Style::Plain) {
        asked.style = scene.style;
    }
    return asked;
}

std::string toText(const AskedScene& asked) {
    std::string text;
    for (const AskedThing& thing : asked.things) {
        text += std::string(things()[thing.kind].name) + ":" +
                std::string(thing.tint ? tintName(*thing.tint) : "*") + " ";
    }
    text += std::string(asked.place ? placeName(*asked.place) : "-") + " " +
            std::string(asked.time ? timeName(*asked.time) : "-");
    if (asked.weather) {
        text += " " + std::string(weatherName(*asked.weather));
    }
    if (asked.style) {
        text += " " + std::string(styleName(*asked.style));
    }
    return text;
}

Result<AskedScene> parseAskedScene(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(' ', begin), text.size());
        if (end > begin) {
            words.push_back(text.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    AskedScene asked;
    if (!words.empty()) {
        asked.style = findByName<Style>(words.back(), kStyleCount, styleName);
        words.resize(words.size() - (asked.style ? 1 : 0));
    }
    if (!words.empty()) {
        asked.weather = findByName<Weather>(words.back(), kWeatherCount, weatherName);
        words.resize(words.size() - (asked.weather ? 1 : 0));
    }
    if (words.size() < 3) {
        return notUnderstood(text, text);
    }
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        const auto thing = parseThing(words[i]);
        if (!thing || words[i].find(':') == std::string_view::npos) {
            return notUnderstood(text, words[i]);
        }
        asked.things.push_back(*thing);
    }
    const auto place = words[words.size() - 2];
    const auto time = words.back();
    asked.place = findByName<Place>(place, kPlaceCount, placeName);
    asked.time = findByName<TimeOfDay>(time, kTimeCount, timeName);
    if (!asked.place && place != "-") {
        return notUnderstood(text, place);
    }
    if (!asked.time && time != "-") {
        return notUnderstood(text, time);
    }
    return asked;
}

Verdict judge(const AskedScene& asked, const Reading& seen) {
    const Matching matching = match(asked, seen);
    const std::size_t wanted = asked.things.size();
    Verdict verdict;
    verdict.count = seen.things.size() == wanted;
    verdict.kinds = verdict.count && matching.kinds == wanted;
    verdict.presentThings = matching.kinds;
    verdict.tintedThings = matching.tints;
    verdict.mainThing =
        wanted == 0 || std::ranges::any_of(seen.things, [&](const SeenThing& thing) {
            return thing.kind == asked.things.front().kind;
        });
    verdict.tints = verdict.kinds && matching.tints == wanted;
    verdict.kindOrder = verdict.kinds && isInOrder(asked, seen, Compare::Kinds);
    verdict.order = verdict.kinds && isInOrder(asked, seen, Compare::KindsAndTints);
    verdict.place = !asked.place || *asked.place == seen.place;
    verdict.time = !asked.time || *asked.time == seen.time;
    verdict.weather = !asked.weather || asked.weather == seen.weather;
    verdict.style = !asked.style || asked.style == seen.style;
    verdict.confident = seen.confidence() >= kStrictConfidence;
    return verdict;
}

}  // namespace limn::starter
