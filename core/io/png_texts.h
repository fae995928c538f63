// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/io/PictureInfo.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace limn {

/// Unpacks the text chunks of one PNG, one after the other, within kMaxPictureTextBytes and
/// kMaxPictureTexts.
class PngTexts {
public:
    /// Adds the chunk's text to `info.texts`, or to `info.xmp`. Otherwise says why not.
    std::optional<std::string> add(std::string_view type, std::span<const std::uint8_t> data,
                                   PictureInfo& info);

private:
    std::size_t m_totalBytes = 0;
};

}  // namespace limn
