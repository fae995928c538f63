// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace limn {

enum class InflateFault { Damaged = 1, TooLarge };

struct Inflated {
    std::vector<std::uint8_t> bytes;
    std::optional<InflateFault> fault;  ///< then bytes is empty
    std::size_t producedBytes = 0;      ///< what it took, also when it failed
};

/// Unpacks a zlib stream and never holds more than maxBytes of it.
Inflated inflateLimited(std::span<const std::uint8_t> packed, std::size_t maxBytes);

}  // namespace limn
