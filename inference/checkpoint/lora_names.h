// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "inference/checkpoint/ModelDescription.h"

#include <optional>
#include <string>
#include <vector>

namespace limn::checkpoint {

enum class LoraTarget { UNet = 1, TextEncoder, TextEncoder2 };

/// How a LoRA file spells the modules that it changes.
enum class LoraSpelling {
    Flattened = 1,  ///< kohya: `lora_unet_down_blocks_0_...`, dots written as underscores
    Dotted,         ///< PEFT and diffusers: `unet.down_blocks.0....`
};

/// One changed module: weight += scale * alpha / rank * up @ down.
struct LoraPair {
    LoraTarget target = LoraTarget::UNet;
    LoraSpelling spelling = LoraSpelling::Flattened;
    /// as the file spells it (without the component); after matchLora() the component key
    std::string module;
    std::string downName;         ///< tensor [rank, in] or [rank, in, k, k]
    std::string upName;           ///< tensor [out, rank] or [out, rank, 1, 1]
    std::string alphaName;        ///< scalar tensor; empty if there is none
    std::optional<double> alpha;  ///< from the metadata; without either of the two alpha = rank
    std::int64_t rank = 0;
};

/// Whether the names are those of a LoRA, of any kind.
bool isLora(const CheckpointIndex& index);

/// For people: "LoRA for Stable Diffusion XL, rank 16 (kohya)"; never fails.
std::string loraArchitecture(const CheckpointIndex& index);

/// Pairs up the tensors of a LoRA file in kohya's, PEFT's or diffusers' naming. LoHa, LoKr, DoRA,
/// OFT, full weight differences and the CP form of convolutions are refused by name; tensors that
/// fit no naming are listed together.
Result<std::vector<LoraPair>> readLoraFile(const CheckpointIndex& index);

/// Finds the module of `model` that each pair changes, by a table of all its modules in every
/// spelling; `module` becomes the component key without ".weight". What matches nothing, or has
/// another shape, is reported together.
Result<std::vector<LoraPair>> matchLora(const CheckpointIndex& lora, std::vector<LoraPair> pairs,
                                        const ModelDescription& model);

}  // namespace limn::checkpoint
