// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>

namespace limn {

/// Random numbers that are a pure function of (seed, index, stream, position): sample i needs no sample before it, so
/// training resumes from one integer and every machine sees the same data. A plain value.
/// The mixing function is that of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
class CounterRandom {
public:
    CounterRandom(std::uint64_t seed, std::uint64_t index, std::uint64_t stream = 0)
        : m_key(mix(mix(seed + kStep) ^ mix(index * kStep + 1) ^ mix(~stream * kStep))) {}

    std::uint64_t next() { return mix(m_key + ++m_position * kStep); }

    /// In [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    bool chance(double probability) { return uniform() < probability; }

    /// In 0 ... count - 1. Requires count > 0.
    std::uint64_t below(std::uint64_t count) {
        return static_cast<std::uint64_t>(uniform() * static_cast<double>(count));
    }

    static std::uint64_t mix(std::uint64_t x) {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
        return x ^ (x >> 31);
    }

private:
    static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;

    std::uint64_t m_key;
    std::uint64_t m_position = 0;
};

}  // namespace limn
