// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace limn {

/// SHA-256 (FIPS 180-4), fed in pieces. For recognising files again, not for secrets. One thread.
class Sha256 {
public:
    void update(std::span<const std::byte> bytes);
    /// The digest as 64 lower-case hexadecimal digits. Call it once, last.
    std::string finish();

private:
    void processBlock(const std::uint8_t* block);

    std::array<std::uint32_t, 8> m_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> m_pending{};
    std::size_t m_pendingBytes = 0;
    std::uint64_t m_totalBytes = 0;
};

}  // namespace limn
