// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/alt_text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace limn {
namespace {

constexpr const char* kAiMade = QT_TRANSLATE_NOOP("limn::Speech", "AI-made");
constexpr std::string_view kCut = "…";
constexpr std::size_t kMostTags = 40;

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string onOneLine(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool isSpace = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!isSpace) {
            line += c;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    while (!line.empty() && line.back() == ' ') {
        line.pop_back();
    }
    return line;
}

bool startsWithWords(std::string_view text, std::string_view words) {
    return text.size() > words.size() && std::equal(words.begin(), words.end(), text.begin(),
                                                    [](char a, char b) { return a == lower(b); });
}

/// Screen readers say "image" themselves.
std::string withoutOpening(std::string text) {
    static constexpr std::array<std::string_view, 27> openings{
        "an image of ",          "image of ",
        "a picture of ",         "picture of ",
        "the image shows ",      "the picture shows ",
        "this image shows ",     "this picture shows ",
        "a photo of ",           "photo of ",
        "a photograph of ",      "photograph of ",
        "gambar dari ",          "foto dari ",
        "this is an image of ",  "this is a picture of ",
        "this is a photo of ",   "an image showing ",
        "a picture showing ",    "a photo showing ",
        "the photo shows ",      "this photo shows ",
        "a close-up photo of ",  "gambar ini menunjukkan ",
        "foto ini menunjukkan ", "sebuah foto dari ",
        "sebuah foto "};  // the longer one first
    const auto found = std::ranges::find_if(
        openings, [&](std::string_view opening) { return startsWithWords(text, opening); });
    if (found != openings.end()) {
        text.erase(0, found->size());
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    }
    return text;
}

bool isInsideCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// At most `most` characters: whole sentences where those make up half of it, else ended at a word.
std::string cutAtWord(const std::string& text, std::size_t most) {
    if (charactersIn(text) <= most) {
        return text;
    }
    std::size_t bytes = 0;
    for (std::size_t seen = 0; seen < most - 1; ++seen) {
        ++bytes;
        while (bytes < text.size() && isInsideCharacter(text[bytes])) {
            ++bytes;
        }
    }
    const auto sentence = text.rfind(". ", bytes);
    if (sentence != std::string::npos && 2 * sentence > bytes) {
        return text.substr(0, sentence + 1);
    }
    const auto blank = text.rfind(' ', bytes);
    return text.substr(0, blank == std::string::npos || blank == 0 ? bytes : blank) +
           std::string(kCut);
}

}  // namespace

std::size_t charactersIn(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return !isInsideCharacter(c); }));
}

std::string altFrom(std::string_view sentence, bool isAiMade, const Speech& said) {
    const std::string line = withoutOpening(onOneLine(sentence));
    const std::string mark = said(kAiMade);
    if (!isAiMade || line.find(mark) != std::string::npos) {
        return cutAtWord(line, kLongestAlt);
    }
    const std::string end = " (" + mark + ")";
    return cutAtWord(line, kLongestAlt - charactersIn(end)) + end;
}

std::vector<std::string> tagsFrom(std::string_view list) {
    std::vector<std::string> tags;
    std::string tag;
    const auto end = [&] {
        auto tidy = onOneLine(tag);
        while (!tidy.empty() && tidy.back() == '.') {
            tidy.pop_back();
        }
        tidy.erase(0, tidy.find_first_not_of("-*# "));  // a list in Markdown, or hash tags
        if (!tidy.empty() && tags.size() < kMostTags &&
            std::ranges::find(tags, tidy) == tags.end()) {
            tags.push_back(std::move(tidy));
        }
        tag.clear();
    };
    for (const char c : list) {
        if (c == ',' || c == ';' || c == '\n') {
            end();
        } else {
            tag += lower(c);
        }
    }
    end();
    return tags;
}

}  // namespace limn
