// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/description/model_limits.h"

#include <charconv>
#include <fstream>
#include <string>

namespace limn {
namespace {

constexpr double kWorthTelling = 0.9;
constexpr std::string_view kKey = "\"match_accuracy\":";
constexpr std::size_t kMostBytes = 65536;

}  // namespace

bool judgesPrompts(const std::filesystem::path& modelFolder) {
    std::ifstream file(modelFolder / "limn-capabilities.json", std::ios::binary);
    std::string text(kMostBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    const auto at = text.find(kKey);
    if (at == std::string::npos) {
        return true;
    }
    const auto number = text.find_first_not_of(' ', at + kKey.size());
    double accuracy = 0;
    const char* begin = text.data() + (number == std::string::npos ? text.size() : number);
    return std::from_chars(begin, text.data() + text.size(), accuracy).ec == std::errc() &&
           accuracy >= kWorthTelling;
}

}  // namespace limn
