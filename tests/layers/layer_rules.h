// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limn::layers {

/// One rule that one line breaks.
struct Finding {
    std::string path;
    std::size_t line = 0;  ///< from 1
    std::string message;   ///< what is forbidden there, and what to do instead where that is short
};

/// Checks one file by all rules of this folder. `path` is relative to the root and uses '/'.
/// Files other than C++ are only checked for their head and their name.
std::vector<Finding> checkFile(std::string_view path, std::string_view text);

/// The longest file that is not yet suspicious.
constexpr std::size_t kComfortableLines = 500;
constexpr std::size_t kMostLines = 600;

}  // namespace limn::layers
