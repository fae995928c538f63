// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

namespace limn::cli {

/// The contract's exit codes; scripts depend on them.
enum class ExitCode { Done = 0, Failed = 1, WrongUsage = 2, Cancelled = 130 };

inline ExitCode exitCodeOf(const Error& error) {
    return error.code == ErrorCode::InvalidRequest ? ExitCode::WrongUsage : ExitCode::Failed;
}

}  // namespace limn::cli
