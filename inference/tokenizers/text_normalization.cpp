// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/tokenizers/text_normalization.h"

#include "inference/tokenizers/unicode_tables.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace limn::tokenizers {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Hangul syllables compose by arithmetic (Unicode Standard, section 3.12).
constexpr char32_t kHangulFirst = 0xAC00;
constexpr char32_t kLeadingFirst = 0x1100;
constexpr char32_t kVowelFirst = 0x1161;
constexpr char32_t kTrailingBefore = 0x11A7;
constexpr char32_t kLeadingCount = 19;
constexpr char32_t kVowelCount = 21;
constexpr char32_t kTrailingCount = 28;
constexpr char32_t kHangulCount = kLeadingCount * kVowelCount * kTrailingCount;

/// The range that holds the character, or null.
template <class Range>
const Range* rangeOf(std::span<const Range> ranges, char32_t character) {
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), character,
                         [](char32_t c, const Range& range) { return c < range.first; });
    if (after == ranges.begin()) {
        return nullptr;
    }
    const Range& range = *(after - 1);
    return character <= range.last ? &range : nullptr;
}

int combiningClassOf(char32_t character) {
    if (character < 0x300) {
        return 0;
    }
    const CombiningRange* range = rangeOf(kCombining, character);
    return range == nullptr ? 0 : range->combiningClass;
}

void appendDecomposed(std::u32string& text, char32_t character) {
    if (character >= kHangulFirst && character < kHangulFirst + kHangulCount) {
        const char32_t index = character - kHangulFirst;
        text += kLeadingFirst + index / (kVowelCount * kTrailingCount);
        text += kVowelFirst + index % (kVowelCount * kTrailingCount) / kTrailingCount;
        if (index % kTrailingCount != 0) {
            text += kTrailingBefore + index % kTrailingCount;
        }
        return;
    }
    // The first part may decompose further, the second never does. Four levels is the deepest that
    // Unicode has.
    std::array<char32_t, 8> seconds{};
    std::size_t count = 0;
    while (character >= 0xC0 && count < seconds.size()) {
        const auto found =
            std::lower_bound(kDecompositions.begin(), kDecompositions.end(), character,
                             [](const Decomposition& d, char32_t c) { return d.codePoint < c; });
        if (found == kDecompositions.end() || found->codePoint != character) {
            break;
        }
        if (found->second != 0) {
            seconds[count++] = found->second;
        }
        character = found->first;
    }
    text += character;
    while (count > 0) {
        text += seconds[--count];
    }
}

/// Marks between two characters of class 0 go into the order of their classes.
void sortMarks(std::u32string& text) {
    auto start = text.begin();
    while (start != text.end()) {
        if (combiningClassOf(*start) == 0) {
            ++start;
            continue;
        }
        const auto end =
            std::find_if(start, text.end(), [](char32_t c) { return combiningClassOf(c) == 0; });
        std::stable_sort(start, end, [](char32_t a, char32_t b) {
            return combiningClassOf(a) < combiningClassOf(b);
        });
        start = end;
    }
}

/// 0 if the pair does not compose.
char32_t compositionOf(char32_t first, char32_t second) {
    if (first >= kLeadingFirst && first < kLeadingFirst + kLeadingCount && second >= kVowelFirst &&
        second < kVowelFirst + kVowelCount) {
        return kHangulFirst +
               ((first - kLeadingFirst) * kVowelCount + (second - kVowelFirst)) * kTrailingCount;
    }
    if (first >= kHangulFirst && first < kHangulFirst + kHangulCount &&
        (first - kHangulFirst) % kTrailingCount == 0 && second > kTrailingBefore &&
        second < kTrailingBefore + kTrailingCount) {
        return first + (second - kTrailingBefore);
    }
    const auto found = std::lower_bound(
        kCompositions.begin(), kCompositions.end(), std::pair(first, second),
        [](std::uint16_t index, const std::pair<char32_t, char32_t>& pair) {
            const Decomposition& d = kDecompositions[index];
            return d.first != pair.first ? d.first < pair.first : d.second < pair.second;
        });
    if (found == kCompositions.end()) {
        return 0;
    }
    const Decomposition& d = kDecompositions[*found];
    return d.first == first && d.second == second ? d.codePoint : 0;
}

