// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/imaging/vision_patches.h"
#include "inference/models/qwen3_vl/Qwen3VLConfig.h"
#include "inference/tokenizers/ByteLevelTokenizer.h"

// The shape of the describer in the box: a Qwen3-VL of about 8 million parameters that looks at 128 px pictures, where one
// word of the picture is 16 px.

namespace limn::starter {

inline constexpr std::int64_t kDescriberSidePx = 128;
inline constexpr std::int64_t kDescriberWordPx = 16;
inline constexpr int kDescriberTextTokens = 1024;
/// Merges of its tokenizer; 256 bytes and nine control tokens come to them.
inline constexpr std::size_t kDescriberMerges = 2400;

models::Qwen3VLConfig describerConfig(const tokenizers::ByteLevelTokenizer& tokenizer);
imaging::PatchOptions describerPatches();

}  // namespace limn::starter
