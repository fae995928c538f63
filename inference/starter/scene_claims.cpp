// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/scene_claims.h"

#include "inference/starter/caption_things.h"

#include <algorithm>
#include <array>
#include <vector>

namespace limn::starter {
namespace {

Tint lookOf(const PlacedThing& thing) {
    return thing.tint == Tint::Natural ? things()[thing.kind].naturalTint.value_or(Tint::Natural)
                                       : thing.tint;
}

/// A tint that the thing does not have, and nobody could take its own colours for: a cow of black and white is not
/// called black.
Tint otherTint(const PlacedThing& thing, CounterRandom& random) {
    const auto& own = things()[thing.kind].naturalColours.english;
    for (;;) {
        const auto tint = static_cast<Tint>(2 + random.below(kTintCount - 1));
        const bool isNear =
            thing.tint == Tint::Natural && std::ranges::any_of(own, [&](std::string_view words) {
                return words.find(tintName(tint)) != std::string_view::npos;
            });
        if (tint != lookOf(thing) && !isNear) {
            return tint;
        }
    }
}

template <class Enum>
Enum otherOf(Enum value, int count, CounterRandom& random) {
    const auto other = static_cast<Enum>(1 + random.below(static_cast<std::uint64_t>(count - 1)));
    return other == value ? static_cast<Enum>(count) : other;
}

enum class Change { Place = 1, Time, Kind, Tint, Count, Sides };

bool canExchangeSides(const Scene& scene) {
    return scene.things.size() > 1 && (scene.things.front().kind != scene.things.back().kind ||
                                       lookOf(scene.things.front()) != lookOf(scene.things.back()));
}

struct ChangedScene {
    Scene scene;
    Change change;
    std::size_t thing;  ///< with Kind and Tint: which
};

/// The scene with one thing changed: never the same picture.
ChangedScene changed(const Scene& scene, CounterRandom& random) {
    ChangedScene result{scene, static_cast<Change>(1 + random.below(6)),
                        random.below(scene.things.size())};
    auto& things = result.scene.things;
    if (result.change == Change::Sides && !canExchangeSides(scene)) {
        result.change = Change::Tint;
    }
    switch (result.change) {
    case Change::Place:
        result.scene.place = otherOf(scene.place, kPlaceCount, random);
        break;
    case Change::Time:
        result.scene.time = otherOf(scene.time, kTimeCount, random);
        break;
    case Change::Kind:
        things[result.thing].kind = absentKind(scene, random);
        break;
    case Change::Tint:
        things[result.thing].tint = otherTint(things[result.thing], random);
        break;
    case Change::Count:
        if (things.size() == 1 || (things.size() < kMostThings && random.chance(0.5))) {
            things.push_back(things.back());
        } else {
            things.pop_back();
        }
        break;
    case Change::Sides:
        std::swap(things.front(), things.back());
        break;
    }
    return result;
}

bool isThere(const Scene& scene, std::size_t kind, Tint look) {
    return std::ranges::any_of(scene.things, [&](const PlacedThing& thing) {
        return thing.kind == kind && lookOf(thing) == look;
    });
}

std::string withSides(const Scene& scene, Language language) {
    Wording plain(language, nullptr);
    const auto phrase = [&](const PlacedThing& thing) {
        return phraseOf({thing.kind, thing.tint, 1}, plain);
    };
    return phrase(scene.things.front()) +
           (language == Language::English ? " to the left of " : " di kiri ") +
           phrase(scene.things.back());
}

std::string styleClaim(Language language, CounterRandom& random, bool holds) {
    static constexpr std::array<std::string_view, 6> right{
        "a drawing", "an illustration", "cartoon", "emoji style", "flat illustration", "clip art"};
    static constexpr std::array<std::string_view, 8> wrong{
        "a photograph",  "watercolour", "oil painting", "pixel art",
        "pencil sketch", "a photo",     "3d render",    "charcoal"};
    static constexpr std::array<std::string_view, 2> benar{"gambar", "ilustrasi"};
    static constexpr std::array<std::string_view, 3> salah{"foto", "cat air", "lukisan cat minyak"};
    const bool isEnglish = language == Language::English;
    return std::string(holds ? (isEnglish ? right.at(random.below(right.size()))
                                          : benar.at(random.below(benar.size())))
                             : (isEnglish ? wrong.at(random.below(wrong.size()))
                                          : salah.at(random.below(salah.size()))));
}

/// One claim of a scene alone, as core/match takes prompts apart.
std::string placeWords(const Scene& told, Wording free) {
    return std::string(
        free.pick(free.chance(0.5) ? placePhrases(told.place) : placeNouns(told.place)));
}
std::string timeWords(const Scene& told, Wording free) {
    return std::string(free.pick(free.chance(0.5) ? timePhrases(told.time) : timeTags(told.time)));
}
std::string thingWords(const Scene& told, Wording free) {
    const auto groups = groupsOf(told);
    return phraseOf(groups[free.below(groups.size())], free);
}

CaptionMix mixOf(Language language) {
    // Nothing left out: what is not said cannot be wrong.
    return {.indonesian = language == Language::Indonesian ? 1.0 : 0.0,
            .leaveOut = 0,
            .relations = 0.3,
            .filler = 0.05,
            .typo = 0.03};
}

CaptionClaim trueClaim(const Scene& scene, Language language, bool isPart, CounterRandom& random) {
    const Wording free(language, &random);
    if (!isPart) {
        const bool saysSides = scene.things.size() > 1 && random.chance(0.15);
        return {.words = saysSides ? withSides(scene, language)
                                   : variedCaption(scene, random, mixOf(language))};
    }
    const auto part = random.below(4);
    return {.words = part == 0   ? placeWords(scene, free)
                     : part == 1 ? timeWords(scene, free)
                                 : thingWords(scene, free)};
}

/// Things that this world does not have, so that unknown words are not taken for known things.
std::string unknownThing(Language language, CounterRandom& random) {
    static constexpr std::array<std::string_view, 44> english{
        "lighthouse", "castle",   "bridge", "guitar",   "piano",    "table",    "chair",
        "lamp",       "bottle",   "pizza",  "sandwich", "banana",   "mountain", "river",
        "tower",      "windmill", "knight", "wizard",   "man",      "woman",    "child",
        "skyscraper", "bed",      "sofa",   "clock",    "book",     "computer", "phone",
        "shoe",       "hat",      "sword",  "candle",   "fountain", "statue",   "tent",
        "lantern",    "basket",   "barrel", "fence",    "ladder",   "camera",   "violin",
        "cup",        "window"};
    static constexpr std::array<std::string_view, 14> indonesian{
        "mercusuar", "istana", "jembatan", "gitar", "meja",   "kursi",   "botol",
        "gunung",    "sungai", "menara",   "buku",  "sepatu", "jendela", "tenda"};
    return std::string(language == Language::English
                           ? english.at(random.below(english.size()))
                           : indonesian.at(random.below(indonesian.size())));
}

/// A claim as core/match takes it out of a prompt: "owls", "two owls", "blue owls". Half of them hold.
CaptionClaim drawLooseClaim(const Scene& scene, Language language, CounterRandom& random) {
    Wording free(language, &random);
    const bool isEnglish = language == Language::English;
    const auto& thing = scene.things[random.below(scene.things.size())];
    const auto sameKind = [&thing](const PlacedThing& other) {
        return other.kind == thing.kind;
    };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(scene.things, sameKind));
    const auto noun = [&](std::size_t kind, bool isPlural) {
        std::string word(free.pick(things()[kind].words));
        return isPlural && isEnglish ? pluralOf(word) : word;
    };
    const bool holds = random.chance(0.5);
    const bool isPlural = random.chance(count > 1 ? 0.8 : 0.2);
    const auto form = random.below(3);
    if (form == 0) {
        const std::size_t said = holds ? count : 1 + (count + random.below(2)) % 3;
        return {.words = phraseOf({thing.kind, Tint::Natural, said}, free), .holds = holds};
    }
    const Tint tint = holds ? lookOf(thing) : otherTint(thing, random);
    const bool isOneLook = std::ranges::all_of(scene.things, [&](const PlacedThing& other) {
        return !sameKind(other) || lookOf(other) == lookOf(thing);
    });
    if (form == 1 && tint != Tint::Natural && isOneLook) {
        const std::string colour(free.pick(tintWords(tint)));
        const std::string what = noun(thing.kind, isPlural);
        return {.words = isEnglish ? colour + " " + what : what + " " + colour, .holds = holds};
    }
    if (holds) {
        return {.words = noun(thing.kind, isPlural)};
    }
    if (random.chance(0.4)) {
        const std::string word = unknownThing(language, random);
        return {.words = !isEnglish ? word
                         : isPlural ? pluralOf(word)
                                    : "a " + word,
                .holds = false};
    }
    return {.words = noun(absentKind(scene, random), isPlural), .holds = false};
}

}  // namespace

