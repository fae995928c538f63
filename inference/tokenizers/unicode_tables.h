// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include <cstdint>
#include <span>

namespace limn::tokenizers {

/// Facts about code points as the reference tokenizer has them, sorted; see
/// tests/golden/make_unicode_tables.py. They mix three versions of Unicode, as the reference does.
/// text_normalization.h is the way to use them.

struct CodePointRange {
    std::uint32_t first, last;
};

/// Every `step`th code point from first to last becomes itself + difference in lower case.
struct LowerCaseRun {
    std::uint32_t first, last, step;
    std::int32_t difference;
};

/// Canonical combining class of marks; all others have 0.
struct CombiningRange {
    std::uint32_t first, last;
    std::uint8_t combiningClass;
};

/// Canonical, one level; `second` is 0 where one code point stands for another. Without Hangul
/// syllables.
struct Decomposition {
    std::uint32_t codePoint, first, second;
};

extern const std::span<const CodePointRange> kLetters;
extern const std::span<const CodePointRange> kNumbers;
extern const std::span<const CodePointRange> kSpaces;
extern const std::span<const LowerCaseRun> kLowerCase;
extern const std::span<const CombiningRange> kCombining;
extern const std::span<const Decomposition> kDecompositions;
/// Indices into kDecompositions of the pairs that compose again, sorted by (first, second).
extern const std::span<const std::uint16_t> kCompositions;

}  // namespace limn::tokenizers
