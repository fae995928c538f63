// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limn::cli {

// CLI11 splits the arguments; what a value means is decided here, so that every refusal is one
// sentence that names the option, what was expected and what was found. All errors are
// InvalidRequest (exit code 2).

CLI::Option* addValue(CLI::App& app, const std::string& names, const std::string& valueName,
                      const std::string& description);
/// No value: given or not.
CLI::Option* addSwitch(CLI::App& app, const std::string& name, const std::string& description);
/// May be given any number of times.
CLI::Option* addRepeatable(CLI::App& app, const std::string& names, const std::string& valueName,
                           const std::string& description);
/// Plain arguments; `atMost` < 0: any number.
CLI::Option* addPlainArguments(CLI::App& app, const std::string& valueName, int atMost,
                               const std::string& description);

/// The longest name with its dashes, "--seed".
std::string nameOf(const CLI::Option* option);
bool isGiven(const CLI::Option* option);

/// nullopt if the option was not given. The text is valid UTF-8.
Result<std::optional<std::string>> textOf(const CLI::Option* option);
/// As given, byte for byte: for file names.
std::optional<std::string> rawTextOf(const CLI::Option* option);
std::vector<std::string> rawTextsOf(const CLI::Option* option);

Result<std::optional<std::int64_t>> wholeNumberOf(const CLI::Option* option, std::int64_t least,
                                                  std::int64_t most);
Result<std::optional<std::uint64_t>> unsignedNumberOf(const CLI::Option* option);
/// Finite, in [least, most].
Result<std::optional<double>> numberOf(const CLI::Option* option, double least, double most);
Result<std::optional<std::string>> choiceOf(const CLI::Option* option,
                                            std::span<const std::string_view> choices);

/// The finite number that the whole text is, with '.' as the decimal sign.
std::optional<double> parseNumber(std::string_view text);

Error wrongUsage(std::string sentence);

}  // namespace limn::cli
