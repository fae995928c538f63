// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "app/cli/option_values.h"

#include "core/base/display_text.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace limn::cli {
namespace {

constexpr int kMostPlainArguments = 1'000'000;

template <class Number>
std::optional<Number> parseWhole(std::string_view text) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stopped != end || text.empty()) {
        return std::nullopt;
    }
    return number;
}

std::string withoutTrailingZeros(double number) {
    char buffer[32];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
    return error == std::errc() ? std::string(buffer, end) : std::to_string(number);
}

}  // namespace

CLI::Option* addValue(CLI::App& app, const std::string& names, const std::string& valueName,
                      const std::string& description) {
    return app.add_option(names, CLI::callback_t{}, description)->type_name(valueName);
}

CLI::Option* addSwitch(CLI::App& app, const std::string& name, const std::string& description) {
    // "--overwrite=false" is refused: who writes that must not get the opposite.
    return app.add_flag(name)->description(description)->disable_flag_override();
}

CLI::Option* addRepeatable(CLI::App& app, const std::string& names, const std::string& valueName,
                           const std::string& description) {
    // One value an occurrence: CLI11's own lists would split values such as "[a,b]".
    return addValue(app, names, valueName, description)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
}

CLI::Option* addPlainArguments(CLI::App& app, const std::string& valueName, int atMost,
                               const std::string& description) {
    // With this policy CLI11 takes up to the expected count and does not insist on it. Its own
    // lists would split a file name such as "[a,b]".
    return app.add_option(valueName, CLI::callback_t{}, description)
        ->expected(atMost < 0 ? kMostPlainArguments : atMost)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
}

std::string nameOf(const CLI::Option* option) {
    return option->get_positional() && option->get_lnames().empty()
               ? option->get_name(true)
               : "--" + option->get_lnames().front();
}

bool isGiven(const CLI::Option* option) {
    return !option->results().empty();
}

std::optional<std::string> rawTextOf(const CLI::Option* option) {
    if (!isGiven(option)) {
        return std::nullopt;
    }
    return option->results().front();
}

std::vector<std::string> rawTextsOf(const CLI::Option* option) {
    return option->results();
}

Result<std::optional<std::string>> textOf(const CLI::Option* option) {
    std::optional<std::string> text = rawTextOf(option);
    if (text && !isValidUtf8(*text)) {
        return wrongUsage(nameOf(option) + " must be UTF-8 text, but it holds bytes that are not.");
    }
    return text;
}

Result<std::optional<std::int64_t>> wholeNumberOf(const CLI::Option* option, std::int64_t least,
                                                  std::int64_t most) {
    const std::optional<std::string> text = rawTextOf(option);
    if (!text) {
        return std::optional<std::int64_t>();
    }
    const auto number = parseWhole<std::int64_t>(*text);
    if (!number || *number < least || *number > most) {
        return wrongUsage(nameOf(option) + " must be a whole number from " + std::to_string(least) +
                          " to " + std::to_string(most) + ", but it is '" + *text + "'.");
    }
    return number;
}

Result<std::optional<std::uint64_t>> unsignedNumberOf(const CLI::Option* option) {
    const std::optional<std::string> text = rawTextOf(option);
    if (!text) {
        return std::optional<std::uint64_t>();
    }
    const auto number = parseWhole<std::uint64_t>(*text);
    if (!number) {
        return wrongUsage(nameOf(option) + " must be a whole number from 0 to " +
                          std::to_string(std::numeric_limits<std::uint64_t>::max()) +
                          ", but it is '" + *text + "'.");
    }
    return number;
}

Result<std::optional<double>> numberOf(const CLI::Option* option, double least, double most) {
    const std::optional<std::string> text = rawTextOf(option);
    if (!text) {
        return std::optional<double>();
    }
    const std::optional<double> number = parseNumber(*text);
    if (!number || *number < least || *number > most) {
        return wrongUsage(nameOf(option) + " must be a number from " + withoutTrailingZeros(least) +
                          " to " + withoutTrailingZeros(most) + ", but it is '" + *text + "'.");
    }
    return number;
}

Result<std::optional<std::string>> choiceOf(const CLI::Option* option,
                                            std::span<const std::string_view> choices) {
    const std::optional<std::string> text = rawTextOf(option);
    if (!text) {
        return std::optional<std::string>();
    }
    std::string listed;
    for (const std::string_view choice : choices) {
        if (*text == choice) {
            return text;
        }
        listed += (listed.empty() ? "" : ", ") + std::string(choice);
    }
    return wrongUsage(nameOf(option) + " must be one of " + listed + ", but it is '" + *text +
                      "'.");
}

std::optional<double> parseNumber(std::string_view text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc() || stopped != end || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

Error wrongUsage(std::string sentence) {
    return {ErrorCode::InvalidRequest, std::move(sentence), {}};
}

}  // namespace limn::cli
