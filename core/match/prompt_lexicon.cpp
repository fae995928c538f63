// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/match/prompt_lexicon.h"

#include "core/match/phrase_tables.h"

#include <algorithm>
#include <charconv>

namespace limn::match {
namespace {

/// Words of `phrase` if `words` begin with it, else 0.
std::size_t lengthIfAt(std::string_view phrase, std::span<const std::string> words) {
    std::size_t count = 0;
    while (!phrase.empty()) {
        const auto end = std::min(phrase.find(' '), phrase.size());
        if (count == words.size() || words[count] != phrase.substr(0, end)) {
            return 0;
        }
        ++count;
        phrase.remove_prefix(std::min(end + 1, phrase.size()));
    }
    return count;
}

bool holds(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::string_view kEnglishNumbers[] = {"", "one", "two", "three", "four", "five", "six", "seven", "eight",
                                                "nine", "ten", "eleven", "twelve"};
constexpr std::string_view kIndonesianNumbers[] = {"", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh",
                                                   "delapan", "sembilan", "sepuluh", "sebelas", "dua belas"};
constexpr int kLargestCount = 99;

std::span<const std::string_view> numbersOf(PromptLanguage language) {
    return language == PromptLanguage::English ? std::span<const std::string_view>(kEnglishNumbers)
                                               : std::span<const std::string_view>(kIndonesianNumbers);
}

constexpr std::string_view kEnglishMany[] = {"some", "several", "many", "few", "various", "multiple"};
constexpr std::string_view kIndonesianMany[] = {"beberapa", "banyak", "sejumlah"};
constexpr std::string_view kOneOf[] = {"seekor", "sebuah", "seorang", "sebatang", "selembar", "setangkai", "sebutir",
                                       "sepotong", "secangkir", "sepasang", "sehelai"};
constexpr std::string_view kClassifiers[] = {"ekor", "buah", "orang", "batang", "lembar", "tangkai", "butir", "potong",
                                             "helai", "biji", "pasang", "cangkir"};
constexpr std::string_view kEnglishSizes[] = {"small", "little", "tiny", "big", "large", "huge", "giant", "tall"};
constexpr std::string_view kIndonesianSizes[] = {"besar", "kecil", "mungil", "raksasa", "tinggi", "pendek"};
constexpr std::string_view kEnglishDeterminers[] = {"a", "an", "the", "its", "his", "her", "their", "my", "this", "that"};
constexpr std::string_view kIndonesianDeterminers[] = {"para", "si", "sang", "itu", "ini"};
// Things that only look like a doing.
constexpr std::string_view kNoDoing[] = {"building", "painting", "drawing", "ring", "king", "string", "wing", "spring", "evening",
                                         "morning", "ceiling", "clothing", "lightning", "pudding", "wedding", "swing", "earring",
                                         "duckling", "awning", "railing", "lighting", "sling", "sibling", "bring", "sing", "landing",
                                         "crossing", "parking", "thing", "nothing", "dressing", "icing", "stuffing", "stocking"};
constexpr std::string_view kNoIndonesianDoing[] = {"merah", "meja", "mentega", "melon", "melati", "mesin", "menara", "mercusuar",
                                                   "medan", "mentimun", "merpati", "merak", "meriam", "mesjid", "beruang", "beras",
                                                   "berlian", "berita", "berwarna", "bergaya", "berjudul", "bertuliskan", "bersalju",
                                                   "berkabut", "berawan", "berang-berang", "memakai"};

}  // namespace

std::optional<PhraseMatch> phraseAt(std::span<const std::string> words, PromptLanguage language) {
    std::optional<PhraseMatch> longest;
    for (const PhraseTable& table : phraseTables()) {
        if (table.language != language) {
            continue;
        }
        for (const std::string_view phrase : table.phrases) {
            const std::size_t length = lengthIfAt(phrase, words);
            if (length > (longest ? longest->length : 0)) {
                longest = PhraseMatch{table.role, length};
            }
        }
    }
    return longest;
}

std::optional<int> numberOf(std::string_view word, PromptLanguage language) {
    int number = 0;
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (fault == std::errc() && end == word.data() + word.size()) {
        return number >= 1 && number <= kLargestCount ? std::optional(number) : std::nullopt;
    }
    const auto numbers = numbersOf(language);
    const auto found = std::find(numbers.begin() + 1, numbers.end(), word);
    if (found != numbers.end()) {
        return static_cast<int>(found - numbers.begin());
    }
    if (language == PromptLanguage::English) {
        return word == "couple" || word == "pair" || word == "both" ? std::optional(2)
               : word == "dozen"                                     ? std::optional(12)
               : holds(kEnglishMany, word)                           ? std::optional(0)
                                                                     : std::nullopt;
    }
    return word == "sepasang"             ? std::optional(2)
           : holds(kIndonesianMany, word) ? std::optional(0)
                                          : std::nullopt;
}

std::string numberWord(int number, PromptLanguage language) {
    const auto numbers = numbersOf(language);
    return number >= 1 && static_cast<std::size_t>(number) < numbers.size()
               ? std::string(numbers[static_cast<std::size_t>(number)])
               : std::to_string(number);
}

std::optional<ColourMatch> colourAt(std::span<const std::string> words, PromptLanguage language) {
    const bool isEnglish = language == PromptLanguage::English;
    // "dark red" before the word, "merah tua" after it.
    std::size_t before = 0;
    while (isEnglish && before + 1 < words.size() && isShade(words[before], language)) {
        ++before;
    }
    std::optional<ColourMatch> longest;
    for (const ColourWord& colour : colourWords()) {
        const std::size_t length = colour.language == language ? lengthIfAt(colour.words, words.subspan(before)) : 0;
        if (length > (longest ? longest->length : 0)) {
            longest = ColourMatch{std::string(colour.name), length};
        }
    }
    if (longest) {
        longest->length += before;
        while (!isEnglish && longest->length < words.size() && isShade(words[longest->length], language)) {
            ++longest->length;
        }
    }
    return longest;
}

bool isSize(std::string_view word, PromptLanguage language) {
    return language == PromptLanguage::English ? holds(kEnglishSizes, word) : holds(kIndonesianSizes, word);
}

bool isDeterminer(std::string_view word, PromptLanguage language) {
    return language == PromptLanguage::English ? holds(kEnglishDeterminers, word)
                                               : holds(kIndonesianDeterminers, word) || holds(kOneOf, word);
}

bool isClassifier(std::string_view word) { return holds(kClassifiers, word); }

bool isDoing(std::string_view word, PromptLanguage language) {
    constexpr std::size_t kShortest = 6;  // "eating", "berlari"
    if (language == PromptLanguage::English) {
        return word.size() >= kShortest && word.ends_with("ing") && !holds(kNoDoing, word);
    }
    if (word == "tidur" || word == "duduk" || word == "makan" || word == "minum" || word == "terbang") {
        return true;
    }
    return word.size() >= kShortest && (word.starts_with("me") || word.starts_with("ber")) &&
           !holds(kNoIndonesianDoing, word);
}

PromptLanguage languageOf(std::span<const std::string> words) {
    int english = 0;
    int indonesian = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto counts = [&](PromptLanguage language) {
            const auto rest = words.subspan(i, std::min<std::size_t>(4, words.size() - i));
            const bool isNumeral = !words[i].empty() && words[i].front() >= '0' && words[i].front() <= '9';
            return isDeterminer(words[i], language) || phraseAt(rest, language) || colourAt(rest, language) ||
                   isSize(words[i], language) || (!isNumeral && numberOf(words[i], language));
        };
        english += counts(PromptLanguage::English) ? 1 : 0;
        // "mengejar", "menyanyi": no English word begins so.
        const bool isVerb = words[i].starts_with("meng") || words[i].starts_with("meny");
        indonesian += isVerb || counts(PromptLanguage::Indonesian) ? 1 : 0;
    }
    return indonesian > english ? PromptLanguage::Indonesian : PromptLanguage::English;
}

}  // namespace limn::match
