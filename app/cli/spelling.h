// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace limn::cli {

/// What to say about arguments that the command `level` does not take: names them, with the nearest
/// option.
std::string sentenceAboutExtras(const CLI::App& level, const std::vector<std::string>& extras);

/// What to say about a first word that is neither a command nor a file.
std::string sentenceAboutUnknownCommand(const CLI::App& program, std::string_view word);

/// Letters to add, drop or change to turn one into the other.
std::size_t editDistance(std::string_view one, std::string_view other);

}  // namespace limn::cli
