// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/bootstrap/Interrupts.h"
#include "core/base/Outcome.h"

#include <cstddef>
#include <string>

namespace limn::cli {

/// Reads text to the end of a pipe, file or terminal: UTF-8, at most `mostBytes`, without the last
/// line break. Cancelled when interrupted while it waits. InvalidRequest for text that cannot be a
/// prompt.
Outcome<std::string> readInputText(int descriptor, std::size_t mostBytes,
                                   const Interrupts& interrupts);

}  // namespace limn::cli
