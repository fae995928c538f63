// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/conversation/prompt_syntax.h"

#include "core/conversation/prompt_words.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace limn {
namespace {

constexpr std::size_t kLongestOptionName = 12;
constexpr int kLargestRatioPart = 1000;
constexpr int kSteepestRatio = 8;

/// Options of Midjourney that say nothing to the models here. Other words after two dashes are words.
constexpr std::array<std::string_view, 27> kForeignOptions = {
    "v",    "version", "s",    "stylize", "style",  "c",    "chaos", "q",  "quality",
    "w",    "weird",   "sref", "cref",    "cw",     "sw",   "iw",    "ow", "oref",
    "tile", "niji",    "raw",  "stop",    "repeat", "fast", "turbo", "hd", "draft"};

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Length of the dashes that begin an option: two hyphens, or the long dash that editors make of them.
std::size_t dashLength(std::string_view text) {
    for (const std::string_view dash : {"--", "\u2014", "\u2013"}) {
        if (text.starts_with(dash)) {
            return dash.size();
        }
    }
    return 0;
}

struct Option {
    std::string_view name;
    std::size_t endOfName = 0;  // in the whole text
    bool hasHyphens = false;
};

/// The option that begins at `at`, if one does.
std::optional<Option> optionAt(std::string_view text, std::size_t at) {
    if (at > 0 && !isSpace(text[at - 1])) {
        return std::nullopt;
    }
    const std::size_t dash = dashLength(text.substr(at));
    if (dash == 0) {
        return std::nullopt;
    }
    std::size_t end = at + dash;
    while (end < text.size() && isLetter(text[end]) && end - at - dash <= kLongestOptionName) {
        ++end;
    }
    const bool isWhole = end == text.size() || isSpace(text[end]) || text[end] == '=';
    if (end == at + dash || !isWhole) {
        return std::nullopt;
    }
    return Option{text.substr(at + dash, end - at - dash), end, text[at] == '-'};
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (isSpace(text.back()) || text.back() == ',')) {
        text.remove_suffix(1);
    }
    return text;
}

