// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/row_product_avx512.h"

#if defined(__AVX512BF16__) && defined(__AVX512BW__) && defined(__AVX512VL__)

#include <immintrin.h>

#include <cstring>

namespace limn::nn::avx512 {
namespace {

constexpr std::int64_t kLanes = 32;        // bfloat16 values of a register
constexpr std::int64_t kRowsTogether = 4;  // streams that the memory serves at once

float asFloat(std::uint16_t bits) {
    const std::uint32_t wide = static_cast<std::uint32_t>(bits) << 16U;
    float value = 0;
    std::memcpy(&value, &wide, sizeof(value));
    return value;
}

std::uint16_t rounded(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U) {
        return 0x7FC0;  // not a number stays one
    }
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

__m512bh loaded(const std::uint16_t* address, __mmask32 lanes) {
    return reinterpret_cast<__m512bh>(_mm512_maskz_loadu_epi16(lanes, address));
}

template <int Rows>
void rowsTogether(const std::uint16_t* x, const std::uint16_t* weight, float* sums,
                  std::int64_t width) {
    __m512 even[Rows];
    __m512 odd[Rows];
    for (int row = 0; row < Rows; ++row) {
        even[row] = _mm512_setzero_ps();
        odd[row] = _mm512_setzero_ps();
    }
    constexpr auto kAll = ~__mmask32{0};
    std::int64_t k = 0;
    for (; k + 2 * kLanes <= width; k += 2 * kLanes) {
        const auto first = loaded(x + k, kAll);
        const auto second = loaded(x + k + kLanes, kAll);
        for (int row = 0; row < Rows; ++row) {
            even[row] = _mm512_dpbf16_ps(even[row], first, loaded(weight + row * width + k, kAll));
            odd[row] =
                _mm512_dpbf16_ps(odd[row], second, loaded(weight + row * width + k + kLanes, kAll));
        }
    }
    for (; k < width; k += kLanes) {
        const auto left = width - k;
        const auto lanes =
            left >= kLanes ? kAll : static_cast<__mmask32>((std::uint64_t{1} << left) - 1);
        const auto part = loaded(x + k, lanes);
        for (int row = 0; row < Rows; ++row) {
            even[row] = _mm512_dpbf16_ps(even[row], part, loaded(weight + row * width + k, lanes));
        }
    }
    for (int row = 0; row < Rows; ++row) {
        sums[row] = _mm512_reduce_add_ps(_mm512_add_ps(even[row], odd[row]));
    }
}

}  // namespace

void rowProduct(const std::uint16_t* x, const std::uint16_t* weight, const std::uint16_t* bias,
                std::uint16_t* y, std::int64_t begin, std::int64_t end, std::int64_t width) {
    float sums[kRowsTogether];
    for (std::int64_t i = begin; i < end; i += kRowsTogether) {
        const auto count = end - i < kRowsTogether ? end - i : kRowsTogether;
        if (count == kRowsTogether) {
            rowsTogether<kRowsTogether>(x, weight + i * width, sums, width);
        } else {
            for (std::int64_t row = 0; row < count; ++row) {
                rowsTogether<1>(x, weight + (i + row) * width, sums + row, width);
            }
        }
        for (std::int64_t row = 0; row < count; ++row) {
            y[i + row] = rounded(sums[row] + (bias != nullptr ? asFloat(bias[i + row]) : 0.0F));
        }
    }
}

}  // namespace limn::nn::avx512

#else

namespace limn::nn::avx512 {

void rowProduct(const std::uint16_t*, const std::uint16_t*, const std::uint16_t*, std::uint16_t*,
                std::int64_t, std::int64_t, std::int64_t) {}

}  // namespace limn::nn::avx512

#endif
