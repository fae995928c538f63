// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/scene_questions.h"

#include "inference/starter/caption_things.h"
#include "inference/starter/question_wordings.h"
#include "inference/starter/scene_claims.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace limn::starter {
namespace {

constexpr double kShareOfAbsent = 0.25;  // of questions about one thing: it is not there

/// What a question is about, and the words in which everything is said.
struct Asking {
    const Scene& scene;
    bool isEnglish;
    Wording free;   ///< for questions: any word
    Wording plain;  ///< for answers: the first word
    CounterRandom& random;
};

std::string sentence(std::string text) {
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text + ".";
}

std::string listed(const Asking& asking) {
    Wording plain = asking.plain;
    return listOf(groupsOf(asking.scene), plain, 0);
}

std::string seen(const Asking& asking) {
    return (asking.isEnglish ? "I see " : "saya melihat ") + listed(asking);
}

std::string nounOf(const Asking& asking, std::size_t kind, bool isPlural, Wording wording) {
    const std::string noun(wording.pick(things()[kind].words));
    return isPlural && asking.isEnglish ? pluralOf(noun) : noun;
}

std::string absent(const Asking& asking, std::size_t kind) {
    const std::string noun = nounOf(asking, kind, false, asking.plain);
    return asking.isEnglish ? "I see no " + noun + "." : "Saya tidak melihat " + noun + ".";
}

/// A kind that is in the picture or, in some cases, one that is not.
std::size_t drawKind(const Asking& asking, double shareOfAbsent) {
    return asking.random.chance(shareOfAbsent)
               ? absentKind(asking.scene, asking.random)
               : asking.scene.things[asking.random.below(asking.scene.things.size())].kind;
}

std::vector<std::size_t> placesOf(const Scene& scene, std::size_t kind) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < scene.things.size(); ++i) {
        if (scene.things[i].kind == kind) {
            places.push_back(i);
        }
    }
    return places;
}

std::string_view sideOf(std::size_t index, std::size_t count, bool isEnglish) {
    static constexpr std::array<std::string_view, 3> english{"on the left", "in the middle",
                                                             "on the right"};
    static constexpr std::array<std::string_view, 3> indonesian{"di kiri", "di tengah", "di kanan"};
    const std::size_t side = count == 1 ? 1 : count == 2 ? 2 * index : index;
    return isEnglish ? english.at(side) : indonesian.at(side);
}

std::string joined(const std::vector<std::string>& parts, bool isEnglish) {
    std::string text = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) {
        text += (i + 1 < parts.size() ? ", " : isEnglish ? " and " : " dan ") + parts[i];
    }
    return text;
}

std::string colourOf(const PlacedThing& thing, const Asking& asking) {
    const auto& what = things()[thing.kind];
    const auto tint = thing.tint == Tint::Natural ? what.naturalTint : std::optional(thing.tint);
    const Words& words = tint ? tintWords(*tint) : what.naturalColours;
    const auto& list = asking.isEnglish ? words.english : words.indonesian;
    if (!list.empty()) {
        return std::string(list.front());
    }
    return asking.isEnglish ? "its natural colours" : "warna aslinya";
}

std::string numberWord(std::size_t number, bool isEnglish) {
    static constexpr std::array<std::string_view, 4> english{"none", "one", "two", "three"};
    static constexpr std::array<std::string_view, 4> indonesian{"nol", "satu", "dua", "tiga"};
    return std::string(isEnglish ? english.at(number) : indonesian.at(number));
}

std::string caption(const Asking& asking) {
    return plainCaption(asking.scene, asking.isEnglish ? Language::English : Language::Indonesian);
}

std::string detailed(const Asking& asking) {
    Wording plain = asking.plain;
    std::vector<std::string> sides;
    for (std::size_t i = 0; i < asking.scene.things.size(); ++i) {
        const auto& thing = asking.scene.things[i];
        const std::string side(sideOf(i, asking.scene.things.size(), asking.isEnglish));
        sides.push_back(side + (asking.isEnglish && i == 0 ? " is " : " ") +
                        phraseOf({thing.kind, thing.tint, 1}, plain));
    }
    return sentence(caption(asking)) + " " + sentence(joined(sides, asking.isEnglish)) + " " +
           (asking.isEnglish ? "It is a simple drawing." : "Ini gambar sederhana.");
}

