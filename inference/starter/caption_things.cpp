// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/caption_things.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace limn::starter {
namespace {

using List = std::initializer_list<std::string_view>;

std::string_view anyOf(Wording& wording, List list) {
    return wording.any(std::span<const std::string_view>(list.begin(), list.size()));
}

bool isVowel(char c) {
    return std::string_view("aeiou").find(c) != std::string_view::npos;
}

std::string english(std::size_t count, std::string_view next, Wording& wording) {
    if (count == 1) {
        if (wording.chance(0.22)) {
            return std::string(
                anyOf(wording, {"", "", "", "", "1", "one", "the", "my", "a single"}));
        }
        return !next.empty() && isVowel(next.front()) ? "an" : "a";
    }
    if (count == 2) {
        return wording.chance(0.35)
                   ? std::string(
                         anyOf(wording, {"2", "2", "a pair of", "a couple of", "some", "the two"}))
                   : "two";
    }
    return wording.chance(0.35)
               ? std::string(anyOf(wording, {"3", "3", "a group of three", "a trio of", "some",
                                             "several", "a few", "the three"}))
               : "three";
}

/// The counting word of a thing's sort: "dua ekor".
std::string_view classifierOf(std::size_t kind) {
    switch (things()[kind].sort) {
    case ThingSort::Animal:
        return "ekor";
    case ThingSort::Plant:
        return "batang";
    case ThingSort::Object:
        break;
    }
    return "buah";
}

std::string indonesianCount(const ThingGroup& group, Wording& wording) {
    const std::string classifier(classifierOf(group.kind));
    if (group.count == 1) {
        return wording.chance(0.35) ? "se" + classifier : wording.chance(0.08) ? "satu" : "";
    }
    const bool isTwo = group.count == 2;
    std::string number = isTwo ? "dua" : "tiga";
    if (wording.chance(0.2)) {
        number =
            isTwo ? anyOf(wording, {"2", "2", "sepasang"}) : anyOf(wording, {"3", "3", "beberapa"});
    }
    const bool takesClassifier = number != "sepasang" && number != "beberapa";
    return takesClassifier && wording.chance(0.3) ? number + " " + classifier : number;
}

/// "kucing-kucing", "burung-burung hantu"; words that are doubled already stay.
std::string doubled(std::string_view noun) {
    if (noun.find('-') != std::string_view::npos) {
        return std::string(noun);
    }
    const std::string first(noun.substr(0, noun.find(' ')));
    return first + "-" + std::string(noun);
}

/// The tint's word; of a natural thing sometimes the colour it has anyway.
std::string_view tintWord(const ThingGroup& group, Wording& wording) {
    if (group.tint != Tint::Natural) {
        return wording.pick(tintWords(group.tint));
    }
    const Thing& thing = things()[group.kind];
    const Words& own = thing.naturalTint ? tintWords(*thing.naturalTint) : thing.naturalColours;
    const bool hasWord = !(wording.isEnglish() ? own.english : own.indonesian).empty();
    return hasWord && wording.chance(thing.naturalTint ? 0.4 : 0.15) ? wording.pick(own)
                                                                     : std::string_view();
}

std::string_view praise(Wording& wording) {
    if (!wording.chance(0.12)) {
        return {};
    }
    return wording.isEnglish()
               ? anyOf(wording,
                       {"cute",  "little", "big",   "small", "lovely",   "beautiful", "nice",
                        "tiny",  "large",  "happy", "funny", "pretty",   "adorable",  "simple",
                        "great", "old",    "new",   "huge",  "friendly", "sweet",     "sleepy"})
               : anyOf(wording, {"lucu", "kecil", "besar", "cantik", "indah", "imut", "bagus"});
}

/// "a blue owl", "a cute blue owl", "two owls that are blue".
std::string englishPhrase(const ThingGroup& group, Wording& wording) {
    const std::string_view noun = wording.pick(things()[group.kind].words);
    const std::string named = group.count > 1 ? pluralOf(noun) : std::string(noun);
    std::string tint(tintWord(group, wording));
    if (!tint.empty() && wording.chance(0.05)) {
        tint += anyOf(wording, {" coloured", " colored", "-coloured", "-colored"});
    }
    const std::string good(praise(wording));
    if (!tint.empty() && wording.chance(0.12)) {
        const std::string front[] = {
            english(group.count, good.empty() ? std::string_view(named) : good, wording), good,
            named};
        const auto tail = group.count > 1
                              ? anyOf(wording, {"that are ", "in ", ", both ", "which are ",
                                                "painted ", "of the colour "})
                              : anyOf(wording, {"that is ", "in ", "which is ", "painted ",
                                                "of the colour ", "coloured "});
        const bool isBoth = tail.front() == ',';
        const std::string said = !isBoth            ? " " + std::string(tail)
                                 : group.count == 2 ? ", both "
                                                    : ", all ";
        return joinWords(front) + said + tint;
    }
    const std::string words[] = {good, tint, named};
    const std::string rest = joinWords(words);
    const std::string whole[] = {english(group.count, rest, wording), rest};
    return joinWords(whole);
}

/// The colour follows the thing; one thing needs no number.
std::string indonesianPhrase(const ThingGroup& group, Wording& wording) {
    const std::string_view noun = wording.pick(things()[group.kind].words);
    std::string tint(tintWord(group, wording));
    if (!tint.empty() && wording.chance(0.2)) {
        tint = std::string(anyOf(wording, {"berwarna ", "yang berwarna ", "warna "})) + tint;
    }
    const std::string good(praise(wording));
    if (group.count > 1 && wording.chance(0.08)) {
        const std::string words[] = {doubled(noun), good, tint};
        return joinWords(words);
    }
    const std::string words[] = {indonesianCount(group, wording), std::string(noun), good, tint};
    return joinWords(words);
}

std::string between(const std::string& first, std::string_view word, const std::string& second) {
    return first + std::string(word) + second;
}

/// "two cats, one red and one blue", "a red and a blue cat"; empty where the groups are not like that.
std::string twoTints(const std::vector<ThingGroup>& groups, Wording& wording) {
    const bool fits = groups.size() == 2 && groups[0].kind == groups[1].kind &&
                      groups[0].count == 1 && groups[1].count == 1 &&
                      groups[0].tint != Tint::Natural && groups[1].tint != Tint::Natural;
    if (!fits || !wording.isEnglish() || !wording.chance(0.4)) {
        return {};
    }
    const std::string noun(wording.pick(things()[groups[0].kind].words));
    const std::string first(wording.pick(tintWords(groups[0].tint)));
    const std::string second(wording.pick(tintWords(groups[1].tint)));
    return wording.chance(0.5) ? "two " + pluralOf(noun) + ", one " + first + " and one " + second
                               : "a " + first + " and a " + second + " " + noun;
}

/// In the last two forms the right thing is named first.
std::string englishPair(const std::string& left, const std::string& right, Wording& wording) {
    switch (wording.below(6)) {
    case 0:
    case 1:
        return between(left,
                       anyOf(wording, {" to the left of ", " on the left of ", " left of ",
                                       " on the left side of ", " at the left of "}),
                       right);
    case 2: {
        const std::string first = between(
            left, anyOf(wording, {" on the left and ", " on the left, ", " at left and "}), right);
        return first + std::string(anyOf(wording, {" on the right", " on the right side"}));
    }
    case 3:
        return "on the left " + left + " and on the right " + right;
    case 4:
        return between(right,
                       anyOf(wording, {" to the right of ", " on the right of ", " right of ",
                                       " on the right side of "}),
                       left);
    default:
        return between("left of " + right, anyOf(wording, {" is ", " there is ", " stands "}),
                       left);
    }
}

std::string indonesianPair(const std::string& left, const std::string& right, Wording& wording) {
    switch (wording.below(5)) {
    case 0:
    case 1:
        return between(
            left, anyOf(wording, {" di sebelah kiri ", " di kiri ", " di samping kiri "}), right);
    case 2:
        return left + " di kiri dan " + right + " di kanan";
    case 3:
        return "di kiri ada " + left + " dan di kanan ada " + right;
    default:
        return between(right, anyOf(wording, {" di sebelah kanan ", " di kanan "}), left);
    }
}

/// The sides said in words; empty for three groups where no form fits.
std::string withSides(const std::vector<std::string>& said, Wording& wording) {
    if (said.size() == 2) {
        return wording.isEnglish() ? englishPair(said[0], said[1], wording)
                                   : indonesianPair(said[0], said[1], wording);
    }
    if (!wording.isEnglish()) {
        return wording.chance(0.5)
                   ? "dari kiri ke kanan " + said[0] + ", " + said[1] + " dan " + said[2]
                   : said[1] + " di antara " + said[0] + " dan " + said[2];
    }
    switch (wording.below(4)) {
    case 0:
        return "from left to right " + said[0] + ", " + said[1] + " and " + said[2];
    case 1:
        return said[0] + " on the left, " + said[1] + " in the middle and " + said[2] +
               " on the right";
    case 2:
        return said[1] + " between " + said[0] + " and " + said[2];
    default:
        return said[0] + " next to " + said[1] + " next to " + said[2];
    }
}

std::string_view lastJoint(Wording& wording) {
    if (wording.isEnglish()) {
        return wording.chance(0.25)
                   ? anyOf(wording, {" next to ", " beside ", " with ", " & ", ", ", " near ",
                                     " together with ", " and also ", " by ", " plus "})
                   : " and ";
    }
    return wording.chance(0.3) ? anyOf(wording, {" di samping ", " dengan ", " bersama ",
                                                 " di sebelah ", ", ", " & "})
                               : " dan ";
}

}  // namespace

