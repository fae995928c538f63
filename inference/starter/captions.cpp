// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/captions.h"

#include "inference/starter/caption_things.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace limn::starter {
namespace {

/// The caption's parts. Empty where the mix leaves them unsaid.
struct Parts {
    std::string list;
    std::string place;
    std::string weather;  // always said, except where it is clear
    std::string time;     // may say the weather too: "on a rainy night"

    std::string when() const {
        const std::string words[] = {weather, time};
        return joinWords(words);
    }
};

/// What is said of a style: in front or behind. Nothing of the plain one.
struct StyleWords {
    std::string opening;
    std::string ending;
};

std::string opening(Wording& wording, bool hasMany) {
    static constexpr std::array<std::string_view, 24> english{"",
                                                              "there is ",
                                                              "a picture of ",
                                                              "a drawing of ",
                                                              "an illustration of ",
                                                              "a cartoon of ",
                                                              "an image of ",
                                                              "a photo of ",
                                                              "a painting of ",
                                                              "please draw ",
                                                              "draw ",
                                                              "draw me ",
                                                              "paint ",
                                                              "make ",
                                                              "create ",
                                                              "show me ",
                                                              "i want ",
                                                              "i would like ",
                                                              "i'd like to see ",
                                                              "can you draw ",
                                                              "can you make ",
                                                              "could you please paint ",
                                                              "generate ",
                                                              "a postcard of "};
    static constexpr std::array<std::string_view, 16> indonesian{
        "",          "ada ",        "gambar ",         "tolong gambar ",  "gambarkan ",
        "lukisan ",  "ilustrasi ",  "foto ",           "buatkan gambar ", "buat gambar ",
        "saya mau ", "saya ingin ", "aku mau gambar ", "tolong buatkan ", "tampilkan ",
        "kartun "};
    const std::string start(wording.isEnglish() ? wording.pick(english) : wording.pick(indonesian));
    return hasMany && start == "there is " ? "there are " : start;
}

/// What a thing does where it is: "standing", "flying".
std::string doing(const Scene& scene, Wording& wording) {
    static constexpr std::array<std::string_view, 5> standing{"standing", "sitting", "resting",
                                                              "waiting", "all alone"};
    static constexpr std::array<std::string_view, 4> flying{"flying", "up in the air", "in the sky",
                                                            "floating"};
    static constexpr std::array<std::string_view, 3> berdiri{"berdiri", "duduk", "sendirian"};
    if (!wording.chance(0.06)) {
        return {};
    }
    const bool allFly = std::ranges::all_of(
        scene.things, [](const PlacedThing& thing) { return things()[thing.kind].flies; });
    return std::string(!wording.isEnglish() ? allFly ? "terbang" : wording.any(berdiri)
                       : allFly ? wording.any(flying)
                                            : wording.any(standing));
}

/// Words that mean nothing here: people write them all the same.
std::string filler(Wording& wording) {
    static constexpr std::array<std::string_view, 27> english{
        "beautiful",    "4k",           "high quality", "masterpiece",     "highly detailed",
        "cute",         "best quality", "8k",           "detailed",        "colourful",
        "vector art",   "flat style",   "cartoon",      "simple",          "sharp",
        "digital art",  "clip art",     "emoji style",  "nice light",      "trending",
        "illustration", "hd",           "pretty",       "children's book", "minimalist",
        "professional", "please"};
    static constexpr std::array<std::string_view, 8> indonesian{
        "indah", "kualitas tinggi", "lucu", "detail", "bagus", "4k", "cantik", "kartun"};
    std::string text;
    do {
        text += ", ";
        text += wording.isEnglish() ? wording.any(english) : wording.any(indonesian);
    } while (wording.chance(0.4));
    return text;
}

/// A word that nobody knows, so that unknown words do no harm.
std::string unknownWord(CounterRandom& random) {
    static constexpr std::string_view consonants = "bcdfghklmnprstvwz";
    static constexpr std::string_view vowels = "aeiou";
    std::string word;
    const auto syllables = 2 + random.below(2);
    for (std::uint64_t i = 0; i < syllables; ++i) {
        word += consonants[random.below(consonants.size())];
        word += vowels[random.below(vowels.size())];
    }
    return random.chance(0.5) ? word + consonants[random.below(consonants.size())] : word;
}

bool showsTime(const Scene& scene) {
    return scene.style != Style::Blueprint;
}

std::string tagList(const Scene& scene, Wording& wording, const CaptionMix& mix) {
    std::vector<std::string> tags;
    for (const ThingGroup& group : groupsOf(scene)) {
        tags.push_back(tagOf(group, wording));
    }
    const auto insert = [&](std::string tag) {
        const bool isFirst = wording.chance(0.25);
        tags.insert(isFirst ? tags.begin() : tags.end(), std::move(tag));
    };
    if (!wording.chance(mix.leaveOut)) {
        const std::string_view noun =
            wording.chance(0.4) ? placeName(scene.place) : wording.pick(placeNouns(scene.place));
        insert(std::string(wording.isEnglish() ? noun : wording.pick(placeNouns(scene.place))));
    }
    if (!wording.chance(mix.leaveOut) && showsTime(scene)) {
        insert(std::string(wording.pick(timeTags(scene.time))));
    }
    if (scene.weather != Weather::Clear) {
        insert(std::string(wording.pick(weatherTags(scene.weather))));
    }
    if (scene.style != Style::Plain) {
        insert(std::string(wording.pick(styleTags(scene.style))));
    }
    const std::string_view joint = wording.chance(0.2) ? " " : ", ";
    std::string text = tags.front();
    for (std::size_t i = 1; i < tags.size(); ++i) {
        text += std::string(joint) + tags[i];
    }
    return text;
}

/// "in a {} meadow" with its adjective.
std::string put(std::string_view frame, std::string_view word) {
    const auto at = frame.find("{}");
    return std::string(frame.substr(0, at)) + std::string(word) + std::string(frame.substr(at + 2));
}

/// The place first: "a beach at sunset with a red car", "in a meadow there is a cat".
std::string placeFirst(const Scene& scene, const Parts& parts, Wording& wording) {
    const bool hasMany = scene.things.size() > 1;
    const std::string when = parts.when();
    const std::string tail = when.empty() ? "" : " " + when;
    if (!wording.isEnglish()) {
        return parts.place + tail + " ada " + parts.list;
    }
    if (wording.chance(0.5)) {
        const std::string_view noun = wording.pick(placeNouns(scene.place));
        return std::string(noun) + tail + " with " + parts.list;
    }
    const std::string_view verb = wording.chance(0.4) ? ", "
                                  : hasMany           ? " there are "
                                                      : " there is ";
    return parts.place + std::string(verb) + parts.list + tail;
}

/// Place and time in one phrase, or empty: "on a snowy night", "in a moonlit forest".
std::string together(const Scene& scene, Wording& wording) {
    const Words& snowy = snowyTimePhrases(scene.time);
    const bool hasSnowy = !(wording.isEnglish() ? snowy.english : snowy.indonesian).empty();
    if (scene.place == Place::Snow && hasSnowy && wording.chance(0.3)) {
        return std::string(wording.pick(snowy));
    }
    if (wording.isEnglish() && wording.chance(0.1)) {
        return put(placeWithAdjective(scene.place), wording.pick(timeAdjectives(scene.time)));
    }
    return {};
}

/// Weather with the time in one phrase, or beside each other. Of times only the plain words: "on a sunny day" is none of
/// rain.
void sayWeather(Parts& parts, const Scene& scene, bool hasTime, Wording& wording) {
    if (hasTime && wording.chance(0.4)) {
        parts.time =
            put(wording.pick(weatherWithTime(scene.weather)), wording.pick(timeNouns(scene.time)));
        return;
    }
    const Words& times = timePhrases(scene.time);
    parts.weather = wording.pick(weatherPhrases(scene.weather));
    if (hasTime) {
        parts.time = wording.isEnglish() ? times.english.front() : times.indonesian.front();
    }
}

StyleWords styleWordsOf(Style style, Wording& wording) {
    if (style == Style::Plain) {
        return {};
    }
    if (!wording.chance(0.4)) {
        return {.opening = std::string(wording.pick(styleOpenings(style))), .ending = {}};
    }
    const std::string_view joint = wording.chance(0.5) ? ", " : " ";
    const bool isTag = joint == ", " && wording.chance(0.5);
    return {.opening = {},
            .ending = std::string(joint) +
                      std::string(wording.pick(isTag ? styleTags(style) : styleEndings(style)))};
}

Parts partsOf(const Scene& scene, Wording& wording, const CaptionMix& mix) {
    Parts parts;
    parts.list = listOf(groupsOf(scene), wording, mix.relations);
    const bool hasPlace = !wording.chance(mix.leaveOut);
    const bool hasTime = !wording.chance(mix.leaveOut) && showsTime(scene);
    if (scene.weather != Weather::Clear) {
        parts.place = hasPlace ? wording.pick(placePhrases(scene.place)) : std::string_view();
        sayWeather(parts, scene, hasTime, wording);
        return parts;
    }
    if (hasPlace && hasTime) {
        parts.place = together(scene, wording);
        if (!parts.place.empty()) {
            return parts;
        }
    }
    parts.place = hasPlace ? wording.pick(placePhrases(scene.place)) : std::string_view();
    parts.time = hasTime ? wording.pick(timePhrases(scene.time)) : std::string_view();
    return parts;
}

std::string statement(const Scene& scene, const std::string& styleOpening, Wording& wording,
                      const CaptionMix& mix) {
    const Parts parts = partsOf(scene, wording, mix);
    if (styleOpening.empty() && !parts.place.empty() && wording.chance(0.1)) {
        return placeFirst(scene, parts, wording);
    }
    const std::string start =
        styleOpening.empty() ? opening(wording, scene.things.size() > 1) : styleOpening;
    if (start.empty() && !parts.time.empty() && wording.chance(0.12)) {
        const std::string rest[] = {parts.list, parts.place, parts.weather};
        return parts.time + ", " + joinWords(rest);
    }
    const std::string words[] = {parts.list, doing(scene, wording), parts.place, parts.when()};
    const bool swapped = wording.chance(0.08);
    const std::string other[] = {parts.list, parts.when(), parts.place};
    return start + (swapped ? joinWords(other) : joinWords(words));
}

std::string sentence(const Scene& scene, Wording& wording, const CaptionMix& mix) {
    const StyleWords style = styleWordsOf(scene.style, wording);
    return statement(scene, style.opening, wording, mix) + style.ending;
}

void addTypo(std::string& text, CounterRandom& random) {
    const auto at = random.below(text.size());
    if (text[at] == ' ' || text[at] == ',') {
        return;
    }
    const auto sort = random.below(3);
    if (sort == 0) {
        text.erase(at, 1);
    } else if (sort == 1 || at + 1 == text.size()) {
        text.insert(at, 1, text[at]);
    } else {
        std::swap(text[at], text[at + 1]);
    }
}

/// Somewhere between two words.
void addUnknownWord(std::string& text, CounterRandom& random) {
    const auto space = text.find(' ', random.below(text.size()));
    const std::string word = " " + unknownWord(random);
    text.insert(space == std::string::npos ? text.size() : space, word);
}

}  // namespace

std::string plainCaption(const Scene& scene, Language language) {
    Wording wording(language, nullptr);
    return sentence(scene, wording, {});
}

std::string variedCaption(const Scene& scene, CounterRandom& random, const CaptionMix& mix) {
    const Language language =
        random.chance(mix.indonesian) ? Language::Indonesian : Language::English;
    if (random.chance(mix.plain)) {
        return plainCaption(scene, language);
    }
    Wording wording(language, &random);
    std::string text =
        random.chance(mix.tags) ? tagList(scene, wording, mix) : sentence(scene, wording, mix);
    if (random.chance(mix.filler)) {
        text += filler(wording);
    }
    if (random.chance(mix.filler / 4)) {
        addUnknownWord(text, random);
    }
    if (random.chance(0.12)) {
        static constexpr std::array<std::string_view, 5> ends{".", ".", "!", " please", "?"};
        text += wording.any(ends);
    }
    if (random.chance(mix.typo)) {
        addTypo(text, random);
    }
    return text;
}

}  // namespace limn::starter
