// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/attention_avx512.h"

#include "inference/nn/attention_amx.h"

#if defined(__AVX512BF16__) && defined(__AVX512BW__) && defined(__AVX512VL__)

#include <immintrin.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace limn::nn::avx512 {
namespace {

constexpr std::int64_t kLanes = 16;          // float32 values of a register
constexpr std::int64_t kPanelKeys = 64;      // keys of a packed panel: four registers of scores
constexpr std::int64_t kKeysPerBlock = 512;  // keys between two corrections of the running maximum
constexpr std::int64_t kRowStride = kKeysPerBlock + 32;  // so that the rows of a tile fall into different cache sets
constexpr std::int64_t kScoreRows = 6;       // rows of a tile of scores: 6 · 4 sums fill the registers
constexpr std::int64_t kMostVectors = 5;     // registers of a row of a tile of the result
constexpr float kLog2e = 1.44269504F;

static_assert(kRowsPerTask % kScoreRows == 0 && kKeysPerBlock % kPanelKeys == 0);
static_assert(kRowsPerTask % amx::kBlockRows == 0 && kMostVectors == amx::kMostVectors);

std::int64_t roundUp(std::int64_t value, std::int64_t multiple) { return (value + multiple - 1) / multiple * multiple; }

/// The head's width is worked off in chunks of at most five registers, as equal as possible.
struct Chunks {
    std::int64_t count;    // chunks
    std::int64_t vectors;  // registers of each
    explicit Chunks(std::int64_t width) {
        const auto all = roundUp(width, kLanes) / kLanes;
        count = (all + kMostVectors - 1) / kMostVectors;
        vectors = (all + count - 1) / count;
    }
    std::int64_t paddedWidth() const { return count * vectors * kLanes; }
};

/// What a task needs beside its inputs. One a thread, never freed before the thread ends.
struct Scratch {
    alignas(64) std::uint16_t queries[kRowsPerTask * kWidestHead];
    alignas(64) float scores[kRowsPerTask * kRowStride];
    alignas(64) std::uint16_t weights[kRowsPerTask * kRowStride];
    alignas(64) float sums[kRowsPerTask * (kWidestHead + kMostVectors * kLanes)];
    float highest[kRowsPerTask];  // running maximum of the scaled scores, in powers of two
    float total[kRowsPerTask];    // running sum of the weights
    float fade[kRowsPerTask];     // what the sums so far are multiplied with
};

Scratch& scratch() {
    static thread_local Scratch instance;
    return instance;
}

std::int32_t pairAt(const std::uint16_t* address) {
    std::int32_t pair = 0;
    std::memcpy(&pair, address, sizeof(pair));
    return pair;
}

__m512bh asBf16(__m512i bits) { return reinterpret_cast<__m512bh>(bits); }

/// scores[r][0 … 63] of kScoreRows rows against one panel.
void scorePanel(const std::uint16_t* queries, std::int64_t width, const std::uint16_t* panel, float* scores) {
    __m512 sums[kScoreRows][4];
#pragma GCC unroll 6
    for (std::int64_t r = 0; r < kScoreRows; ++r) {
#pragma GCC unroll 4
        for (std::int64_t v = 0; v < 4; ++v) {
            sums[r][v] = _mm512_setzero_ps();
        }
    }
    for (std::int64_t pair = 0; pair < width / 2; ++pair) {
        const auto* keys = panel + pair * kPanelKeys * 2;
        const __m512i k0 = _mm512_load_si512(keys);
        const __m512i k1 = _mm512_load_si512(keys + 32);
        const __m512i k2 = _mm512_load_si512(keys + 64);
        const __m512i k3 = _mm512_load_si512(keys + 96);
#pragma GCC unroll 6
        for (std::int64_t r = 0; r < kScoreRows; ++r) {
            const __m512bh q = asBf16(_mm512_set1_epi32(pairAt(queries + r * width + 2 * pair)));
            sums[r][0] = _mm512_dpbf16_ps(sums[r][0], q, asBf16(k0));
            sums[r][1] = _mm512_dpbf16_ps(sums[r][1], q, asBf16(k1));
            sums[r][2] = _mm512_dpbf16_ps(sums[r][2], q, asBf16(k2));
            sums[r][3] = _mm512_dpbf16_ps(sums[r][3], q, asBf16(k3));
        }
    }
#pragma GCC unroll 6
    for (std::int64_t r = 0; r < kScoreRows; ++r) {
#pragma GCC unroll 4
        for (std::int64_t v = 0; v < 4; ++v) {
            _mm512_store_ps(scores + r * kRowStride + v * kLanes, sums[r][v]);
        }
    }
}

/// 2^x for x ≤ 0: the whole part goes into the exponent, the rest through a polynomial (relative error 1e-4, a
/// twentieth of what rounding the result to bfloat16 costs).
__m512 exp2Negative(__m512 x) {
    const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m512 rest = _mm512_sub_ps(x, whole);
    __m512 y = _mm512_set1_ps(5.583828e-2F);
    y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(2.4263948e-1F));
    y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(6.9313673e-1F));
    y = _mm512_fmadd_ps(y, rest, _mm512_set1_ps(9.9992456e-1F));
    return _mm512_scalef_ps(y, whole);
}

