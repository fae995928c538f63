// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/Console.h"

namespace limn::cli {

/// Of this process's standard output and error. Colour only on a terminal that is not "dumb" and
/// without NO_COLOR.
TerminalTraits standardTerminalTraits();

}  // namespace limn::cli
