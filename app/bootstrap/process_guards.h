// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

namespace limn {

/// Makes the process fail with a sentence instead of a signal: a mapped file that is cut short
/// (SIGBUS) says so and exits with 1; a closed pipe and a file size limit become ordinary write
/// errors. Called once, at the start of main.
void installProcessGuards();

}  // namespace limn
