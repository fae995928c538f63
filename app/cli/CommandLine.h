// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Command.h"

#include <span>
#include <string>
#include <vector>

namespace limn::cli {

/// Parses the arguments (without the program's name), runs the chosen command and gives the exit
/// code. Errors have been printed. Throws nothing.
ExitCode runCommandLine(const std::vector<std::string>& arguments, CommandContext& context);

}  // namespace limn::cli
