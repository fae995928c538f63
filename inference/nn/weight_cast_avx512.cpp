// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "inference/nn/weight_cast.h"

#if defined(__AVX512BF16__) && defined(__AVX512BW__) && defined(__AVX512VL__)

#include <immintrin.h>

namespace limn::nn::avx512 {
namespace {

constexpr std::int64_t kLanes = 16;

// Every float16 number is a normal float32, so that the conversion's treatment of tiny float32 numbers does not matter.
__m256i converted(__m256i halves) {
    return reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(_mm512_cvtph_ps(halves)));
}

}  // namespace

void halfToBfloat16(const std::uint16_t* from, std::uint16_t* to, std::int64_t count) {
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        const auto halves = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + i));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), converted(halves));
    }
    if (i < count) {
        const auto rest = static_cast<__mmask16>((1U << (count - i)) - 1U);
        _mm256_mask_storeu_epi16(to + i, rest, converted(_mm256_maskz_loadu_epi16(rest, from + i)));
    }
}

}  // namespace limn::nn::avx512

#else

namespace limn::nn::avx512 {

void halfToBfloat16(const std::uint16_t*, std::uint16_t*, std::int64_t) {}

}  // namespace limn::nn::avx512

#endif