/// One row of scores to weights, and the row's running maximum and sum brought up to date.
void softmaxRow(Scratch& s, std::int64_t row, std::int64_t keys, std::int64_t paddedKeys, float scaleLog2) {
    float* scores = s.scores + row * kRowStride;
    for (std::int64_t key = keys; key < paddedKeys; ++key) {
        scores[key] = -std::numeric_limits<float>::infinity();
    }
    // Four at a time, so that none waits for the one before.
    __m512 highest[4];
    for (std::int64_t v = 0; v < 4; ++v) {
        highest[v] = _mm512_load_ps(scores + v * kLanes);
    }
    for (std::int64_t key = kPanelKeys; key < paddedKeys; key += kPanelKeys) {
#pragma GCC unroll 4
        for (std::int64_t v = 0; v < 4; ++v) {
            highest[v] = _mm512_max_ps(highest[v], _mm512_load_ps(scores + key + v * kLanes));
        }
    }
    const __m512 highestOfAll =
        _mm512_max_ps(_mm512_max_ps(highest[0], highest[1]), _mm512_max_ps(highest[2], highest[3]));
    const float before = s.highest[row];
    const float now = std::max(before, _mm512_reduce_max_ps(highestOfAll) * scaleLog2);
    const __m512 scale = _mm512_set1_ps(scaleLog2);
    const __m512 shift = _mm512_set1_ps(now);
    __m512 total = _mm512_setzero_ps();
    std::uint16_t* weights = s.weights + row * kRowStride;
    for (std::int64_t key = 0; key < paddedKeys; key += kLanes) {
        const __m512 weight = exp2Negative(_mm512_fmsub_ps(_mm512_load_ps(scores + key), scale, shift));
        total = _mm512_add_ps(total, weight);
        const __m256bh rounded = _mm512_cvtneps_pbh(weight);
        _mm256_store_si256(reinterpret_cast<__m256i*>(weights + key), reinterpret_cast<__m256i>(rounded));
    }
    const float fade = _mm512_cvtss_f32(exp2Negative(_mm512_set1_ps(before - now)));
    s.highest[row] = now;
    s.fade[row] = fade;
    s.total[row] = s.total[row] * fade + _mm512_reduce_add_ps(total);
}

/// sums = sums · fade + weights · values, for Rows rows and one chunk of Vectors registers.
template <int Rows, int Vectors>
void addValues(const std::uint16_t* weights, const float* fade, const std::uint16_t* values, std::int64_t pairs,
               float* target, std::int64_t targetStride) {
    __m512 sums[Rows][Vectors];
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 5
        for (int v = 0; v < Vectors; ++v) {
            sums[r][v] = _mm512_mul_ps(_mm512_load_ps(target + r * targetStride + v * kLanes), _mm512_set1_ps(fade[r]));
        }
    }
    for (std::int64_t pair = 0; pair < pairs; ++pair) {
        __m512i rows[Vectors];
#pragma GCC unroll 5
        for (int v = 0; v < Vectors; ++v) {
            rows[v] = _mm512_load_si512(values + (pair * Vectors + v) * 2 * kLanes);
        }
#pragma GCC unroll 8
        for (int r = 0; r < Rows; ++r) {
            const __m512bh weight = asBf16(_mm512_set1_epi32(pairAt(weights + r * kRowStride + 2 * pair)));
#pragma GCC unroll 5
            for (int v = 0; v < Vectors; ++v) {
                sums[r][v] = _mm512_dpbf16_ps(sums[r][v], weight, asBf16(rows[v]));
            }
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 5
        for (int v = 0; v < Vectors; ++v) {
            _mm512_store_ps(target + r * targetStride + v * kLanes, sums[r][v]);
        }
    }
}

