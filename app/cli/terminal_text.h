// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <string_view>

namespace limn::cli {

/// Columns that the text takes on a terminal: wide East Asian characters and emoji count two,
/// combining marks none. A close estimate, for cutting lines; never for memory.
int displayColumns(std::string_view text);

/// The longest head of `text` that fits, ending with "…" if something was cut. Never cuts inside a
/// character.
std::string cutToColumns(std::string_view text, int columns);

}  // namespace limn::cli
