// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace limn {

enum class LogLevel { Debug = 1, Info, Warning, Error };

/// Where log lines go. Installed once by app/ at start (spdlog stands behind it there); until then
/// lines are dropped. The sink must be callable from any thread.
using LogSink = std::function<void(LogLevel level, std::string_view area, std::string_view message)>;

void setLogSink(LogSink sink);

/// Any thread. `area` is the folder the line comes from, such as "checkpoint".
void log(LogLevel level, std::string_view area, std::string_view message);

}  // namespace limn