template <int Rows, int Vectors>
void addValuesToAllRows(Scratch& s, const std::uint16_t* values, std::int64_t pairs, float* target, std::int64_t targetStride) {
    static_assert(kRowsPerTask % Rows == 0);
    for (std::int64_t row = 0; row < kRowsPerTask; row += Rows) {
        addValues<Rows, Vectors>(s.weights + row * kRowStride, s.fade + row, values, pairs, target + row * targetStride,
                                 targetStride);
    }
}

/// As many rows as leave registers for the values.
void addChunk(Scratch& s, std::int64_t vectors, const std::uint16_t* values, std::int64_t pairs, float* target,
              std::int64_t targetStride) {
    switch (vectors) {
    case 1:
        return addValuesToAllRows<8, 1>(s, values, pairs, target, targetStride);
    case 2:
        return addValuesToAllRows<8, 2>(s, values, pairs, target, targetStride);
    case 3:
        return addValuesToAllRows<8, 3>(s, values, pairs, target, targetStride);
    case 4:
        return addValuesToAllRows<6, 4>(s, values, pairs, target, targetStride);
    default:
        return addValuesToAllRows<4, 5>(s, values, pairs, target, targetStride);
    }
}

/// The products of a block of keys on processors that multiply tiles.
void addChunkInTiles(Scratch& s, std::int64_t vectors, const std::uint16_t* values,
                     std::int64_t keys, float* target, std::int64_t targetStride) {
    for (std::int64_t row = 0; row < kRowsPerTask; ++row) {
        const __m512 fade = _mm512_set1_ps(s.fade[row]);
        for (std::int64_t v = 0; v < vectors; ++v) {
            float* sums = target + row * targetStride + v * kLanes;
            _mm512_store_ps(sums, _mm512_mul_ps(_mm512_load_ps(sums), fade));
        }
    }
    amx::addValues(s.weights, kRowsPerTask / amx::kBlockRows, kRowStride, values, keys, vectors,
                   target, targetStride);
}

void scoreBlock(Scratch& s, std::int64_t width, const std::uint16_t* packedKeys,
                std::int64_t keys) {
    for (std::int64_t panel = 0; panel < keys; panel += kPanelKeys) {
        for (std::int64_t row = 0; row < kRowsPerTask; row += kScoreRows) {
            scorePanel(s.queries + row * width, width, packedKeys + panel * width,
                       s.scores + row * kRowStride + panel);
        }
    }
}

void writeRow(const float* sums, float total, std::int64_t width, std::uint16_t* out) {
    const __m512 share = _mm512_set1_ps(1.0F / total);
    for (std::int64_t i = 0; i < width; i += kLanes) {
        const auto rounded = reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(_mm512_mul_ps(_mm512_load_ps(sums + i), share)));
        const auto count = std::min(kLanes, width - i);
        const auto mask = static_cast<__mmask16>((1U << static_cast<unsigned>(count)) - 1U);
        _mm256_mask_storeu_epi16(out + i, mask, rounded);
    }
}

/// Two rows of values side by side, column by column; what is not there counts as zero.
void packPair(const std::uint16_t* first, const std::uint16_t* second, std::int64_t real, std::int64_t padded,
              std::uint16_t* target) {
    for (std::int64_t column = 0; column < real; ++column) {
        target[2 * column] = first != nullptr ? first[column] : std::uint16_t{0};
        target[2 * column + 1] = second != nullptr ? second[column] : std::uint16_t{0};
    }
    std::fill(target + 2 * real, target + 2 * padded, std::uint16_t{0});
}

}  // namespace

bool isSupported() {
    return __builtin_cpu_supports("avx512bf16") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
           __builtin_cpu_supports("avx512vl") != 0;
}

std::int64_t packedKeyElements(const Head& head) { return roundUp(head.keys, kPanelKeys) * head.width; }

std::int64_t packedValueElements(const Head& head) {
    return roundUp(head.keys, kPanelKeys) * Chunks(head.width).paddedWidth();
}