std::string joinWords(std::span<const std::string> words) {
    std::string text;
    for (const auto& word : words) {
        if (!word.empty()) {
            text += (text.empty() ? "" : " ") + word;
        }
    }
    return text;
}

std::vector<ThingGroup> groupsOf(const Scene& scene) {
    std::vector<ThingGroup> groups;
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

std::string phraseOf(const ThingGroup& group, Wording& wording) {
    return wording.isEnglish() ? englishPhrase(group, wording) : indonesianPhrase(group, wording);
}

std::string tagOf(const ThingGroup& group, Wording& wording) {
    if (!wording.isEnglish()) {
        return indonesianPhrase(group, wording);
    }
    const std::string noun(wording.pick(things()[group.kind].words));
    const std::string tint(tintWord(group, wording));
    if (group.count == 1 && !tint.empty() && wording.chance(0.25)) {
        return noun + ", " + tint;
    }
    const std::string number = group.count == 1      ? ""
                               : wording.chance(0.3) ? std::to_string(group.count) + "x"
                               : wording.chance(0.3) ? std::to_string(group.count)
                               : group.count == 2    ? "two"
                                                     : "three";
    const std::string words[] = {number, tint, group.count > 1 ? pluralOf(noun) : noun};
    return joinWords(words);
}

std::string listOf(const std::vector<ThingGroup>& groups, Wording& wording, double relations) {
    if (auto text = twoTints(groups, wording); !text.empty()) {
        return text;
    }
    std::vector<std::string> said;
    if (groups.size() == 1 && groups[0].count == 2 && wording.isEnglish() && wording.chance(0.04)) {
        const ThingGroup one{groups[0].kind, groups[0].tint, 1};
        const std::string first = phraseOf(one, wording);
        return first + " and another " + std::string(things()[one.kind].words.english.front());
    }
    for (const ThingGroup& group : groups) {
        said.push_back(phraseOf(group, wording));
    }
    if (said.size() > 1 && wording.chance(relations)) {
        return withSides(said, wording);
    }
    std::string text = said.front();
    for (std::size_t i = 1; i < said.size(); ++i) {
        text += i + 1 < said.size() ? (wording.chance(0.15) ? " and " : ", ")
                                    : std::string(lastJoint(wording));
        text += said[i];
    }
    return text;
}

}  // namespace limn::starter
