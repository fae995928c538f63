// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace limn {

/// Names for finished pictures: "00012-41-a-lighthouse-at-sunset.png", number, seed and the prompt's first words, as
/// people know them from other programs. Numbers only grow: gaps are never filled, and no name that exists is given.
/// One thread.
class PictureNames {
public:
    /// A name in `folder` that is free now. The writer must still refuse to overwrite: another program may be quicker.
    Result<std::filesystem::path> next(const std::filesystem::path& folder, std::uint64_t seed,
                                       std::string_view prompt);

private:
    std::map<std::filesystem::path, std::uint64_t>
        m_lastNumber;  // of folders that were looked through
};

/// Letters and digits of any script, other characters as single hyphens, at most 40 characters, never ending with a
/// hyphen. Empty where nothing is left. Bytes that are not UTF-8 count as other characters.
std::string wordsForFileName(std::string_view prompt);

}  // namespace limn
