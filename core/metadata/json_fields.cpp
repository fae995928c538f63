// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/json_fields.h"

#include "core/json/strict_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace limn {

namespace {

constexpr JsonLimits kForeignLimits{.maxBytes = std::uint64_t{8} << 20U,
                                    .maxDepth = 64,
                                    .maxElements = 300'000,
                                    .roundsWideIntegers = true};
constexpr double kMostCount = 1'000'000;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

template <class T>
std::optional<T> wholeNumber(std::string_view text) {
    T value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> realFrom(const nlohmann::json& value) {
    if (value.is_number()) {
        const double number = value.get<double>();
        return std::isfinite(number) ? std::optional(number) : std::nullopt;
    }
    return value.is_string() ? realFromText(value.get_ref<const std::string&>()) : std::nullopt;
}

std::optional<int> countFrom(std::optional<double> value) {
    if (!value || *value < 1 || *value > kMostCount || *value != std::floor(*value)) {
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::optional<std::uint64_t> unsignedFrom(const nlohmann::json& value) {
    if (value.is_number_unsigned()) {
        return value.get<std::uint64_t>();
    }
    if (value.is_number_float()) {
        // Some programs write whole numbers as 12.0; above 2^53 that is no longer the seed.
        const double number = value.get<double>();
        const bool isWhole =
            number >= 0 && number <= 9007199254740992.0 && number == std::floor(number);
        return isWhole ? std::optional(static_cast<std::uint64_t>(number)) : std::nullopt;
    }
    return value.is_string() ? unsignedFromText(value.get_ref<const std::string&>()) : std::nullopt;
}

template <class T, class From>
std::optional<T> firstOf(const nlohmann::json& json, std::initializer_list<const char*> keys,
                         From from) {
    for (const char* key : keys) {
        if (const nlohmann::json* value = fieldOf(json, {key})) {
            if (std::optional<T> found = from(*value)) {
                return found;
            }
        }
    }
    return std::nullopt;
}

/// Replaces words that JSON does not know by null, outside of strings.
std::string withoutNotNumbers(std::string_view text) {
    static constexpr std::array<std::string_view, 3> kWords = {"-Infinity", "Infinity", "NaN"};
    std::string result;
    result.reserve(text.size());
    bool isInString = false;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (isInString) {
            const std::size_t taken = c == '\\' && at + 1 < text.size() ? 2 : 1;
            result.append(text.substr(at, taken));
            isInString = c != '"';
            at += taken;
            continue;
        }
        isInString = c == '"';
        const auto word =
            std::find_if(kWords.begin(), kWords.end(), [&](std::string_view candidate) {
                return text.substr(at, candidate.size()) == candidate;
            });
        if (word != kWords.end()) {
            result.append("null");
            at += word->size();
        } else {
            result.push_back(c);
            ++at;
        }
    }
    return result;
}

}  // namespace

const nlohmann::json* fieldOf(const nlohmann::json& json, std::initializer_list<const char*> keys) {
    if (!json.is_object()) {
        return nullptr;
    }
    for (const char* key : keys) {
        if (const auto found = json.find(key); found != json.end() && !found->is_null()) {
            return &*found;
        }
    }
    return nullptr;
}

std::string textOf(const nlohmann::json& json, std::initializer_list<const char*> keys) {
    const auto text = firstOf<std::string>(
        json, keys, [](const nlohmann::json& value) -> std::optional<std::string> {
            return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
        });
    std::string result = text.value_or("");
    result.erase(std::remove(result.begin(), result.end(), '\0'), result.end());
    return result;
}

std::optional<std::uint64_t> unsignedOf(const nlohmann::json& json,
                                        std::initializer_list<const char*> keys) {
    return firstOf<std::uint64_t>(json, keys, unsignedFrom);
}

std::optional<int> countOf(const nlohmann::json& json, std::initializer_list<const char*> keys) {
    return firstOf<int>(json, keys,
                        [](const nlohmann::json& value) { return countFrom(realFrom(value)); });
}

std::optional<double> realOf(const nlohmann::json& json, std::initializer_list<const char*> keys) {
    return firstOf<double>(json, keys, realFrom);
}

std::optional<std::uint64_t> unsignedFromText(std::string_view text) {
    return wholeNumber<std::uint64_t>(trimmed(text));
}

std::optional<int> countFromText(std::string_view text) {
    return countFrom(realFromText(text));
}

std::optional<double> realFromText(std::string_view text) {
    const std::optional<double> number = wholeNumber<double>(trimmed(text));
    return number && std::isfinite(*number) ? number : std::nullopt;
}

nlohmann::json parseForeignJson(std::string_view text) {
    nlohmann::json discarded(nlohmann::json::value_t::discarded);
    if (text.size() > kForeignLimits.maxBytes) {
        return discarded;
    }
    text = trimmed(text);
    const bool mayHoldWords = text.find("NaN") != std::string_view::npos ||
                              text.find("Infinity") != std::string_view::npos;
    Result<nlohmann::json> json =
        mayHoldWords
            ? parseStrictJson(withoutNotNumbers(text), "the picture's text", kForeignLimits)
            : parseStrictJson(text, "the picture's text", kForeignLimits);
    return json ? *std::move(json) : discarded;
}

std::string modelStem(std::string_view fileName) {
    const std::size_t folder = fileName.find_last_of("/\\");
    std::string_view name =
        folder == std::string_view::npos ? fileName : fileName.substr(folder + 1);
    static constexpr std::array<std::string_view, 6> kEndings = {".safetensors", ".ckpt", ".pt",
                                                                 ".pth",         ".gguf", ".bin"};
    for (const std::string_view ending : kEndings) {
        if (name.size() > ending.size() && name.ends_with(ending)) {
            name.remove_suffix(ending.size());
            break;
        }
    }
    return std::string(name);
}

}  // namespace limn
