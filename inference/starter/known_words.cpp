// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/starter/known_words.h"

#include "inference/starter/vocabulary.h"

#include <algorithm>
#include <cctype>

namespace limn::starter {
namespace {

/// Words that carry no thing: articles, prepositions, requests, praise, sizes, what pictures are called.
constexpr std::string_view kBetween =
    "a an the one two three 1 2 3 some several few pair couple group trio single both all each my "
    "this that it its is "
    "are was be been being am and or with without of in on at by to from for into over under above "
    "below near beside "
    "besides next between around through inside outside off up down out left right middle side "
    "front behind together "
    "then also plus there here has have having had i we you they he she who which what me us your "
    "our their please "
    "draw drawing paint painting painted make create generate show want would like d could can see "
    "give picture image "
    "illustration photo cartoon postcard sketch beautiful pretty cute lovely nice great little "
    "small tiny big large "
    "huge old new young happy sad sleepy funny friendly lonely adorable simple detailed highly "
    "high quality best "
    "masterpiece 4k 8k hd sharp coloured colored colour color colours bright light dark clear "
    "while as just so but not "
    "day days time early late standing stands stand sitting sits sit resting walking walks running "
    "flying flies "
    "floating driving going goes lying sailing swimming waiting looking row another other lost "
    "alone very really only "
    "di dan dengan atau yang ada pada saat waktu ke dari untuk ini itu sebuah seekor sebatang satu "
    "dua tiga ekor buah "
    "batang beberapa sepasang berwarna warna gambar gambarkan tolong buat buatkan lukisan foto "
    "saya aku ingin mau kiri "
    "kanan samping sebelah antara tengah atas bawah dalam depan bersama lucu kecil besar cantik "
    "indah imut bagus terbang";

bool isWordCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (isWordCharacter(c)) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace

KnownWords::KnownWords() {
    const auto add = [&](std::string_view text) {
        for (std::string& word : wordsOf(text)) {
            m_words.insert(std::move(word));
        }
    };
    const auto addAll = [&](const Words& words) {
        std::ranges::for_each(words.english, add);
        std::ranges::for_each(words.indonesian, add);
    };
    add(kBetween);
    for (const Thing& thing : things()) {
        addAll(thing.words);
        addAll(thing.naturalColours);
        for (const auto word : thing.words.english) {
            add(pluralOf(word));
        }
    }
    for (int i = 1; i <= kTintCount; ++i) {
        addAll(tintWords(static_cast<Tint>(i)));
    }
    for (int i = 1; i <= kPlaceCount; ++i) {
        addAll(placePhrases(static_cast<Place>(i)));
        addAll(placeNouns(static_cast<Place>(i)));
    }
    for (int i = 1; i <= kTimeCount; ++i) {
        const auto time = static_cast<TimeOfDay>(i);
        addAll(timePhrases(time));
        addAll(timeAdjectives(time));
        addAll(timeTags(time));
        addAll(snowyTimePhrases(time));
        addAll(timeNouns(time));
    }
    for (int i = 1; i <= kWeatherCount; ++i) {
        const auto weather = static_cast<Weather>(i);
        addAll(weatherPhrases(weather));
        addAll(weatherTags(weather));
        addAll(weatherWithTime(weather));
    }
    for (int i = 1; i <= kStyleCount; ++i) {
        const auto style = static_cast<Style>(i);
        addAll(styleOpenings(style));
        addAll(styleEndings(style));
        addAll(styleTags(style));
    }
}

bool KnownWords::knows(std::string_view word) const {
    return m_words.contains(word);
}

std::vector<std::string> KnownWords::unknownIn(std::string_view prompt) const {
    std::vector<std::string> unknown;
    for (std::string& word : wordsOf(prompt)) {
        if (!knows(word) && std::ranges::find(unknown, word) == unknown.end()) {
            unknown.push_back(std::move(word));
        }
    }
    return unknown;
}

}  // namespace limn::starter
