// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "app/cli/GenerateOptions.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace limn::cli {

/// Where the pictures of one order go. Decided and checked before any minute of work is spent:
/// every name is free (or may be replaced) and the folder can be written.
class OutputPlan {
public:
    /// `seed`: of the first picture.
    static Result<OutputPlan> make(const GenerateOptions& options, std::uint64_t seed);

    std::filesystem::path pathFor(std::uint64_t seed) const;
    /// Makes the folder if a folder was asked for that is not there yet.
    Status prepareFolder() const;
    /// Fails if the format or the disk surely cannot hold one picture of this size.
    Status checkSize(int widthPx, int heightPx) const;

private:
    Status checkFolder() const;
    Status checkFree(std::uint64_t firstSeed, int count) const;

    std::filesystem::path m_folder;
    std::string m_stem;
    std::string m_extension;   // with its dot, as given
    bool m_isNumbered = true;  // the seed is part of the name
    bool m_makesFolder = false;
    bool m_mayOverwrite = false;
};

}  // namespace limn::cli
