// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstddef>
#include <cstdint>

namespace limn::nn::avx512 {

// Fused attention for processors that multiply bfloat16 (AVX512-BF16): scores, softmax and the weighted sum of one
// block of rows against a block of keys at a time, so that the scores stay in the second-level cache and only the
// result is written. Online softmax: arXiv 1805.02867; in blocks: FlashAttention, arXiv 2205.14135.
// Plain pointers: this file is compiled for its processor and must not instantiate code that others share.

/// Whether this processor, and this build, can run the functions below.
bool isSupported();

/// Rows that one task works on.
inline constexpr std::int64_t kRowsPerTask = 48;

/// One head's tensors, bfloat16 bit patterns. Row i of a tensor starts at pointer + i · stride (in elements);
/// within a row the head's `width` values are contiguous.
struct Head {
    const std::uint16_t* query = nullptr;
    const std::uint16_t* key = nullptr;
    const std::uint16_t* value = nullptr;
    std::uint16_t* out = nullptr;
    std::int64_t queryStride = 0;
    std::int64_t keyStride = 0;
    std::int64_t valueStride = 0;
    std::int64_t outStride = 0;
    std::int64_t queries = 0;
    std::int64_t keys = 0;
    std::int64_t width = 0;  ///< even, at most kWidestHead
    float scale = 1.0F;
};

inline constexpr std::int64_t kWidestHead = 512;

// Keys and values of a head are first brought into the order in which the multiplier wants them; the tasks of that
// head share the result.

std::int64_t packedKeyElements(const Head& head);
std::int64_t packedValueElements(const Head& head);
/// `keys` and `values` point to packedKeyElements() and packedValueElements() elements, 64-byte aligned.
void pack(const Head& head, std::uint16_t* keys, std::uint16_t* values);

/// Rows [firstRow, firstRow + kRowsPerTask) of the result, or fewer at the end. Any thread; keeps 0.3 MB of scratch a
/// thread.
void attend(const Head& head, const std::uint16_t* packedKeys, const std::uint16_t* packedValues, std::int64_t firstRow);

}  // namespace limn::nn::avx512