std::u32string recomposed(const std::u32string& text) {
    std::u32string result;
    result.reserve(text.size());
    std::size_t starter = std::u32string::npos;
    int lastClass = 0;
    for (const char32_t character : text) {
        const int combiningClass = combiningClassOf(character);
        // A mark is blocked by an earlier one of the same or a higher class.
        const bool adjacent = lastClass == 0 && starter + 1 == result.size();
        if (starter != std::u32string::npos && (adjacent || lastClass < combiningClass)) {
            if (const char32_t whole = compositionOf(result[starter], character); whole != 0) {
                result[starter] = whole;
                continue;
            }
        }
        result += character;
        lastClass = combiningClass;
        if (combiningClass == 0) {
            starter = result.size() - 1;
        }
    }
    return result;
}

void appendLowerCase(std::u32string& text, char32_t character) {
    constexpr char32_t kDottedCapitalI = 0x130;
    if (character == kDottedCapitalI) {
        text += U"i\u0307";  // the only character whose lower case is two
        return;
    }
    if (const LowerCaseRun* run = rangeOf(kLowerCase, character);
        run != nullptr && (character - run->first) % run->step == 0) {
        character = static_cast<char32_t>(static_cast<std::int32_t>(character) + run->difference);
    }
    text += character;
}

/// One character and how many bytes it took; U+FFFD for the longest broken beginning of a sequence.
std::pair<char32_t, std::size_t> decodeOne(std::string_view bytes) {
    const auto at = [&](std::size_t i) {
        return static_cast<unsigned char>(bytes[i]);
    };
    const unsigned char lead = at(0);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::size_t length = lead >= 0xF0 && lead <= 0xF4  ? 4
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                                                             : 0;
    if (length == 0) {
        return {kReplacement, 1};
    }
    char32_t value = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        // The second byte's range excludes overlong forms, surrogates and what lies beyond
        // U+10FFFF.
        const unsigned char low = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned char high = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (i >= bytes.size() || at(i) < low || at(i) > high) {
            return {kReplacement, i};
        }
        value = (value << 6U) | (at(i) & 0x3FU);
    }
    return {value, length};
}

}  // namespace

CharacterClass classOf(char32_t character) {
    if (rangeOf(kLetters, character) != nullptr) {
        return CharacterClass::Letter;
    }
    if (rangeOf(kNumbers, character) != nullptr) {
        return CharacterClass::Number;
    }
    return rangeOf(kSpaces, character) != nullptr ? CharacterClass::Space : CharacterClass::Other;
}

std::u32string decodeUtf8(std::string_view bytes) {
    std::u32string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto [character, length] = decodeOne(bytes);
        text += character;
        bytes.remove_prefix(length);
    }
    return text;
}

void appendUtf8(std::string& bytes, char32_t character) {
    const auto append = [&](char32_t value) {
        bytes += static_cast<char>(static_cast<unsigned char>(value));
    };
    if (character < 0x80) {
        append(character);
    } else if (character < 0x800) {
        append(0xC0 | (character >> 6U));
        append(0x80 | (character & 0x3FU));
    } else if (character < 0x10000) {
        append(0xE0 | (character >> 12U));
        append(0x80 | ((character >> 6U) & 0x3FU));
        append(0x80 | (character & 0x3FU));
    } else {
        append(0xF0 | (character >> 18U));
        append(0x80 | ((character >> 12U) & 0x3FU));
        append(0x80 | ((character >> 6U) & 0x3FU));
        append(0x80 | (character & 0x3FU));
    }
}

std::string repairedUtf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const char32_t character : decodeUtf8(bytes)) {
        appendUtf8(text, character);
    }
    return text;
}

std::u32string composed(std::u32string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x300; })) {
        return std::u32string(text);  // nothing below U+0300 composes with anything below it
    }
    std::u32string parts;
    parts.reserve(text.size());
    for (const char32_t character : text) {
        appendDecomposed(parts, character);
    }
    sortMarks(parts);
    return recomposed(parts);
}

std::u32string normalizedForClip(std::u32string_view text) {
    std::u32string result;
    result.reserve(text.size());
    bool inSpace = false;
    for (const char32_t character : composed(text)) {
        const bool isSpace = character == U' ' ||
                             (character <= 0x3000 && classOf(character) == CharacterClass::Space);
        if (!isSpace) {
            appendLowerCase(result, character);
        } else if (!inSpace) {
            result += U' ';
        }
        inSpace = isSpace;
    }
    return result;
}

}  // namespace limn::tokenizers