void pack(const Head& head, std::uint16_t* keys, std::uint16_t* values) {
    const auto paddedKeys = roundUp(head.keys, kPanelKeys);
    // panel, pair of the width, key, two values
    for (std::int64_t key = 0; key < paddedKeys; ++key) {
        auto* target = keys + key / kPanelKeys * kPanelKeys * head.width + key % kPanelKeys * 2;
        for (std::int64_t pair = 0; pair < head.width / 2; ++pair) {
            const std::int32_t both = key < head.keys ? pairAt(head.key + key * head.keyStride + 2 * pair) : 0;
            std::memcpy(target + pair * kPanelKeys * 2, &both, sizeof(both));
        }
    }
    // chunk, pair of keys, column, two values
    const Chunks chunks(head.width);
    const auto chunkWidth = chunks.vectors * kLanes;
    for (std::int64_t chunk = 0; chunk < chunks.count; ++chunk) {
        auto* target = values + chunk * paddedKeys * chunkWidth;
        const auto source = chunk * chunkWidth;
        const auto real = std::min(chunkWidth, head.width - source);
        for (std::int64_t key = 0; key < paddedKeys; key += 2) {
            packPair(key < head.keys ? head.value + key * head.valueStride + source : nullptr,
                     key + 1 < head.keys ? head.value + (key + 1) * head.valueStride + source : nullptr, real, chunkWidth,
                     target + key * chunkWidth);
        }
    }
}

void attend(const Head& head, const std::uint16_t* packedKeys, const std::uint16_t* packedValues, std::int64_t firstRow) {
    static const bool inTiles = amx::isSupported();
    auto& s = scratch();
    const Chunks chunks(head.width);
    const auto paddedKeys = roundUp(head.keys, kPanelKeys);
    const auto rows = std::min(kRowsPerTask, head.queries - firstRow);
    const auto stride = chunks.paddedWidth();

    for (std::int64_t row = 0; row < kRowsPerTask; ++row) {
        auto* target = s.queries + row * head.width;
        const auto bytes = static_cast<std::size_t>(head.width) * sizeof(std::uint16_t);
        if (row < rows) {
            std::memcpy(target, head.query + (firstRow + row) * head.queryStride, bytes);
        } else {
            std::memset(target, 0, bytes);  // computed with the others, never written
        }
        s.highest[row] = -std::numeric_limits<float>::infinity();
        s.total[row] = 0.0F;
    }
    std::fill_n(s.sums, kRowsPerTask * stride, 0.0F);

    for (std::int64_t firstKey = 0; firstKey < paddedKeys; firstKey += kKeysPerBlock) {
        const auto padded = std::min(kKeysPerBlock, paddedKeys - firstKey);
        const auto keys = std::min(padded, head.keys - firstKey);
        const auto* keysOfBlock = packedKeys + firstKey * head.width;
        if (inTiles) {
            amx::scores(s.queries, kRowsPerTask / amx::kBlockRows, head.width, keysOfBlock,
                        padded / kPanelKeys, s.scores, kRowStride);
        } else {
            scoreBlock(s, head.width, keysOfBlock, padded);
        }
        for (std::int64_t row = 0; row < kRowsPerTask; ++row) {
            softmaxRow(s, row, keys, padded, head.scale * kLog2e);
        }
        for (std::int64_t chunk = 0; chunk < chunks.count; ++chunk) {
            const auto chunkWidth = chunks.vectors * kLanes;
            const auto* values =
                packedValues + chunk * paddedKeys * chunkWidth + firstKey * chunkWidth;
            auto* sums = s.sums + chunk * chunkWidth;
            if (inTiles) {
                addChunkInTiles(s, chunks.vectors, values, padded, sums, stride);
            } else {
                addChunk(s, chunks.vectors, values, padded / 2, sums, stride);
            }
        }
    }
    for (std::int64_t row = 0; row < rows; ++row) {
        writeRow(s.sums + row * stride, s.total[row], head.width, head.out + (firstRow + row) * head.outStride);
    }
}

}  // namespace limn::nn::avx512

#else

namespace limn::nn::avx512 {

// Another processor family: the caller takes the path of plain matrix products.
bool isSupported() { return false; }
std::int64_t packedKeyElements(const Head&) { return 0; }
std::int64_t packedValueElements(const Head&) { return 0; }
void pack(const Head&, std::uint16_t*, std::uint16_t*) {}
void attend(const Head&, const std::uint16_t*, const std::uint16_t*, std::int64_t) {}

}  // namespace limn::nn::avx512

#endif
