// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace limn {

/// Puts a RIFF file together in memory, chunk by chunk.
class RiffWriter {
public:
    RiffWriter(std::string_view form, std::size_t expectedBytes);
    /// Requires a type of four characters.
    void add(std::string_view type, std::span<const std::uint8_t> data);
    std::vector<std::uint8_t> finish() &&;

private:
    std::vector<std::uint8_t> m_bytes;
};

// Flags of WebP's VP8X chunk.
inline constexpr std::uint8_t kWebpHasAlpha = 0x10;
inline constexpr std::uint8_t kWebpHasExif = 0x08;
inline constexpr std::uint8_t kWebpHasXmp = 0x04;

/// The content of a VP8X chunk.
std::array<std::uint8_t, 10> webpCanvas(std::uint8_t flags, int widthPx, int heightPx);

}  // namespace limn
