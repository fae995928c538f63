// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Log.h"
#include "core/base/Result.h"
#include "core/engine/Engine.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <vector>

namespace limn::cli {

/// What every command takes.
struct CommonOptions {
    bool isJson = false;                                   ///< results as JSON, one object a line
    bool isQuiet = false;                                  ///< no progress, notes and warnings
    Placement placement;                                   ///< --device, --dtype, --threads
    std::optional<LogLevel> logLevel = LogLevel::Warning;  ///< nullopt = no log
    bool isLogLevelGiven = false;  ///< on any level of the command line
};

/// The options that carry CommonOptions, declared on one level of the command line. A person may
/// write them before or after the command's name, so every level has its own.
class CommonOptionSet {
public:
    explicit CommonOptionSet(CLI::App& app);

    const CLI::App* app() const { return m_app; }
    /// Overwrites in `options` what was given on this level.
    Status readInto(CommonOptions& options) const;

private:
    const CLI::App* m_app = nullptr;
    CLI::Option* m_json = nullptr;
    CLI::Option* m_quiet = nullptr;
    CLI::Option* m_device = nullptr;
    CLI::Option* m_dtype = nullptr;
    CLI::Option* m_threads = nullptr;
    CLI::Option* m_logLevel = nullptr;
};

}  // namespace limn::cli
