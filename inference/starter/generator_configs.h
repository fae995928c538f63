// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/models/clip/ClipTextConfig.h"
#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"

// The shape of the starter's generator: about 11 million parameters, 1.8 GFLOP a step.

namespace limn::starter {

/// Longest prompt, begin and end included.
inline constexpr int kPromptTokens = 40;

/// Merges of the tokenizer; its vocabulary has 514 tokens more.
inline constexpr std::size_t kMerges = 2000;

models::ClipTextConfig textEncoderConfig(std::int64_t vocabularySize);

/// Two levels, attention only at 8 by 8: at 16 by 16 it costs a third of the samples for the same loss, and a third
/// level costs as much.
models::UNet2DConditionConfig unetConfig();

}  // namespace limn::starter
