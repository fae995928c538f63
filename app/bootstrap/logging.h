// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Log.h"

#include <functional>
#include <optional>
#include <string_view>

namespace limn {

/// Puts spdlog behind core/base/Log: lines at `level` and above are formatted and handed to
/// `printLine`, which must be callable from any thread. nullopt = no log.
void startLogging(std::optional<LogLevel> level,
                  std::function<void(std::string_view line)> printLine);

/// Back to dropping lines; after it `printLine` is not called again.
void stopLogging();

}  // namespace limn
