// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/io/PictureInfo.h"
#include "core/metadata/GenerationData.h"

#include <optional>
#include <string>
#include <vector>

namespace limn {

struct GenerationReading {
    std::optional<GenerationData> data;  ///< nullopt: the file does not say how it was made
    std::vector<std::string> problems;   ///< full sentences on what was there but could not be read
};

/// How a picture was made, in whatever dialect its texts are; Limn's own wins, then the one that says
/// most. Costs a few passes over the texts that PictureReader let through, whatever they hold, and
/// runs nothing of them. Any thread.
GenerationReading readGeneration(const PictureInfo& info);

}  // namespace limn
