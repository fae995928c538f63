// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <string>

namespace limn::cli {

/// The contract's exit codes; scripts depend on them.
enum class ExitCode { Done = 0, Failed = 1, WrongUsage = 2, Cancelled = 130 };

inline ExitCode exitCodeOf(const Error& error) {
    return error.code == ErrorCode::InvalidRequest ? ExitCode::WrongUsage : ExitCode::Failed;
}

/// What a person is told: a sentence about a value begins with the option that gave it.
inline std::string sentenceOf(const Error& error) {
    return error.field.empty() ? error.message : "--" + error.field + ": " + error.message;
}

}  // namespace limn::cli
