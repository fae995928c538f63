// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <CLI/CLI.hpp>

namespace limn::starter {

/// make-describer-tokenizer, draw-pool, train-describer, export-describer.
void addDescriberCommands(CLI::App& app, int& exitCode);

}  // namespace limn::starter
