// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/metadata/settings_line.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace limn {

namespace {

constexpr std::size_t kMostPairs = 400;
constexpr std::size_t kLongestKey = 60;
constexpr std::size_t kNone = std::string_view::npos;

bool isKeyCharacter(char c) {
    const bool isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    return isWord || c == '_' || c == ' ' || c == '-' || c == '/' || c == '.' || c == '(' ||
           c == ')';
}

bool isKey(std::string_view key) {
    return key.size() >= 2 && key.size() <= kLongestKey &&
           std::all_of(key.begin(), key.end(), isKeyCharacter);
}

/// Past the closing quote; kNone if there is none.
std::size_t endOfString(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return kNone;
}

/// Past the bracket that closes the one at `at`.
std::size_t endOfBrackets(std::string_view text, std::size_t at) {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = endOfString(text, at);
            if (at == kNone) {
                return kNone;
            }
            continue;
        }
        if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return at + 1;
        }
        ++at;
    }
    return kNone;
}

std::string_view withoutSpaces(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == kNone ? std::string_view()
                          : text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

}  // namespace

SettingsLine::SettingsLine(std::string_view text) {
    // One value that is never closed would be searched again from every later bracket.
    bool mayNest = true;
    std::size_t at = 0;
    while (at < text.size() && m_pairs.size() < kMostPairs) {
        const std::size_t colon = text.find(':', at);
        if (colon == kNone) {
            break;
        }
        std::string_view key = text.substr(at, colon - at);
        if (const std::size_t comma = key.rfind(','); comma != kNone) {
            key = key.substr(comma + 1);
        }
        const std::size_t begin = std::min(text.find_first_not_of(' ', colon + 1), text.size());
        const char first = begin < text.size() ? text[begin] : ',';
        std::size_t end = kNone;
        if (mayNest && (first == '"' || first == '{' || first == '[')) {
            end = first == '"' ? endOfString(text, begin) : endOfBrackets(text, begin);
            mayNest = end != kNone;
        }
        if (end == kNone) {
            end = std::min(text.find(',', begin), text.size());
        }
        if (isKey(withoutSpaces(key))) {
            m_pairs.emplace_back(withoutSpaces(key),
                                 withoutSpaces(text.substr(begin, end - begin)));
        }
        at = std::min(text.find(',', end), text.size());
        at += at < text.size() ? 1 : 0;
    }
}

std::string SettingsLine::value(std::string_view key) const {
    const auto found = std::find_if(m_pairs.rbegin(), m_pairs.rend(),
                                    [&](const auto& pair) { return pair.first == key; });
    if (found == m_pairs.rend()) {
        return {};
    }
    const std::string_view value = found->second;
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
        const auto unquoted = nlohmann::json::parse(value.begin(), value.end(), nullptr, false);
        if (unquoted.is_string()) {
            std::string text = unquoted.get<std::string>();
            text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
            return text;
        }
        return std::string(value.substr(1, value.size() - 2));
    }
    return std::string(value);
}

void SettingsWriter::add(std::string_view key, std::string_view value) {
    if (value.empty()) {
        return;
    }
    m_text += (m_text.empty() ? "" : ", ") + std::string(key) + ": ";
    const bool needsQuotes =
        value.find_first_of(",:\n\r\"{[") != kNone || value.front() == ' ' || value.back() == ' ';
    m_text += needsQuotes ? nlohmann::json(value).dump(-1, ' ', false,
                                                       nlohmann::json::error_handler_t::replace)
                          : std::string(value);
}

}  // namespace limn