std::string tags(const Asking& asking) {
    Wording plain = asking.plain;
    std::vector<std::string> all;
    for (const auto& group : groupsOf(asking.scene)) {
        for (auto tag : {tagOf(group, plain), nounOf(asking, group.kind, false, asking.plain)}) {
            if (std::ranges::find(all, tag) == all.end()) {
                all.push_back(std::move(tag));
            }
        }
    }
    all.emplace_back(plain.pick(placeNouns(asking.scene.place)));
    all.emplace_back(plain.pick(timeTags(asking.scene.time)));
    all.emplace_back(asking.isEnglish ? "drawing" : "gambar");
    std::string text = all.front();
    for (std::size_t i = 1; i < all.size(); ++i) {
        text += ", " + all[i];
    }
    return text;
}

struct Said {
    std::string about;  ///< stands in the question
    std::string answer;
};

Said count(Asking& asking) {
    const auto kind = drawKind(asking, kShareOfAbsent);
    const auto places = placesOf(asking.scene, kind);
    return {nounOf(asking, kind, true, asking.free),
            sentence(numberWord(places.size(), asking.isEnglish))};
}

Said colour(Asking& asking) {
    const auto kind = drawKind(asking, kShareOfAbsent / 2);
    const std::string noun = nounOf(asking, kind, false, asking.free);
    std::vector<std::string> colours;
    for (const auto i : placesOf(asking.scene, kind)) {
        auto one = colourOf(asking.scene.things[i], asking);
        if (std::ranges::find(colours, one) == colours.end()) {
            colours.push_back(std::move(one));
        }
    }
    return {noun,
            colours.empty() ? absent(asking, kind) : sentence(joined(colours, asking.isEnglish))};
}

/// Things of one kind as the picture has them: "two blue owls".
std::string ofKind(const Asking& asking, std::size_t kind) {
    Wording plain = asking.plain;
    std::vector<std::string> phrases;
    for (const auto& group : groupsOf(asking.scene)) {
        if (group.kind == kind) {
            phrases.push_back(phraseOf(group, plain));
        }
    }
    return joined(phrases, asking.isEnglish);
}

Said presence(Asking& asking) {
    Wording free = asking.free;
    auto claim = drawThingClaim(asking.scene, asking.random);
    const std::string about = phraseOf({claim.kind, claim.tint, 1}, free);
    const std::string yes = asking.isEnglish ? "Yes: " : "Ya: ";
    const std::string no = asking.isEnglish ? "No: " : "Tidak: ";
    return {about, claim.holds ? yes + ofKind(asking, claim.kind) + "." : no + seen(asking) + "."};
}

Said match(Asking& asking) {
    const auto claim = drawCaptionClaim(
        asking.scene, asking.isEnglish ? Language::English : Language::Indonesian, asking.random);
    if (claim.holds) {
        return {claim.words, asking.isEnglish ? "Yes." : "Ya."};
    }
    const std::string why =
        claim.isAboutPlace ? (asking.isEnglish ? "it is " : "ini ") +
                                 std::string(asking.plain.pick(placePhrases(asking.scene.place)))
        : claim.isAboutTime ? (asking.isEnglish ? "it is " : "ini ") +
                                  std::string(asking.plain.pick(timeTags(asking.scene.time)))
        : claim.isAboutStyle
            ? std::string(asking.isEnglish ? "it is a simple drawing" : "ini gambar sederhana")
            : seen(asking);
    return {claim.words, (asking.isEnglish ? "No: " : "Tidak: ") + why + "."};
}

Said where(Asking& asking) {
    const auto kind = drawKind(asking, kShareOfAbsent / 2);
    std::vector<std::string> sides;
    for (const auto i : placesOf(asking.scene, kind)) {
        sides.emplace_back(sideOf(i, asking.scene.things.size(), asking.isEnglish));
    }
    return {nounOf(asking, kind, false, asking.free),
            sides.empty() ? absent(asking, kind) : sentence(joined(sides, asking.isEnglish))};
}

Said which(Asking& asking) {
    Wording plain = asking.plain;
    const auto index = asking.random.below(asking.scene.things.size());
    const auto& thing = asking.scene.things[index];
    return {std::string(sideOf(index, asking.scene.things.size(), asking.isEnglish)),
            sentence(phraseOf({thing.kind, thing.tint, 1}, plain))};
}