template <class Number>
std::optional<Number> wholeNumber(std::string_view text) {
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<AspectRatio> ratioIn(std::string_view text) {
    const std::size_t middle = text.find_first_of(":xX/");
    if (middle == std::string_view::npos) {
        return std::nullopt;
    }
    const auto width = wholeNumber<int>(text.substr(0, middle));
    const auto height = wholeNumber<int>(text.substr(middle + 1));
    const bool isPossible = width && height && *width >= 1 && *height >= 1 &&
                            *width <= kLargestRatioPart && *height <= kLargestRatioPart &&
                            *width <= *height * kSteepestRatio &&
                            *height <= *width * kSteepestRatio;
    if (!isPossible) {
        return std::nullopt;
    }
    return AspectRatio{*width, *height};
}

/// Takes the options out of a prompt and leaves the words.
class OptionReader {
public:
    OptionReader(std::string_view text, PromptReading& reading)
        : m_text(text), m_reading(reading) {}

    std::string words() {
        std::string words;
        words.reserve(m_text.size());
        std::size_t at = 0;
        while (at < m_text.size()) {
            const auto option = optionAt(m_text, at);
            const std::size_t end = option ? take(at, *option) : at;
            if (end == at) {
                words.push_back(m_text[at]);
                ++at;
            } else {
                at = end;
            }
        }
        return words;
    }

private:
    /// The end of the option with its value, or `at` if these are words after all.
    std::size_t take(std::size_t at, const Option& option) {
        std::string name(option.name);
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (name == "ar" || name == "aspect") {
            return takeRatio(at, option);
        }
        if (name == "seed") {
            return takeSeed(at, option);
        }
        if (name == "no") {
            return takeNegative(at, option);
        }
        const bool isForeign = std::find(kForeignOptions.begin(), kForeignOptions.end(), name) !=
                               kForeignOptions.end();
        if (!isForeign || !option.hasHyphens) {
            return at;
        }
        const std::string_view value = nextWord(option.endOfName);
        const bool hasValue =
            !value.empty() && (isDigit(value.front()) || value.find("://") != value.npos);
        const std::size_t end = hasValue ? endOf(value) : option.endOfName;
        note(PromptNote::Kind::UnknownOption, at, end, {});
        return end;
    }

    std::size_t takeRatio(std::size_t at, const Option& option) {
        const std::string_view value = nextWord(option.endOfName);
        const std::size_t end = value.empty() ? option.endOfName : endOf(value);
        if (const auto ratio = ratioIn(value)) {
            m_reading.aspect = ratio;
            note(PromptNote::Kind::AspectRatio, at, end, std::string(value));
        } else {
            note(PromptNote::Kind::BadOption, at, end, {});
        }
        return end;
    }

    std::size_t takeSeed(std::size_t at, const Option& option) {
        const std::string_view value = nextWord(option.endOfName);
        const std::size_t end = value.empty() ? option.endOfName : endOf(value);
        if (const auto seed = wholeNumber<std::uint64_t>(value)) {
            m_reading.seed = seed;
            note(PromptNote::Kind::Seed, at, end, std::string(value));
        } else {
            note(PromptNote::Kind::BadOption, at, end, {});
        }
        return end;
    }

    /// Everything up to the next option.
    std::size_t takeNegative(std::size_t at, const Option& option) {
        std::size_t end = option.endOfName;
        while (end < m_text.size() &&
               !(dashLength(m_text.substr(end)) > 0 && optionAt(m_text, end))) {
            ++end;
        }
        std::string_view value = m_text.substr(option.endOfName, end - option.endOfName);
        if (!value.empty() && value.front() == '=') {
            value.remove_prefix(1);
        }
        value = trimmed(value);
        if (value.empty()) {
            note(PromptNote::Kind::BadOption, at, option.endOfName, {});
            return end;
        }
        if (!m_reading.negative.empty()) {
            m_reading.negative += ", ";
        }
        m_reading.negative += value;
        note(PromptNote::Kind::Negative, at, end, std::string(value));
        return end;
    }

    std::string_view nextWord(std::size_t at) const {
        if (at < m_text.size() && m_text[at] == '=') {
            ++at;
        }
        while (at < m_text.size() && isSpace(m_text[at])) {
            ++at;
        }
        std::size_t end = at;
        while (end < m_text.size() && !isSpace(m_text[end]) && m_text[end] != ',') {
            ++end;
        }
        const std::string_view word = m_text.substr(at, end - at);
        return dashLength(word) > 0 ? std::string_view{} : word;
    }

    std::size_t endOf(std::string_view word) const {
        return static_cast<std::size_t>(word.data() - m_text.data()) + word.size();
    }

    void note(PromptNote::Kind kind, std::size_t begin, std::size_t end, std::string readAs) {
        if (m_reading.notes.size() < kMostPromptNotes) {
            const std::string_view written = trimmed(m_text.substr(begin, end - begin));
            m_reading.notes.push_back({kind, std::string(written), std::move(readAs)});
        }
    }

    std::string_view m_text;
    PromptReading& m_reading;
};

}  // namespace

PromptReading readPrompt(std::string_view written) {
    PromptReading reading;
    const std::string words = OptionReader(written, reading).words();
    std::vector<PromptNote> wordNotes;
    reading.words = plainWords(words, wordNotes);
    reading.negative = plainWords(reading.negative, wordNotes);
    for (PromptNote& note : wordNotes) {
        if (reading.notes.size() < kMostPromptNotes) {
            reading.notes.push_back(std::move(note));
        }
    }
    return reading;
}

std::string writtenPrompt(std::string_view words) {
    std::string written;
    written.reserve(words.size());
    for (const char c : words) {
        if (std::string_view("()[]\\").find(c) != std::string_view::npos) {
            written.push_back('\\');
        }
        written.push_back(c);
    }
    return written;
}

}  // namespace limn
