// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace limn {
namespace {

constexpr std::size_t kBlockBytes = 64;
constexpr std::size_t kLengthBytes = 8;

constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t bigEndian32(const std::uint8_t* bytes) {
    return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) |
           (std::uint32_t{bytes[2]} << 8) | std::uint32_t{bytes[3]};
}

}  // namespace

void Sha256::update(std::span<const std::byte> bytes) {
    m_totalBytes += bytes.size();
    while (!bytes.empty()) {
        if (m_pendingBytes == 0 && bytes.size() >= kBlockBytes) {
            processBlock(reinterpret_cast<const std::uint8_t*>(bytes.data()));
            bytes = bytes.subspan(kBlockBytes);
            continue;
        }
        const std::size_t taken = std::min(kBlockBytes - m_pendingBytes, bytes.size());
        std::memcpy(m_pending.data() + m_pendingBytes, bytes.data(), taken);
        m_pendingBytes += taken;
        bytes = bytes.subspan(taken);
        if (m_pendingBytes == kBlockBytes) {
            processBlock(m_pending.data());
            m_pendingBytes = 0;
        }
    }
}

std::string Sha256::finish() {
    const std::uint64_t totalBits = m_totalBytes * 8;
    m_pending[m_pendingBytes++] = 0x80;
    if (m_pendingBytes > kBlockBytes - kLengthBytes) {
        std::fill(m_pending.begin() + static_cast<std::ptrdiff_t>(m_pendingBytes), m_pending.end(),
                  std::uint8_t{0});
        processBlock(m_pending.data());
        m_pendingBytes = 0;
    }
    std::fill(m_pending.begin() + static_cast<std::ptrdiff_t>(m_pendingBytes), m_pending.end(),
              std::uint8_t{0});
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
        m_pending[kBlockBytes - 1 - i] = static_cast<std::uint8_t>(totalBits >> (8 * i));
    }
    processBlock(m_pending.data());

    std::string digest;
    for (const std::uint32_t word : m_state) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            digest += "0123456789abcdef"[(word >> shift) & 0xF];
        }
    }
    return digest;
}

void Sha256::processBlock(const std::uint8_t* block) {
    std::array<std::uint32_t, 64> schedule;
    for (std::size_t i = 0; i < 16; ++i) {
        schedule[i] = bigEndian32(block + 4 * i);
    }
    for (std::size_t i = 16; i < 64; ++i) {
        const std::uint32_t early = schedule[i - 15];
        const std::uint32_t late = schedule[i - 2];
        schedule[i] = schedule[i - 16] +
                      (std::rotr(early, 7) ^ std::rotr(early, 18) ^ (early >> 3)) +
                      schedule[i - 7] + (std::rotr(late, 17) ^ std::rotr(late, 19) ^ (late >> 10));
    }
    auto [a, b, c, d, e, f, g, h] = m_state;
    for (std::size_t i = 0; i < 64; ++i) {
        const std::uint32_t choice = (e & f) ^ (~e & g);
        const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                    choice + kRound[i] + schedule[i];
        const std::uint32_t second =
            (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + majority;
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    const std::array<std::uint32_t, 8> added = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < added.size(); ++i) {
        m_state[i] += added[i];
    }
}

}  // namespace limn
