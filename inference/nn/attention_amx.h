// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>

namespace limn::nn::amx {

// The two products of attention by the processor's tile multiplier (AMX-BF16: Intel 64 and IA-32 Architectures Software
// Developer's Manual, volume 1, chapter 18). Plain pointers: this file is compiled for its processor and must not
// instantiate code that others share. Rows come in blocks of 16, which is a tile's height.

inline constexpr std::int64_t kBlockRows = 16;
inline constexpr std::int64_t kMostVectors = 5;

/// Whether this processor, its operating system and this build can run the functions below. The first call asks the
/// system for the tiles' registers.
bool isSupported();

/// scores[row][key] = queries[row] · keys[key], for `blocks` blocks of rows and `panels` panels of 64 keys.
/// queries [rows, width] and keys (per panel [width / 2, 64, 2]) are bfloat16, scores float32 with rows `scoreStride`
/// apart. width is even.
void scores(const std::uint16_t* queries, std::int64_t blocks, std::int64_t width,
            const std::uint16_t* keys, std::int64_t panels, float* scores,
            std::int64_t scoreStride);

/// sums[row] += weights[row] · values, for `blocks` blocks of rows. weights [rows, keys] are bfloat16 with rows
/// `weightStride` apart, values bfloat16 [keys / 2, vectors · 16, 2], sums float32 [rows, vectors · 16] with rows
/// `sumStride` apart. keys is a multiple of 32, vectors 1 ... kMostVectors.
void addValues(const std::uint16_t* weights, std::int64_t blocks, std::int64_t weightStride,
               const std::uint16_t* values, std::int64_t keys, std::int64_t vectors, float* sums,
               std::int64_t sumStride);

}  // namespace limn::nn::amx
