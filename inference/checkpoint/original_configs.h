// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/CheckpointIndex.h"
#include "inference/models/autoencoder_kl/AutoencoderKLConfig.h"
#include "inference/models/clip/ClipTextConfig.h"
#include "inference/models/unet2d_condition/UNet2DConditionConfig.h"

#include <string>

namespace limn::checkpoint {

// The configurations of original single files, which carry none: everything follows from names and
// shapes. What shapes cannot say is what the original implementations fix: 32 groups in every
// GroupNorm, 8 heads where the projections of a transformer are convolutions (SD 1.x), heads of
// width 64 elsewhere. `prefix` stands before every key.

Result<models::UNet2DConditionConfig> deriveUNetConfig(const CheckpointIndex& index,
                                                       const std::string& prefix);
Result<models::AutoencoderKLConfig> deriveVaeConfig(const CheckpointIndex& index,
                                                    const std::string& prefix);
/// `prefix` includes `text_model.` where the file has it.
Result<models::ClipTextConfig> deriveClipConfig(const CheckpointIndex& index,
                                                const std::string& prefix);

enum class OpenClipUse {
    Penultimate = 1,  ///< SD 2.x: the last layer is dropped, no projection
    WithProjection,   ///< SDXL
};
Result<models::ClipTextConfig> deriveOpenClipConfig(const CheckpointIndex& index,
                                                    const std::string& prefix, OpenClipUse use);

}  // namespace limn::checkpoint
