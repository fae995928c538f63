// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#pragma once

#include "core/engine/Engine.h"
#include "inference/checkpoint/ModelDescription.h"
#include "inference/loading/LoraWeights.h"

#include <stop_token>
#include <vector>

namespace limn::loading {

/// The changes of all chosen LoRA files, by component.
struct LoraChanges {
    LoraWeights unet;
    LoraWeights textEncoder;
    LoraWeights textEncoder2;

    /// Throws nn::Failure (KeysMismatch) if a change found no weight.
    void requireAllUsed() const;
};

/// Reads and matches the files against the model. Throws nn::Failure: a file that is no LoRA, of a kind that Limn
/// does not add, or made for another architecture.
LoraChanges readLoras(const std::vector<LoraChoice>& choices, const checkpoint::ModelDescription& model, TensorFiles& files,
                      const std::stop_token& stop);

}  // namespace limn::loading