Said box(Asking& asking, std::span<const ThingBox> boxes) {
    const auto kind = asking.scene.things[asking.random.below(asking.scene.things.size())].kind;
    const auto thousandths = [](double share) {
        return std::to_string(std::clamp<long>(std::lround(100 * share) * 10, 0, 1000));
    };
    std::string answer = "[";
    for (const auto i : placesOf(asking.scene, kind)) {
        const auto& edges = boxes[i];
        answer += (answer.size() > 1 ? ", " : "") + std::string("{\"bbox_2d\": [") +
                  thousandths(edges.left) + ", " + thousandths(edges.top) + ", " +
                  thousandths(edges.right) + ", " + thousandths(edges.bottom) + "], \"label\": \"" +
                  nounOf(asking, kind, false, asking.plain) + "\"}";
    }
    return {nounOf(asking, kind, false, asking.free), answer + "]"};
}

Said sayAbout(Asking& asking, QuestionKind kind, std::span<const ThingBox> boxes) {
    using enum QuestionKind;
    switch (kind) {
    case Caption:
    case Alt:
        return {{}, sentence(caption(asking))};
    case Detailed:
        return {{}, detailed(asking)};
    case Tags:
        return {{}, tags(asking)};
    case Prompt:
        return {{}, caption(asking)};
    case Flaws:
        return {
            {},
            asking.isEnglish ? "Nothing looks wrong to me." : "Tidak ada yang salah menurut saya."};
    case List:
        return {{}, sentence(listed(asking))};
    case Count:
        return count(asking);
    case Colour:
        return colour(asking);
    case Presence:
        return presence(asking);
    case Match:
        return match(asking);
    case Where:
        return where(asking);
    case Which:
        return which(asking);
    case Place:
        return {{}, sentence(std::string(asking.plain.pick(placePhrases(asking.scene.place))))};
    case Time:
        return {{}, sentence(std::string(asking.plain.pick(timeTags(asking.scene.time))))};
    case Box:
        return box(asking, boxes);
    }
    return {};
}

}  // namespace

std::string_view questionKindName(QuestionKind kind) {
    static constexpr std::array<std::string_view, kQuestionKindCount> names{
        "caption", "alt",      "detailed", "tags",  "prompt", "flaws", "list", "count",
        "colour",  "presence", "match",    "where", "which",  "place", "time", "box"};
    return names.at(static_cast<std::size_t>(kind) - 1);
}

Exchange exchangeOf(const SceneInView& asked, QuestionKind kind, Language language,
                    CounterRandom& random) {
    Asking asking{asked.scene, language == Language::English, Wording(language, &random),
                  Wording(language, nullptr), random};
    auto said = sayAbout(asking, kind, asked.boxes);
    return {kind, wordQuestion(kind, language, said.about, random), std::move(said.answer)};
}

Exchange exchangeAsking(const SceneInView& asked, QuestionKind kind, const std::string& words,
                        Language language, CounterRandom& random) {
    Asking asking{asked.scene, language == Language::English, Wording(language, &random),
                  Wording(language, nullptr), random};
    auto said = sayAbout(asking, kind, asked.boxes);
    return {kind, putInto(words, said.about), std::move(said.answer)};
}

std::string_view cannotTell(Language language) {
    return language == Language::English ? "I cannot tell: this is not my kind of picture."
                                         : "Saya tidak tahu: ini bukan jenis gambar saya.";
}

Exchange outsideExchangeOf(const Scene& any, QuestionKind kind, Language language,
                           CounterRandom& random) {
    const std::vector<ThingBox> boxes(any.things.size());
    auto exchange = exchangeOf({any, boxes}, kind, language, random);
    exchange.answer = cannotTell(language);
    return exchange;
}

QuestionKind drawQuestionKind(CounterRandom& random, bool hasBoxes) {
    using enum QuestionKind;
    // Where and how many take longest to learn.
    static constexpr std::array<QuestionKind, 32> kinds{
        Caption, Alt,   Detailed, Tags,   Prompt, Flaws,    List,     List,  Count, Count, Count,
        Count,   Count, Colour,   Colour, Colour, Presence, Presence, Match, Match, Match, Match,
        Where,   Where, Where,    Where,  Where,  Where,    Which,    Which, Place, Time};
    if (random.chance(0.04)) {
        return hasBoxes ? Box : Where;
    }
    return kinds.at(random.below(kinds.size()));
}

}  // namespace limn::starter