std::size_t absentKind(const Scene& scene, CounterRandom& random) {
    for (;;) {
        const auto kind = random.below(things().size());
        if (std::ranges::none_of(scene.things,
                                 [&](const PlacedThing& thing) { return thing.kind == kind; })) {
            return kind;
        }
    }
}

ThingClaim drawThingClaim(const Scene& scene, CounterRandom& random) {
    const auto& thing = scene.things[random.below(scene.things.size())];
    if (random.chance(0.5)) {
        return {thing.kind, random.chance(0.4) ? thing.tint : Tint::Natural, true};
    }
    if (random.chance(0.6)) {
        return {absentKind(scene, random), Tint::Natural, false};
    }
    const Tint tint = otherTint(thing, random);
    return {thing.kind, tint, isThere(scene, thing.kind, tint)};
}

CaptionClaim drawCaptionClaim(const Scene& scene, Language language, CounterRandom& random) {
    const Wording free(language, &random);
    if (random.chance(0.06)) {
        const bool holds = random.chance(0.5);
        return {
            .words = styleClaim(language, random, holds), .holds = holds, .isAboutStyle = !holds};
    }
    if (random.chance(0.35)) {
        return drawLooseClaim(scene, language, random);
    }
    const bool isPart = random.chance(0.5);
    if (random.chance(0.5)) {
        return trueClaim(scene, language, isPart, random);
    }
    const auto told = changed(scene, random);
    CaptionClaim claim{.holds = false,
                       .isAboutPlace = told.change == Change::Place,
                       .isAboutTime = told.change == Change::Time};
    const auto& thing = told.scene.things[std::min(told.thing, told.scene.things.size() - 1)];
    const bool isThing = told.change == Change::Kind || told.change == Change::Tint;
    if (told.change == Change::Sides) {  // only words that say the sides can be wrong about it
        claim.words = withSides(told.scene, language);
    } else if (isPart && claim.isAboutPlace) {
        claim.words = placeWords(told.scene, free);
    } else if (isPart && claim.isAboutTime) {
        claim.words = timeWords(told.scene, free);
    } else if (isPart && isThing && !isThere(scene, thing.kind, lookOf(thing))) {
        Wording words = free;
        claim.words = phraseOf({thing.kind, thing.tint, 1}, words);
    } else {
        claim.words = variedCaption(told.scene, random, mixOf(language));
    }
    return claim;
}

}  // namespace limn::starter
