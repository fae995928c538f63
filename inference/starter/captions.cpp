// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/captions.h"

#include "inference/starter/vocabulary.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace limn::starter {
namespace {

/// Neighbours of one kind and tint, said together: "two blue owls".
struct Group {
    std::size_t kind;
    Tint tint;
    std::size_t count;
};

std::vector<Group> groupsOf(const Scene& scene) {
    std::vector<Group> groups;
    for (const PlacedThing& thing : scene.things) {
        if (!groups.empty() && groups.back().kind == thing.kind &&
            groups.back().tint == thing.tint) {
            ++groups.back().count;
        } else {
            groups.push_back({thing.kind, thing.tint, 1});
        }
    }
    return groups;
}

/// Chooses words: always the first, or any.
class Wording {
public:
    Wording(Language language, CounterRandom* random) : m_language(language), m_random(random) {}

    Language language() const { return m_language; }
    bool isEnglish() const { return m_language == Language::English; }
    bool chance(double probability) { return m_random != nullptr && m_random->chance(probability); }

    /// The first word is as likely as all others together: it is what most people write.
    std::string_view pick(std::span<const std::string_view> words) {
        const bool isFirst = m_random == nullptr || words.size() == 1 || m_random->chance(0.5);
        return words[isFirst ? 0 : 1 + m_random->below(words.size() - 1)];
    }
    std::string_view pick(const Words& words) {
        return pick(isEnglish() ? words.english : words.indonesian);
    }

private:
    Language m_language;
    CounterRandom* m_random;
};

std::string_view countWord(std::size_t count, Wording& wording) {
    static constexpr std::array<std::string_view, 3> english{"a", "two", "three"};
    static constexpr std::array<std::string_view, 3> indonesian{"seekor", "dua", "tiga"};
    static constexpr std::array<std::string_view, 3> digits{"1", "2", "3"};
    if (count == 2 && wording.isEnglish() && wording.chance(0.15)) {
        return "a pair of";
    }
    return (wording.chance(0.1)   ? digits
            : wording.isEnglish() ? english
                                  : indonesian)
        .at(count - 1);
}

/// The tint's word; of a natural thing sometimes the colour it has anyway.
std::string_view tintWord(const Group& group, Wording& wording) {
    if (group.tint != Tint::Natural) {
        return wording.pick(tintWords(group.tint));
    }
    const auto natural = things()[group.kind].naturalTint;
    return natural && wording.chance(0.4) ? wording.pick(tintWords(*natural)) : std::string_view();
}

std::string joinWords(std::span<const std::string_view> words) {
    std::string text;
    for (const auto word : words) {
        if (!word.empty()) {
            text += (text.empty() ? "" : " ") + std::string(word);
        }
    }
    return text;
}

std::string phraseOf(const Group& group, Wording& wording) {
    const std::string_view noun = wording.pick(things()[group.kind].words);
    const std::string_view tint = tintWord(group, wording);
    if (!wording.isEnglish()) {
        // The colour follows the thing; one thing needs no number.
        const std::string_view count =
            group.count > 1 ? countWord(group.count, wording) : std::string_view();
        return joinWords(std::array{count, noun, tint});
    }
    const std::string named = group.count > 1 ? pluralOf(noun) : std::string(noun);
    std::string_view count = countWord(group.count, wording);
    const std::string_view next = tint.empty() ? std::string_view(named) : tint;
    if (count == "a" && std::string_view("aeiou").find(next.front()) != std::string_view::npos) {
        count = "an";
    }
    if (group.count == 1 && wording.chance(0.15)) {
        count = {};
    }
    return joinWords(std::array{count, tint, std::string_view(named)});
}

std::string listOf(const std::vector<Group>& groups, Wording& wording) {
    const std::string_view last = wording.isEnglish()
                                      ? (wording.chance(0.12) ? " next to " : " and ")
                                  : wording.chance(0.3) ? " di samping "
                                                        : " dan ";
    std::string text;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        text += i == 0 ? "" : i + 1 < groups.size() ? ", " : std::string(last);
        text += phraseOf(groups[i], wording);
    }
    return text;
}

std::string tagList(const Scene& scene, Wording& wording) {
    std::string text;
    for (const Group& group : groupsOf(scene)) {
        text += phraseOf(group, wording) + ", ";
    }
    return text + std::string(placeName(scene.place)) + ", " + std::string(timeName(scene.time));
}

std::string_view opening(Wording& wording) {
    static constexpr std::array<std::string_view, 8> english{
        "",        "a picture of ", "please draw ",  "there is ",
        "I want ", "draw ",         "a drawing of ", "can you make "};
    static constexpr std::array<std::string_view, 5> indonesian{"", "gambar ", "tolong gambar ",
                                                                "ada ", "lukisan "};
    return wording.isEnglish() ? wording.pick(english) : wording.pick(indonesian);
}

std::string sentence(const Scene& scene, Wording& wording, const CaptionMix& mix) {
    const bool hasPlace = !wording.chance(mix.leaveOut);
    const bool hasTime = !wording.chance(mix.leaveOut);
    std::string_view place =
        hasPlace ? wording.pick(placePhrases(scene.place)) : std::string_view();
    const std::string_view time =
        hasTime ? wording.pick(timePhrases(scene.time)) : std::string_view();
    const std::string list = listOf(groupsOf(scene), wording);
    if (scene.place == Place::Snow && scene.time == TimeOfDay::Night && hasPlace && hasTime &&
        wording.isEnglish() && wording.chance(0.3)) {
        return list + " on a snowy night";
    }
    const std::string_view start = opening(wording);
    if (start.empty() && hasTime && wording.chance(0.2)) {
        return std::string(time) + ", " + joinWords(std::array{std::string_view(list), place});
    }
    const bool hasMany = scene.things.size() > 1;
    return std::string(hasMany && start == "there is " ? "there are " : start) +
           joinWords(std::array{std::string_view(list), place, time});
}

void addTypo(std::string& text, CounterRandom& random) {
    const auto at = random.below(text.size());
    if (text[at] == ' ' || text[at] == ',') {
        return;
    }
    if (random.chance(0.5)) {
        text.erase(at, 1);
    } else {
        text.insert(at, 1, text[at]);
    }
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
    const bool isTagList = language == Language::English && random.chance(mix.tags);
    std::string text = isTagList ? tagList(scene, wording) : sentence(scene, wording, mix);
    if (random.chance(mix.typo)) {
        addTypo(text, random);
    }
    return text;
}

}  // namespace limn::starter
