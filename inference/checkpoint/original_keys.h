// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/KeyTable.h"
#include "inference/models/autoencoder_kl/AutoencoderKLConfig.h"
#include "inference/models/clip/ClipTextConfig.h"
#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"

#include <string>
#include <string_view>

namespace limn::checkpoint {

// The names that the original implementations of SD 1.x, 2.x and SDXL give to the tensors of a
// model with this configuration: one complete table for each component, so that what is missing and
// what is unexpected is known before a byte of data is read. `prefix` stands before every file key
// and ends in '.', or is empty.

KeyTable originalUNetKeys(const models::UNet2DConditionConfig& config, const std::string& prefix);
KeyTable originalVaeKeys(const models::AutoencoderKLConfig& config, const std::string& prefix);
/// CLIP-L as transformers names it; `prefix` includes `text_model.` where the file has it.
KeyTable originalClipKeys(const models::ClipTextConfig& config, const std::string& prefix);
/// OpenCLIP (H, bigG), whose query, key and value weights lie in one tensor.
KeyTable originalOpenClipKeys(const models::ClipTextConfig& config, const std::string& prefix);

/// Keys of original checkpoints that no picture needs: moving averages, the training's noise
/// tables, buffers.
bool isIgnoredOriginalKey(std::string_view fileKey);

}  // namespace limn::checkpoint
